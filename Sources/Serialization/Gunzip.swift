import Files

/// Undoes gzip (RFC 1952): a header, what DEFLATE has packed, and then checksum and length of what comes out.
///
/// `name` stands for the file in error messages. The length is only a claim, but one that DEFLATE bounds: no packed
/// byte gives more than 1032.
///
/// Throws a `DataError` where the bytes are no such file, are damaged or cut short, or do not end there.
package func gunzip(_ packed: [UInt8], name: String) throws -> [UInt8] {
  let start = try endOfHeader(packed, name: name)
  let packedCount = packed.count - start - trailerCount
  guard packedCount > 0 else { throw cutShort(packed, name) }
  func trailer(_ offset: Int) -> Int {
    (0..<4).reduce(0) { $0 | Int(packed[packed.count - trailerCount + offset + $1]) << (8 * $1) }
  }
  let (count, check) = (trailer(4), trailer(0))
  let (bytes, takenCount) = try inflate(
    Array(packed[start..<start + packedCount]), atMost: min(count, 1032 * packedCount), name: name)
  guard takenCount == packedCount, bytes.count == count else {
    throw DataError(
      name, expected: "\(counted(count, "byte")) once unpacked, and then the end",
      found: counted(bytes.count, "byte") + " out of \(takenCount) of \(packedCount)",
      advice: "the file is damaged, or several in one")
  }
  guard CRC32.value(of: bytes) == UInt32(check) else {
    throw DataError(
      name, expected: "the checksum of the unpacked bytes", found: "another",
      advice: "the file is damaged")
  }
  return bytes
}

/// Whether a file begins as those of gzip do.
package func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

/// CRC-32 and length, four bytes each.
private let trailerCount = 8

/// Where the packed bytes begin: after ten bytes, and what they announce.
private func endOfHeader(_ bytes: [UInt8], name: String) throws -> Int {
  guard isGzip(bytes), bytes.count > 3, bytes[2] == 8, bytes[3] & 0xE0 == 0 else {
    throw DataError(
      name, expected: "a header of gzip: 0x1F 0x8B 0x08, and flags below 0x20",
      found: bytes.prefix(4).map(hexadecimal).joined(separator: " "))
  }
  let flags = bytes[3]
  var end = 10
  func hasFlag(_ bit: Int) -> Bool { flags >> bit & 1 == 1 }
  if hasFlag(2) {  // Something of another program, after its length.
    guard bytes.count >= end + 2 else { throw cutShort(bytes, name) }
    end += 2 + Int(bytes[end]) + Int(bytes[end + 1]) << 8
  }
  for bit in [3, 4] where hasFlag(bit) {  // The name of the file, and a comment, each up to a 0.
    guard end <= bytes.count, let zero = bytes[end...].firstIndex(of: 0) else {
      throw cutShort(bytes, name)
    }
    end = zero + 1
  }
  if hasFlag(1) { end += 2 }  // A checksum of the header.
  guard end <= bytes.count else { throw cutShort(bytes, name) }
  return end
}

private func cutShort(_ bytes: [UInt8], _ name: String) -> DataError {
  DataError(
    name, .byte(bytes.count), expected: "more of a file of gzip", found: "its end",
    advice: "the file is cut short")
}
