import Files
import Foundation
import TensorCore
import Testing

@testable import DataLoading

/// The bytes of a number, the most significant first.
private func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
  stride(from: value.bitWidth - 8, through: 0, by: -8).map {
    UInt8(truncatingIfNeeded: value >> $0)
  }
}

private func file(type: UInt8, _ sizes: [Int], _ data: [UInt8]) -> [UInt8] {
  [0, 0, type, UInt8(sizes.count)] + sizes.flatMap { bytes(UInt32($0)) } + data
}

private func failure(_ bytes: [UInt8]) -> String {
  message { try IDX(bytes: bytes, name: "f.idx").shape }
}

@Suite struct IDXTests {
  private static let samples: [(UInt8, [UInt8], [Double])] = [
    (0x08, [0, 1, 127, 128, 254, 255], [0, 1, 127, 128, 254, 255]),
    (0x09, [0, 1, 127, 128, 254, 255], [0, 1, 127, -128, -2, -1]),
    (
      0x0B, [Int16(0), 1, -1, .min, .max, 258].flatMap { bytes($0) },
      [0, 1, -1, -32768, 32767, 258]
    ),
    (
      0x0C, [Int32(0), 1, -1, .min, .max, 16_909_060].flatMap { bytes($0) },
      [0, 1, -1, -2_147_483_648, 2_147_483_647, 16_909_060]
    ),
    (
      0x0D, [Float(0), 1.5, -0.1, .infinity, 1e30, 3].flatMap { bytes($0.bitPattern) },
      [0, 1.5, Double(Float(-0.1)), .infinity, Double(Float(1e30)), 3]
    ),
    (
      0x0E, [0, 1.5, -0.1, .infinity, 1e300, 3].flatMap { bytes($0.bitPattern) },
      [0, 1.5, -0.1, .infinity, 1e300, 3]
    ),
  ]

  @Test("Every element type in every rank", arguments: [[6], [2, 3], [1, 3, 2], [3, 1, 2, 1]])
  func typesAndRanks(sizes: [Int]) throws {
    for (type, data, expected) in Self.samples {
      let idx = try IDX(bytes: file(type: type, sizes, data), name: "f.idx")
      #expect(idx.elementType.rawValue == type)
      #expect(idx.shape == Shape(sizes))
      #expect(idx.tensor(as: Double.self) == Tensor(shape: Shape(sizes), elements: expected))
      let single: Tensor<Float> = idx.tensor()
      #expect(single == Tensor(shape: Shape(sizes), elements: expected.map { Float($0) }))
    }
  }

  @Test func scaling() throws {
    let idx = try IDX(bytes: file(type: 8, [3], [0, 51, 255]), name: "f.idx")
    #expect(
      idx.tensor(dividedBy: 255, as: Float.self) == Tensor(shape: [3], elements: [0, 0.2, 1]))
  }

  @Test func emptyArray() throws {
    let idx = try IDX(bytes: file(type: 8, [0, 28, 28], []), name: "f.idx")
    #expect(idx.tensor(as: Float.self).shape == [0, 28, 28])
  }

  /// The bytes 5 and 7, packed by gzip.
  @Test("A file compressed by gzip is unpacked") func gzip() throws {
    let packed: [UInt8] = [
      31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 99, 96, 224, 96, 100,
      96, 96, 96, 98, 101, 7, 0, 255, 205, 143, 118, 10, 0, 0, 0,
    ]
    let url = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID()).gz")
    try Data(packed).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    #expect(try IDX(contentsOf: url).labels() == [5, 7])
  }

  @Test func labels() throws {
    for (type, data, expected) in Self.samples.prefix(4) {
      let idx = try IDX(bytes: file(type: type, [6], data), name: "f.idx")
      #expect(try idx.labels() == Tensor(shape: [6], elements: expected.map { Int($0) }))
    }
    let floats = try IDX(bytes: file(type: 0x0D, [1], [0, 0, 0, 0]), name: "f.idx")
    #expect(
      message { try floats.labels() }
        == "f.idx, byte 2: expected integer labels, found float32 elements")
    let matrix = try IDX(bytes: file(type: 8, [1, 1], [7]), name: "f.idx")
    #expect(
      message { try matrix.labels() } == "f.idx, byte 3: expected labels in 1 dimension, found 2")
  }

  @Test func headerErrors() {
    #expect(
      failure([0, 0, 8]) == "f.idx: expected an IDX header of at least 4 bytes, found 3 bytes")
    #expect(
      failure([0, 1, 8, 1])
        == "f.idx, byte 0: expected 0x00 0x00, with which IDX files begin, found 0x00 0x01")
    #expect(
      failure([0x1F, 0x8B, 8, 0])
        == "f.idx: expected 0x00 0x00, with which IDX files begin, found a file that was compressed by "
        + "gzip; run gunzip on it first")
    #expect(
      failure([0, 0, 10, 1])
        == "f.idx, byte 2: expected an element type, one of 0x08, 0x09, 0x0B, 0x0C, 0x0D, 0x0E, "
        + "found 0x0A")
    #expect(failure([0, 0, 8, 0]) == "f.idx, byte 3: expected 1 to 4 dimensions, found 0")
    #expect(
      failure(file(type: 8, [1, 1, 1, 1, 1], [1]))
        == "f.idx, byte 3: expected 1 to 4 dimensions, found 5")
    #expect(
      failure([0, 0, 8, 3, 0, 0, 0, 1, 0])
        == "f.idx, byte 9: expected a header of 16 bytes for 3 dimensions, found the end of the file"
    )
  }

  @Test func sizeErrors() {
    #expect(
      failure(file(type: 0x0B, [2, 3], [0, 1, 2]))
        == "f.idx, byte 15: expected 12 bytes of elements for 2 × 3 of int16, found 3; "
        + "the file is cut short")
    #expect(
      failure(file(type: 8, [2], [0, 1, 2]))
        == "f.idx, byte 10: expected 2 bytes of elements for 2 of uint8, found 3; "
        + "the rest is not part of the array")
    #expect(
      failure(file(type: 8, [0xFFFF_FFFF], [0]))
        == "f.idx, byte 9: expected 4294967295 bytes of elements for 4294967295 of uint8, found 1; "
        + "the file is cut short")
    let huge = "4294967295 × 4294967295 × 4294967295 × 4294967295"
    #expect(
      failure(file(type: 8, [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [0]))
        == "f.idx, byte 4: expected sizes whose product a 64-bit number can hold, found \(huge)")
    // A zero makes the product small, but not every product of some of the sizes.
    for sizes in [[0, 0xFFFF_FFFF, 0xFFFF_FFFF], [0xFFFF_FFFF, 0, 0xFFFF_FFFF, 0xFFFF_FFFF]] {
      #expect(
        failure(file(type: 8, sizes, []))
          .hasPrefix("f.idx, byte 4: expected sizes whose product a 64-bit number can hold"))
    }
  }

  @Test func damagedInputNeverCrashes() {
    var accepted = 0
    for seed in UInt64(1)...4000 {
      var generator = RandomGenerator(seed: seed)
      let (type, data, _) = Self.samples.randomElement(using: &generator)!
      var bytes = file(
        type: type, [[6], [2, 3], [3, 1, 2, 1]].randomElement(using: &generator)!, data)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes.remove(at: index)
        case 1: bytes.insert(UInt8.random(in: .min ... .max, using: &generator), at: index)
        default: bytes[index] = UInt8.random(in: .min ... .max, using: &generator)
        }
      }
      if seed.isMultiple(of: 4) {
        bytes = [0, 0] + bytes.prefix(Int.random(in: 0...20, using: &generator)).reversed()
      }
      do {
        let idx = try IDX(bytes: bytes, name: "seed \(seed)")
        #expect(idx.tensor(as: Float.self).shape == idx.shape, "seed \(seed)")
        _ = try? idx.labels()
        accepted += 1
      } catch {
        #expect(error is DataError, "seed \(seed)")
      }
    }
    #expect(accepted > 100 && accepted < 3900)
  }
}
