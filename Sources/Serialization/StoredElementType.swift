import TensorCore

/// The element types that can be read from files. The raw values are their names in error messages and
/// in NumPy.
///
/// `float32`, `float64` and `int64` are read as they are and are the ones that are written. The others
/// are widened to them without loss.
public enum StoredElementType: String, CaseIterable, Sendable {
  /// Truth values, one byte each; read as integers 0 and 1.
  case bool
  /// Unsigned bytes, read as integers.
  case uint8
  /// Signed bytes, read as integers.
  case int8
  /// Unsigned 16-bit integers.
  case uint16
  /// Signed 16-bit integers.
  case int16
  /// Unsigned 32-bit integers.
  case uint32
  /// Signed 32-bit integers.
  case int32
  /// Signed 64-bit integers, `Int` here.
  case int64
  /// 16-bit floating point (IEEE 754), read as `Float`.
  case float16
  /// The upper half of a `Float`, read as such.
  case bfloat16
  /// 32-bit floating point, `Float` here.
  case float32
  /// 64-bit floating point, `Double` here.
  case float64

  /// The size of one element in bytes.
  public var byteCount: Int {
    switch self {
    case .bool, .uint8, .int8: 1
    case .uint16, .int16, .float16, .bfloat16: 2
    case .uint32, .int32, .float32: 4
    case .int64, .float64: 8
    }
  }
}

extension ByteSource {
  /// Reads a tensor whose elements begin at an offset. That they are there was checked before.
  func tensor(
    of type: StoredElementType, shape: Shape, at offset: Int, isBigEndian: Bool = false
  ) throws -> StoredTensor {
    switch type {
    case .float32 where !isBigEndian: .float(try asItIs(shape, offset))
    case .float64 where !isBigEndian: .double(try asItIs(shape, offset))
    case .int64 where !isBigEndian: .int(try asItIs(shape, offset))
    case .float32: .float(try widened(shape, offset, isBigEndian) { Float(bitPattern: $0) })
    case .float64: .double(try widened(shape, offset, isBigEndian) { Double(bitPattern: $0) })
    case .int64: .int(try widened(shape, offset, isBigEndian) { (x: Int64) in Int(x) })
    case .float16: .float(try widened(shape, offset, isBigEndian, widenHalf))
    case .bfloat16:
      .float(
        try widened(shape, offset, isBigEndian) { (x: UInt16) in
          Float(bitPattern: UInt32(x) << 16)
        })
    case .bool: .int(try widened(shape, offset, isBigEndian) { (x: UInt8) in x == 0 ? 0 : 1 })
    case .uint8: .int(try widened(shape, offset, isBigEndian) { (x: UInt8) in Int(x) })
    case .int8: .int(try widened(shape, offset, isBigEndian) { (x: Int8) in Int(x) })
    case .uint16: .int(try widened(shape, offset, isBigEndian) { (x: UInt16) in Int(x) })
    case .int16: .int(try widened(shape, offset, isBigEndian) { (x: Int16) in Int(x) })
    case .uint32: .int(try widened(shape, offset, isBigEndian) { (x: UInt32) in Int(x) })
    case .int32: .int(try widened(shape, offset, isBigEndian) { (x: Int32) in Int(x) })
    }
  }

  /// From the file straight into the tensor. Every platform of Swift is little-endian, as files are.
  private func asItIs<Element: TensorElement>(
    _ shape: Shape, _ offset: Int
  ) throws -> Tensor<Element> {
    try Tensor(unsafeUninitializedShape: shape) {
      try read(into: UnsafeMutableRawBufferPointer($0), at: offset)
    }
  }

  /// Through a small buffer, element by element.
  private func widened<Bits: FixedWidthInteger, Element: TensorElement>(
    _ shape: Shape, _ offset: Int, _ isBigEndian: Bool, _ widen: (Bits) -> Element
  ) throws -> Tensor<Element> {
    let size = MemoryLayout<Bits>.size
    let atOnce = 1 << 16
    return try Tensor(unsafeUninitializedShape: shape) { target in
      for start in stride(from: 0, to: target.count, by: atOnce) {
        let count = min(atOnce, target.count - start)
        let place = offset + start * size
        let bytes = try bytes(place..<place + count * size)
        bytes.withUnsafeBytes { bytes in
          for index in 0..<count {
            let bits = bytes.loadUnaligned(fromByteOffset: index * size, as: Bits.self)
            target[start + index] = widen(isBigEndian ? bits.byteSwapped : bits)
          }
        }
      }
    }
  }
}

/// An IEEE 754 half: 1 bit of sign, 5 of exponent (bias 15), 10 of fraction. Written out, because
/// `Float16` does not exist on Intel Macs.
private func widenHalf(_ bits: UInt16) -> Float {
  let sign = UInt32(bits >> 15) << 31
  let exponent = UInt32(bits >> 10) & 0x1F
  let fraction = UInt32(bits) & 0x3FF
  switch exponent {
  case 0:
    let magnitude = Float(fraction) * 0x1p-24
    return sign == 0 ? magnitude : -magnitude
  case 0x1F: return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
  default: return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
  }
}
