import Testing

@testable import Serialization

@Suite struct CRC32Tests {
  @Test("the check values of the standard and of zlib")
  func knownValues() {
    #expect(CRC32.value(of: []) == 0)
    #expect(CRC32.value(of: "123456789".utf8) == 0xCBF4_3926)
    #expect(CRC32.value(of: "The quick brown fox jumps over the lazy dog".utf8) == 0x414F_A339)
    #expect(CRC32.value(of: Array(repeating: 0, count: 32)) == 0x190A_55AD)
  }

  @Test("bytes in several portions have the check of the whole", arguments: 0..<40)
  func portions(split: Int) {
    let bytes = (0..<40).map { UInt8($0 * 37 & 0xFF) }
    var check = CRC32()
    bytes[..<split].withUnsafeBytes { check.update($0) }
    bytes[split...].withUnsafeBytes { check.update($0) }
    #expect(check.value == CRC32.value(of: bytes))
  }
}
