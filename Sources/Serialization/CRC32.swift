/// The cyclic redundancy check of zip files and of PNG (ISO 3309): a remainder of polynomial division
/// over two elements, by x³² + x²⁶ + x²³ + … + 1.
///
/// It finds every change of a single bit and of up to 32 neighboring bits, and any other with a
/// probability of 1 − 2⁻³². It guards against accidents; whoever wants to can forge it.
///
/// Eight bytes are taken at a time (Kounavis and Berry, 2005, *A Systematic Approach to Building High
/// Performance, Software-based, CRC Generators*): table k holds what a byte contributes that k further
/// bytes follow.
public struct CRC32: Sendable {
  private var remainder: UInt32 = .max

  /// Starts the check of no bytes.
  public init() {}

  /// The check of all bytes so far.
  public var value: UInt32 { ~remainder }

  /// The check of some bytes.
  public static func value(of bytes: some Sequence<UInt8>) -> UInt32 {
    var check = CRC32()
    Array(bytes).withUnsafeBytes { check.update($0) }
    return check.value
  }

  /// Takes in more bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var remainder = remainder
    CRC32.tables.withUnsafeBufferPointer { tables in
      let wholeBlocks = bytes.count & ~7
      for offset in stride(from: 0, to: wholeBlocks, by: 8) {
        let word = UInt64(
          littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        let mixed = word ^ UInt64(remainder)
        remainder = 0
        for k in 0..<8 {
          let byte = Int(truncatingIfNeeded: mixed >> (8 * UInt64(k))) & 0xFF
          remainder ^= tables[(7 - k) << 8 | byte]
        }
      }
      for offset in wholeBlocks..<bytes.count {
        let place = Int(truncatingIfNeeded: remainder ^ UInt32(bytes[offset])) & 0xFF
        remainder = (remainder >> 8) ^ tables[place]
      }
    }
    self.remainder = remainder
  }

  /// Eight tables of 256 entries.
  private static let tables: [UInt32] = {
    var tables: [UInt32] = (UInt32(0)..<256).map { byte in
      var rest: UInt32 = byte
      for _ in 0..<8 { rest = (rest >> 1) ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0) }
      return rest
    }
    for place in 256..<8 * 256 {
      let before = tables[place - 256]
      tables.append((before >> 8) ^ tables[Int(before & 0xFF)])
    }
    return tables
  }()
}
