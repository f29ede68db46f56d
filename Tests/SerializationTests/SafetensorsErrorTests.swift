import Files
import Foundation
import TensorCore
import Testing

@testable import Serialization

/// Headers that lie, and what is said about them.
@Suite struct SafetensorsErrorTests {
  static let lies: [(header: String, dataCount: Int, answer: String)] = [
    ("", 0, "f, byte 8: expected \"{\", found the end of the header"),
    ("[]", 0, "f, byte 8: expected \"{\", found \"[]\""),
    ("{} x", 0, "f, byte 11: expected nothing more in the header, found \"x\""),
    ("{\"a\":7}", 0, "f, byte 13: expected \"{\", found \"7}\""),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4,
      "f, tensor \"a\": expected 8 bytes for the shape [2] of float32, "
        + "found data_offsets [0, 4], which are 4 bytes"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 0,
      "f, tensor \"a\": expected 4 bytes of data, found only 0 before the end of the file; "
        + "the file is cut short"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 5,
      "f, byte 66: expected the end of the file, after the last tensor, found 1 byte more"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#,
      6,
      "f, tensor \"b\": expected its bytes to begin at 4, where those of the tensor before it end, "
        + "found 2, so that they overlap"
    ),
    (
      #"{"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}"#, 2,
      "f, tensor \"a\": expected its bytes to begin at 0, where those of the tensor before it end, "
        + "found 1, so that there is a gap"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#,
      0, "f, tensor \"a\": expected one entry in the header, found two"
    ),
    (
      #"{"__metadata__":{"k":"1","k":"2"}}"#, 0,
      "f: expected keys of __metadata__ that differ, found \"k\" twice"
    ),
    (
      #"{"__metadata__":{"k":1}}"#, 0, "f, byte 29: expected \"\"\", found \"1}}\""
    ),
    (
      #"{"a":{"dtype":"F8_E4M3","shape":[0],"data_offsets":[0,0]}}"#, 0,
      "f, tensor \"a\": expected a dtype that can be read, one of BF16, BOOL, F16, F32, F64, I16, "
        + "I32, I64, I8, U16, U32, U8, found \"F8_E4M3\""
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1],"data_offsets":[0,4]}}"#, 4,
      "f, tensor \"a\": expected at most 6 axes, as tensors have here, found 7"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}}"#, 0,
      "f, tensor \"a\": expected a shape whose number of bytes 64 bits can hold, "
        + "found [4611686018427387904]"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[0,4611686018427387904],"data_offsets":[0,0]}}"#, 0,
      "f, tensor \"a\": expected a shape whose number of bytes 64 bits can hold, "
        + "found [0, 4611686018427387904]"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1000000000000],"data_offsets":[0,4000000000000]}}"#, 4,
      "f, tensor \"a\": expected 4000000000000 bytes of data, found only 4 before the end of the "
        + "file; the file is cut short"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4,
      "f, byte 37: expected a whole number from 0, found \"-1],\"data_offsets\":[\""
    ),
    (
      #"{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}"#, 4,
      "f, byte 37: expected a number without a leading zero, found \"01],\"data_offsets\":[\""
    ),
    (
      #"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#, 4,
      "f, byte 37: expected a number that 64 bits can hold, found \"99999999999999999999\""
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4,
      "f, tensor \"a\": expected data_offsets of a beginning and an end after it, found [4, 0]"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1]}}"#, 4,
      "f, tensor \"a\": expected a dtype, a shape and data_offsets, found only dtype and shape"
    ),
    (
      #"{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 4,
      "f, byte 28: expected each of \"dtype\", \"shape\" and \"data_offsets\" once, "
        + "found \"\"dtype\":\"F32\",\"shape\""
    ),
    (#"{"\ud800":1}"#, 0, "f, byte 11: expected two halves of a character, found \"ud800\":1}\""),
    (#"{"\x":1}"#, 0, "f, byte 11: expected an escape of JSON after \\, found \"x\":1}\""),
  ]

  @Test("a header that lies is refused with the tensor and the reason", arguments: lies)
  func lie(_ lie: (header: String, dataCount: Int, answer: String)) {
    #expect(failure(lie.header, dataCount: lie.dataCount) == lie.answer)
  }

  @Test func lengthOfTheHeader() {
    #expect(
      message { try Safetensors(bytes: [1, 2], name: "f") }
        == "f: expected 8 bytes with the length of the header, as safetensors files begin, found "
        + "2 bytes in all")
    for length: [UInt8] in [[3, 0, 0, 0, 0, 0, 0, 0], Array(repeating: 255, count: 8)] {
      #expect(
        message { try Safetensors(bytes: length + [0x7B, 0x7D], name: "f") }
          .hasPrefix(
            "f, byte 0: expected the length of a header that is in the file, which has 2 bytes "
              + "after this number, found "))
    }
  }

  @Test("nesting as deep as the file is long is refused at the first brace too many")
  func nesting() {
    let deep = String(repeating: "{\"a\":", count: 100_000)
    #expect(failure(deep).hasPrefix("f, byte 14: expected each of"))
  }

  static let example: Safetensors = {
    var file = Safetensors()
    file.tensors = ["w": .float([1, 2, 3]), "b": .double([4]), "n": .int(Tensor(5))]
    file.metadata = ["k": "v"]
    return file
  }()

  @Test("each single flipped bit is noticed, or changes nothing")
  func flippedBits() throws {
    let bytes = Self.example.bytes()
    var harmless = 0
    for place in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[place] ^= 1 << bit
        if let file = try? Safetensors(bytes: damaged, name: "f") {
          #expect(file == Self.example, "byte \(place), bit \(bit)")
          harmless += 1
        }
      }
    }
    // Such as a blank after the header that becomes a tab.
    #expect(harmless < 100)
  }

  @Test("a flipped bit in a tensor names the tensor")
  func flippedTensor() {
    var bytes = Self.example.bytes()
    bytes[bytes.count - 1] ^= 0x10
    #expect(
      message { try Safetensors(bytes: bytes, name: "f") }
        .hasPrefix("f, tensor \"w\": expected bytes whose CRC-32 is "))
  }

  @Test("a file cut short at any byte is refused")
  func truncation() {
    let bytes = Self.example.bytes()
    for count in bytes.indices {
      #expect(throws: DataError.self) {
        try Safetensors(bytes: Array(bytes.prefix(count)), name: "f")
      }
    }
  }

  @Test func unreadableFiles() throws {
    try withTemporaryFolder { folder in
      let path = folder.path(percentEncoded: false)
      #expect(
        message { try Safetensors(contentsOf: folder.appending(path: "none")) }
          == "\(path)none: expected a file that can be read, found no such file")
      #expect(
        message { try Safetensors(contentsOf: folder) }
          == "\(path): expected a file that can be read, found a folder")
      #expect(mkfifo(path + "pipe", 0o600) == 0)
      #expect(
        message { try Safetensors(contentsOf: folder.appending(path: "pipe")) }
          == "\(path)pipe: expected a file that can be read, found a device or a pipe")
    }
  }
}
