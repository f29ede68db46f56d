import Foundation
import TensorCore
import Testing

@testable import Serialization

@Suite struct SafetensorsTests {
  /// What the `safetensors` package of Python wrote for
  /// `{"b": float64([1, 2]), "a": float32([[3], [4]]), "n": array(7)}` with the metadata k: v.
  static let fromPython: [UInt8] =
    safetensors(
      #"{"__metadata__":{"k":"v"},"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"#
        + #""b":{"dtype":"F64","shape":[2],"data_offsets":[8,24]},"#
        + #""a":{"dtype":"F32","shape":[2,1],"data_offsets":[24,32]}}   "#,
      data: [7, 0, 0, 0, 0, 0, 0, 0]
        + [0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0x40]
        + [0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40])

  @Test func fileOfPython() throws {
    let file = try Safetensors(bytes: Self.fromPython, name: "f")
    #expect(file.metadata == ["k": "v"])
    #expect(
      file.tensors == [
        "n": .int(Tensor(7)), "b": .double([1, 2]), "a": .float(Tensor([[3], [4]])),
      ])
  }

  @Test("what is written is what Python writes, but for the checksums")
  func sameLayoutAsPython() throws {
    var file = Safetensors()
    file.metadata = ["k": "v"]
    file.tensors = ["n": .int(Tensor(7)), "p": .float(Tensor([[3], [4]]))]
    let text = String(decoding: file.bytes().dropFirst(8).dropLast(16), as: UTF8.self)
    let checks =
      /"gradus.crc32.header":"[0-9a-f]{8}","gradus.crc32.tensors":"[0-9a-f]{8} [0-9a-f]{8}",/
    #expect(
      text.replacing(checks, with: "").trimmingCharacters(in: .whitespaces)
        == #"{"__metadata__":{"k":"v"},"n":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"#
        + #""p":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]}}"#)
    #expect(
      Array(file.bytes().suffix(16))
        == [7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40])
  }

  @Test("writing and reading gives the same, to the bit")
  func roundTrip() throws {
    var file = Safetensors()
    file.tensors = [
      "0.weight": .float(Tensor([[1, -0.0], [.infinity, 0x1p-149]])), "": .double(Tensor([.pi])),
      "empty": .int(.init(shape: [0, 3], elements: [])), "scalar": .int(Tensor(.min)),
      "\"\\\u{1}\n/é😀": .float(Tensor(repeating: 1, shape: [1, 2, 1, 2, 1, 2])),
    ]
    file.metadata = ["format": "pt", "\u{0}\t\"": "\\\u{7F}…"]
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "a.safetensors")
      try file.write(to: url)
      #expect(try Safetensors(contentsOf: url) == file)
      #expect(try Array(Data(contentsOf: url)) == file.bytes())
      #expect(try names(in: folder) == ["a.safetensors"])
    }
    let header = file.bytes().prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(header.isMultiple(of: 8))
  }

  @Test("narrower types are widened without loss")
  func widening() throws {
    let header =
      #"{"h":{"dtype":"F16","shape":[5],"data_offsets":[0,10]},"#
      + #""i":{"dtype":"BF16","shape":[1],"data_offsets":[10,12]},"#
      + #""j":{"dtype":"BOOL","shape":[2],"data_offsets":[12,14]},"#
      + #""k":{"dtype":"I16","shape":[1],"data_offsets":[14,16]},"#
      + #""\u006c\ud83d\ude00":{"dtype":"U32","shape":[1],"data_offsets":[16,20]}}"#
    let file = try Safetensors(
      bytes: safetensors(
        header,
        data: [0, 0x3E, 0, 0x80, 1, 0, 0xFF, 0x7B, 0, 0x7C, 0xC0, 0xBF, 0, 9, 0xFE, 0xFF]
          + [0xFF, 0xFF, 0xFF, 0xFF]),
      name: "f")
    #expect(file.tensors["h"] == .float(Tensor([1.5, -0.0, 0x1p-24, 65504, .infinity])))
    #expect(file.tensors["i"] == .float([-1.5]))
    #expect(file.tensors["j"] == .int([0, 1]))
    #expect(file.tensors["k"] == .int([-2]))
    #expect(file.tensors["l😀"] == .int([4_294_967_295]))
  }
}
