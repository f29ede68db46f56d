import Files
import Foundation
import Serialization
import TensorCore

/// An array read from an IDX file, the format of MNIST: two zero bytes, a byte for the element
/// type, a byte for the number of dimensions, each dimension as a big-endian 32-bit number, then
/// the elements in row-major order, big-endian as well.
public struct IDX: Sendable {
  /// The element types; the raw values are the type bytes of the format.
  public enum ElementType: UInt8, CaseIterable, Sendable {
    /// Unsigned bytes, by far the most common.
    case uint8 = 0x08
    /// Signed bytes.
    case int8 = 0x09
    /// 16-bit signed integers.
    case int16 = 0x0B
    /// 32-bit signed integers.
    case int32 = 0x0C
    /// 32-bit floating point.
    case float32 = 0x0D
    /// 64-bit floating point.
    case float64 = 0x0E

    /// The size of one element in bytes.
    public var byteCount: Int {
      switch self {
      case .uint8, .int8: 1
      case .int16: 2
      case .int32, .float32: 4
      case .float64: 8
      }
    }
  }

  /// The name of the file, for error messages.
  public let name: String
  /// The type of the elements in the file.
  public let elementType: ElementType
  /// The dimensions in the file, 1 to 4 of them.
  public let shape: Shape

  private let bytes: [UInt8]
  private var headerCount: Int { 4 + 4 * shape.rank }

  /// Reads the IDX file at `url`, which may be compressed by gzip, as such files are handed on. Throws as
  /// `init(bytes:name:)`, or if the file cannot be read or unpacked.
  public init(contentsOf url: URL) throws {
    let (bytes, name) = (try readBytes(of: url), url.lastPathComponent)
    try self.init(bytes: isGzip(bytes) ? try gunzip(bytes, name: name) : bytes, name: name)
  }

  /// Reads an IDX array from bytes; `name` stands for the file in error messages.
  ///
  /// Throws a `DataError` for a wrong header and unless exactly the declared elements follow it.
  public init(bytes: [UInt8], name: String) throws {
    self.name = name
    self.bytes = bytes
    guard bytes.count >= 4 else {
      throw DataError(
        name, expected: "an IDX header of at least 4 bytes",
        found: counted(bytes.count, "byte"))
    }
    guard bytes[0] == 0, bytes[1] == 0 else {
      let expected = "0x00 0x00, with which IDX files begin"
      throw ForeignFormat.error(name, expected: expected, beginning: bytes)
        ?? DataError(
          name, .byte(0), expected: expected,
          found: "\(hexadecimal(bytes[0])) \(hexadecimal(bytes[1]))")
    }
    guard let elementType = ElementType(rawValue: bytes[2]) else {
      let known = ElementType.allCases.map { hexadecimal($0.rawValue) }
      throw DataError(
        name, .byte(2), expected: "an element type, one of \(known.joined(separator: ", "))",
        found: hexadecimal(bytes[2]))
    }
    self.elementType = elementType
    let dimensions = try Self.dimensions(bytes, name: name)
    try Self.checkSize(of: bytes, dimensions, elementType, name: name)
    shape = Shape(dimensions)
  }

  private static func dimensions(_ bytes: [UInt8], name: String) throws -> [Int] {
    let rank = Int(bytes[3])
    guard 1...4 ~= rank else {
      throw DataError(name, .byte(3), expected: "1 to 4 dimensions", found: "\(rank)")
    }
    guard bytes.count >= 4 + 4 * rank else {
      throw DataError(
        name, .byte(bytes.count),
        expected: "a header of \(4 + 4 * rank) bytes for \(counted(rank, "dimension"))",
        found: "the end of the file")
    }
    return (0..<rank).map { Int(bigEndian(UInt32.self, bytes, at: 4 + 4 * $0)) }
  }

  /// Throws unless the elements that the header declares fill the rest of the file exactly.
  ///
  /// The sizes are only a claim: they are compared with the bytes that are there before anything is
  /// allocated. A product that overflows is more than any file holds; a zero among the sizes must
  /// not hide that, because strides multiply only some of them.
  private static func checkSize(
    of bytes: [UInt8], _ dimensions: [Int], _ elementType: ElementType, name: String
  ) throws {
    let sizes = dimensions.map(String.init).joined(separator: " × ")
    var product = elementType.byteCount
    for dimension in dimensions {
      let (next, overflows) = product.multipliedReportingOverflow(by: max(1, dimension))
      guard !overflows else {
        throw DataError(
          name, .byte(4), expected: "sizes whose product a 64-bit number can hold", found: sizes)
      }
      product = next
    }
    let headerCount = 4 + 4 * dimensions.count
    let expected = dimensions.contains(0) ? 0 : product
    let found = bytes.count - headerCount
    guard found == expected else {
      throw DataError(
        name, .byte(headerCount + min(found, expected)),
        expected: "\(counted(expected, "byte")) of elements for \(sizes) of \(elementType)",
        found: "\(found)",
        advice: found < expected
          ? "the file is cut short" : "the rest is not part of the array")
    }
  }

  /// The array as a tensor, every element divided by `divisor`, which is 1 unless given: 255 brings
  /// unsigned bytes to 0...1. In a `Float` tensor, integers beyond 2²⁴ are rounded, and what is beyond
  /// its range becomes infinite.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func tensor<Scalar: TensorScalar>(
    dividedBy divisor: Double = 1, as type: Scalar.Type = Scalar.self
  ) -> Tensor<Scalar> {
    var elements: [Scalar] = []
    elements.reserveCapacity(bytes.count - headerCount)
    for offset in stride(from: headerCount, to: bytes.count, by: elementType.byteCount) {
      elements.append(Scalar(number(at: offset) / divisor))
    }
    return Tensor(shape: shape, elements: elements)
  }

  /// The array as class labels.
  ///
  /// Throws a `DataError` unless the file has one dimension and integer elements.
  public func labels() throws -> Tensor<Int> {
    guard shape.rank == 1 else {
      throw DataError(name, .byte(3), expected: "labels in 1 dimension", found: "\(shape.rank)")
    }
    guard elementType != .float32, elementType != .float64 else {
      throw DataError(name, .byte(2), expected: "integer labels", found: "\(elementType) elements")
    }
    let offsets = stride(from: headerCount, to: bytes.count, by: elementType.byteCount)
    return Tensor(shape: shape, elements: offsets.map { Int(number(at: $0)) })
  }

  /// The element that begins at a byte; a `Double` holds each of the types exactly.
  @inline(__always)
  private func number(at offset: Int) -> Double {
    switch elementType {
    case .uint8: Double(bytes[offset])
    case .int8: Double(Int8(bitPattern: bytes[offset]))
    case .int16: Double(Int16(bitPattern: bigEndian(UInt16.self, bytes, at: offset)))
    case .int32: Double(Int32(bitPattern: bigEndian(UInt32.self, bytes, at: offset)))
    case .float32: Double(Float(bitPattern: bigEndian(UInt32.self, bytes, at: offset)))
    case .float64: Double(bitPattern: bigEndian(UInt64.self, bytes, at: offset))
    }
  }
}

/// The big-endian integer in `bytes` at `offset`: its first byte is the most significant.
@inline(__always)
func bigEndian<Integer: FixedWidthInteger>(
  _ type: Integer.Type, _ bytes: [UInt8], at offset: Int
) -> Integer {
  (0..<Integer.bitWidth / 8).reduce(0) { $0 << 8 | Integer(bytes[offset + $1]) }
}
