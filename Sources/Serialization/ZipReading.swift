import Files

/// A file in a zip archive.
struct ZipEntry {
  let name: String
  /// The CRC-32 of its content.
  let check: UInt32
  /// The size of its content.
  let size: Int
  /// Where its bytes lie in the archive.
  let bytes: Range<Int>
  /// Whether these bytes are the content compressed, and not the content itself.
  let isDeflated: Bool

  /// What the file holds, of which only the size is checked.
  func content(in archive: ByteSource) throws -> ByteSource {
    let name = "\(archive.name)/\(name)"
    let packed = archive.part(bytes, named: name)
    guard isDeflated else { return packed }
    let (content, packedCount) = try inflate(
      try packed.bytes(0..<packed.count), atMost: size, name: name)
    guard content.count == size, packedCount == packed.count else {
      throw DataError(
        name, expected: "\(counted(size, "byte")) out of \(packed.count)",
        found: "\(content.count) out of \(packedCount)", advice: "the file is damaged")
    }
    return ByteSource(content, name: name)
  }
}

/// The files of a zip archive, as its directory at the end lists them, each checked to lie before the
/// directory and to overlap with no other.
func zipEntries(of source: ByteSource) throws -> [ZipEntry] {
  let (directoryRange, count) = try findDirectory(in: source)
  var directory = ZipFields(
    try source.bytes(directoryRange), startingAt: directoryRange.lowerBound, source: source.name)
  var entries: [ZipEntry] = []
  var names: Set<String> = []
  for _ in 0..<count {
    let entry = try readEntry(&directory, in: source, before: directoryRange.lowerBound)
    guard names.insert(entry.name).inserted else {
      throw DataError(
        source.name, .tensor(entry.name), expected: "one file of this name", found: "two")
    }
    entries.append(entry)
  }
  guard directory.isAtEnd else {
    throw directory.error(expected: "\(counted(count, "entry")) in the directory", found: "more")
  }
  entries.sort { $0.bytes.lowerBound < $1.bytes.lowerBound }
  for (before, entry) in zip(entries, entries.dropFirst())
  where entry.bytes.lowerBound < before.bytes.upperBound {
    throw DataError(
      source.name, .tensor(entry.name), expected: "bytes of its own",
      found: "that they overlap with those of \(quoted(before.name))")
  }
  return entries
}

/// The last record of an archive says where its directory is; after it only a comment may follow.
private func findDirectory(in source: ByteSource) throws -> (Range<Int>, count: Int) {
  let recordSize = 22
  let tailStart = max(0, source.count - recordSize - 0xFFFF)
  let tail = try source.bytes(tailStart..<source.count)
  let signature: [UInt8] = [0x50, 0x4B, 5, 6]
  let place = stride(from: tail.count - recordSize, through: 0, by: -1).first { place in
    tail[place...].starts(with: signature)
      && Int(tail[place + 20]) | Int(tail[place + 21]) << 8 == tail.count - place - recordSize
  }
  guard let place else {
    throw DataError(
      source.name, expected: "the directory of a zip archive at its end, as npz files have it",
      found: "none", advice: "is it an npz file, and whole?")
  }
  var record = ZipFields(
    Array(tail[(place + 4)...]), startingAt: tailStart + place + 4, source: source.name)
  let disks = (try record.number(bytes: 2), try record.number(bytes: 2))
  let counts = (try record.number(bytes: 2), try record.number(bytes: 2))
  let (size, start) = (try record.number(bytes: 4), try record.number(bytes: 4))
  guard size != 0xFFFF_FFFF, start != 0xFFFF_FFFF, counts.1 != 0xFFFF else {
    throw record.error(expected: "an archive of less than 4 GiB", found: "zip64")
  }
  guard disks == (0, 0), counts.0 == counts.1, start + size == tailStart + place else {
    throw record.error(
      expected: "a directory that ends where this record begins, at \(tailStart + place)",
      found: "one from \(start) to \(start + size)")
  }
  return (start..<start + size, counts.1)
}

private func readEntry(
  _ directory: inout ZipFields, in source: ByteSource, before end: Int
) throws -> ZipEntry {
  try directory.take(signature: [0x50, 0x4B, 1, 2])
  _ = try directory.number(bytes: 4)  // The versions that wrote it and that can read it.
  let flags = try directory.number(bytes: 2)
  let method = try directory.number(bytes: 2)
  _ = try directory.number(bytes: 4)  // Time and date.
  let check = UInt32(try directory.number(bytes: 4))
  let (packed, size) = (try directory.number(bytes: 4), try directory.number(bytes: 4))
  let (nameCount, extraCount) = (try directory.number(bytes: 2), try directory.number(bytes: 2))
  let commentCount = try directory.number(bytes: 2)
  _ = try directory.number(bytes: 8)  // Disk and attributes.
  let headerStart = try directory.number(bytes: 4)
  let name = try directory.text(bytes: nameCount)
  _ = try directory.bytes(extraCount + commentCount)

  func wrong(_ expected: String, _ found: String, advice: String? = nil) -> DataError {
    DataError(source.name, .tensor(name), expected: expected, found: found, advice: advice)
  }
  guard flags & 1 == 0 else { throw wrong("a file that is not encrypted", "an encrypted one") }
  let (stored, deflated) = (0, 8)
  guard method == stored || method == deflated else {
    throw wrong(
      "a file that is stored or deflated", "one that is compressed by method \(method)",
      advice: "numpy.savez and numpy.savez_compressed write what can be read")
  }
  guard max(packed, size, headerStart) != 0xFFFF_FFFF, packed == size || method == deflated else {
    throw wrong(
      "a size of less than 4 GiB, the same stored and unpacked", "\(packed) and \(size) bytes")
  }
  // A name and an extra field stand between the local header and the bytes.
  let fixed = 30
  guard headerStart + fixed <= end else {
    throw wrong("a local header before byte \(end)", "one at \(headerStart)")
  }
  var local = ZipFields(
    try source.bytes(headerStart..<headerStart + fixed), startingAt: headerStart,
    source: source.name)
  try local.take(signature: [0x50, 0x4B, 3, 4])
  _ = try local.bytes(22)  // What the directory says too.
  let localNameCount = try local.number(bytes: 2)
  let start = headerStart + fixed + localNameCount + (try local.number(bytes: 2))
  guard start + packed <= end else {
    throw wrong(
      "\(counted(packed, "byte")) from byte \(start) on",
      "the directory at \(end)", advice: "the file is damaged")
  }
  return ZipEntry(
    name: name, check: check, size: size, bytes: start..<start + packed,
    isDeflated: method == deflated)
}

/// The fields of a zip record, one after the other, little-endian.
private struct ZipFields {
  private let bytes: [UInt8]
  private let start: Int
  private let source: String
  private var position = 0

  init(_ bytes: [UInt8], startingAt start: Int, source: String) {
    self.bytes = bytes
    self.start = start
    self.source = source
  }

  var isAtEnd: Bool { position == bytes.count }

  func error(expected: String, found: String) -> DataError {
    DataError(source, .byte(start + position), expected: expected, found: found)
  }

  mutating func bytes(_ count: Int) throws -> ArraySlice<UInt8> {
    guard count <= bytes.count - position else {
      throw error(
        expected: "\(counted(count, "byte")) of the archive's directory", found: "its end")
    }
    position += count
    return bytes[position - count..<position]
  }

  mutating func number(bytes count: Int) throws -> Int {
    // Fields of eight bytes are only gone over, so their highest bit may be lost.
    try bytes(count).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  mutating func text(bytes count: Int) throws -> String {
    let bytes = Array(try bytes(count))
    try checkUTF8(bytes, name: source, startingAt: start + position - count)
    return String(decoding: bytes, as: UTF8.self)
  }

  mutating func take(signature: [UInt8]) throws {
    guard try Array(bytes(4)) == signature else {
      position -= 4
      throw error(
        expected: "the signature PK \(signature[2]) \(signature[3])", found: "something else")
    }
  }
}
