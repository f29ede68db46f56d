import Files
import Foundation
import TensorCore
import Testing

@testable import Serialization

/// What `Fixtures/deflate.py` wrote.
private struct DeflateFixture: Decodable {
  /// A stream, and the size and the CRC-32 of what zlib makes of it; nil where zlib refuses it.
  struct Stream: Decodable {
    let name: String
    let packed: Data
    let size: Int?
    let crc: UInt32?
  }

  struct Archive: Decodable {
    let name: String
    let bytes: Data
  }

  let streams: [Stream]
  let archives: [Archive]

  static func load() throws -> DeflateFixture {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/deflate.json")
    return try JSONDecoder().decode(DeflateFixture.self, from: Data(contentsOf: url))
  }
}

/// A whole stream, as a zip archive holds it.
private func unpacked(_ packed: [UInt8], atMost limit: Int = 1 << 20) throws -> [UInt8] {
  let (bytes, packedCount) = try inflate(packed, atMost: limit, name: "f")
  guard packedCount == packed.count else {
    throw DataError("f", expected: "nothing more", found: "\(packed.count - packedCount) bytes")
  }
  return bytes
}

@Suite struct InflateTests {
  @Test("what zlib reads is read, to the same bytes, and what zlib refuses is refused")
  func zlib() throws {
    var (accepted, refused) = (0, 0)
    for stream in try DeflateFixture.load().streams {
      let result = Result { try unpacked(Array(stream.packed)) }
      switch (result, stream.crc) {
      case (.success(let bytes), .some(let check)):
        accepted += 1
        #expect(bytes.count == stream.size && CRC32.value(of: bytes) == check, "\(stream.name)")
      case (.failure(let error), nil):
        refused += 1
        #expect(error is DataError, "\(stream.name): \(error)")
      case (.success(let bytes), nil):
        Issue.record("\(stream.name): zlib refuses it, but \(bytes.count) bytes came out")
      case (.failure(let error), .some):
        Issue.record("\(stream.name): zlib reads it, but \(error)")
      }
    }
    #expect(accepted > 150 && refused > 200)
  }

  @Test("a stream cut short at any byte is refused, and what comes after one is left to the caller")
  func truncation() throws {
    let streams = try DeflateFixture.load().streams.filter { $0.crc != nil }
    for name in ["text, level 6", "bits, fixed", "noise, level 0", "text, flushed"] {
      let packed = Array(try #require(streams.first { $0.name == name }).packed)
      for count in stride(from: 0, to: packed.count, by: max(1, packed.count / 60)) {
        #expect(throws: DataError.self) { try unpacked(Array(packed.prefix(count))) }
      }
      let (bytes, packedCount) = try inflate(packed + [1, 2, 3], atMost: 1 << 20, name: "f")
      #expect(packedCount == packed.count)
      #expect(try bytes == unpacked(packed))
    }
  }

  @Test("no more bytes come out than asked for, however many would")
  func limit() throws {
    let streams = try DeflateFixture.load().streams
    for stream in streams.filter({ $0.crc != nil && $0.size! > 0 }) {
      let (packed, size) = (Array(stream.packed), stream.size!)
      #expect(try unpacked(packed, atMost: size).count == size, "\(stream.name)")
      let said = message { try unpacked(packed, atMost: size - 1) }
      #expect(said.contains("once unpacked, found more"), "\(stream.name): \(said)")
    }
  }

  @Test func messages() throws {
    #expect(
      message { try unpacked([]) }
        == "f, byte 0: expected more compressed bytes, found their end; the file is cut short")
    #expect(
      message { try unpacked([0b111]) }
        == "f, byte 1: expected a block of kind 0, 1 or 2, found 3; the file is damaged")
    #expect(
      message { try unpacked([1, 3, 0, 1, 0, 65, 65, 65]) }
        == "f, byte 5: expected a length and its bits inverted, found 3 and 1; the file is damaged")
    #expect(try unpacked([1, 3, 0, 0xFC, 0xFF, 65, 66, 67]) == [65, 66, 67])
  }

  @Test("archives that NumPy has compressed, at every level")
  func archives() throws {
    let weights = (0..<300).map { Float($0 % 7) / 4 }
    let expected: [String: StoredTensor] = [
      "counts": .int(Tensor(Array(0..<600))),
      "weights": .float(Tensor(shape: [20, 15], elements: weights)),
      "turned": .double(Tensor(shape: [2, 3, 4], elements: (0..<24).map(Double.init))),
      "scalar": .float(Tensor(1.5)), "nothing": .double(.zeros([0, 3])),
    ]
    let archives = try DeflateFixture.load().archives
    #expect(archives.count == 11)
    for archive in archives {
      let file = try NPZ(bytes: Array(archive.bytes), name: archive.name)
      #expect(file.arrays == expected, "\(archive.name)")
      #expect(try NPZ(bytes: file.bytes(), name: "again") == file)
    }
  }

  @Test("a compressed archive with any one byte changed is refused, or gives the same arrays")
  func damage() throws {
    let fixture = try DeflateFixture.load()
    let bytes = Array(try #require(fixture.archives.first { $0.name == "level 9" }).bytes)
    let right = try NPZ(bytes: bytes, name: "f")
    var generator = RandomGenerator(seed: 3)
    var refused = 0
    for place in bytes.indices {
      var bytes = bytes
      bytes[place] ^= UInt8.random(in: 1...255, using: &generator)
      do {
        // A byte that says nothing, such as one of the date, or one of an array's name.
        let found = try NPZ(bytes: bytes, name: "f").arrays.values.map { NPY.bytes(of: $0) }
        #expect(Set(found) == Set(right.arrays.values.map { NPY.bytes(of: $0) }), "byte \(place)")
      } catch {
        #expect(error is DataError)
        refused += 1
      }
    }
    #expect(refused > bytes.count / 2)
  }

  @Test("a size that is not that of what comes out is an error")
  func wrongSize() throws {
    var bytes = Array(try #require(Data(base64Encoded: NPZTests.compressed)))
    let entry = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x50, 0x4B, 1, 2]) })
    bytes[entry + 24] += 1
    #expect(
      message { try NPZ(bytes: bytes, name: "f") }
        == "f/a.npy: expected 153 bytes out of 76, found 152 out of 76; the file is damaged")
    bytes[entry + 24] -= 2
    #expect(
      message { try NPZ(bytes: bytes, name: "f") }
        .contains("f/a.npy, byte 75: expected 151 bytes once unpacked, found more"))
    bytes[entry + 26] = 0xFF
    #expect(
      message { try NPZ(bytes: bytes, name: "f") }.contains("found 152 out of 76"))
  }
}
