import Testing

@testable import Serialization

/// "go on, go on, go on" as zlib packs it.
private let packed: [UInt8] = [75, 207, 87, 200, 207, 211, 81, 72, 71, 162, 0]
private let trailer: [UInt8] = [165, 236, 96, 41, 19, 0, 0, 0]

private func file(flags: UInt8 = 0, _ fields: [UInt8] = []) -> [UInt8] {
  [0x1F, 0x8B, 8, flags, 1, 2, 3, 4, 0, 3] + fields + packed + trailer
}

@Suite struct GunzipTests {
  @Test("every header that gzip knows is skipped")
  func headers() throws {
    let (extra, name, note, check): ([UInt8], [UInt8], [UInt8], [UInt8]) = (
      [1, 1] + Array(repeating: 9, count: 257), [97, 0], [98, 99, 0], [7, 7]
    )
    for flags in UInt8(0)..<32 {
      let fields =
        (flags & 4 != 0 ? extra : []) + (flags & 8 != 0 ? name : [])
        + (flags & 16 != 0 ? note : []) + (flags & 2 != 0 ? check : [])
      let bytes = try gunzip(file(flags: flags, fields), name: "f")
      #expect(String(decoding: bytes, as: UTF8.self) == "go on, go on, go on", "flags \(flags)")
    }
  }

  @Test("a file that ends early is cut short, wherever it ends")
  func cutShort() {
    let whole = file(flags: 30, [3, 0, 0, 1, 0, 97, 0, 98, 99, 0, 7, 7])
    for count in 0..<whole.count {
      let error = message { try gunzip(Array(whole.prefix(count)), name: "f") }
      #expect(error.hasPrefix("f"), "\(count): \(error)")
    }
    #expect(
      message { try gunzip(Array(whole.prefix(12)), name: "f") }
        == "f, byte 12: expected more of a file of gzip, found its end; the file is cut short")
  }

  @Test("another format, another checksum, another length, and bytes after the end are refused")
  func damage() {
    #expect(
      message { try gunzip([0x1F, 0x8B, 7, 0], name: "f") }
        == "f: expected a header of gzip: 0x1F 0x8B 0x08, and flags below 0x20, found 0x1F 0x8B 0x07 0x00"
    )
    #expect(message { try gunzip(file(flags: 32), name: "f") }.contains("flags below 0x20"))
    var other = file()
    other[other.count - 8] ^= 1
    #expect(
      message { try gunzip(other, name: "f") }
        == "f: expected the checksum of the unpacked bytes, found another; the file is damaged")
    var longer = file()
    longer[longer.count - 4] = 20
    #expect(
      message { try gunzip(longer, name: "f") }
        == "f: expected 20 bytes once unpacked, and then the end, found 19 bytes out of 11 of 11; "
        + "the file is damaged, or several in one")
    var shorter = file()
    shorter[shorter.count - 4] = 18
    #expect(message { try gunzip(shorter, name: "f") }.contains("expected 18 bytes once unpacked"))
    #expect(
      message { try gunzip(file() + file(), name: "f") }.contains("found 19 bytes out of 11 of 40"))
  }
}
