import Foundation
import Gradus

/// Reads the two files that `Fixtures/generate.py` writes: `index.json` says where in `tensors.f64`,
/// which is little-endian numbers of 64 bits, each tensor begins.
///
/// Throws a `FixtureError` when the index names numbers that are not there, or leaves some out.
func fixtures(in folder: URL) throws -> [Fixture] {
  struct Index: Decodable {
    struct Place: Decodable {
      let shape: [Int]
      let offset: Int
    }
    struct Case: Decodable {
      let subject: String
      let configuration: [String: String]
      let tensors: [String: Place]
    }
    let cases: [Case]
  }
  let index = try JSONDecoder().decode(
    Index.self, from: Data(contentsOf: folder.appending(path: "index.json")))
  let numbers = try littleEndianDoubles(Data(contentsOf: folder.appending(path: "tensors.f64")))
  var used = 0
  let fixtures = try index.cases.map { entry in
    let tensors = try entry.tensors.map { name, place in
      let shape = Shape(place.shape)
      let range = place.offset..<(place.offset + shape.elementCount)
      guard numbers.indices.contains(range) else {
        throw FixtureError(
          "\(entry.subject), \(name): expected the numbers \(range) in tensors.f64, "
            + "found \(numbers.count) in all")
      }
      used += range.count
      return (name, Tensor(shape: shape, elements: Array(numbers[range])))
    }
    return Fixture(
      subject: entry.subject, configuration: entry.configuration,
      tensors: Dictionary(uniqueKeysWithValues: tensors))
  }
  guard used == numbers.count else {
    throw FixtureError("tensors.f64 has \(numbers.count) numbers, but index.json names \(used)")
  }
  return fixtures
}

private func littleEndianDoubles(_ data: Data) throws -> [Double] {
  guard data.count.isMultiple(of: 8) else {
    throw FixtureError("tensors.f64: expected numbers of 8 bytes, found \(data.count) bytes")
  }
  return data.withUnsafeBytes { bytes in
    stride(from: 0, to: bytes.count, by: 8).map {
      Double(
        bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self)))
    }
  }
}
