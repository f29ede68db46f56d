import Files

/// The records of a zip archive of npy files, all but the files themselves.
struct ZipPlan {
  struct Entry {
    let tensor: StoredTensor
    let localHeader: [UInt8]
  }

  private(set) var entries: [Entry] = []
  /// The directory and the record after it.
  private(set) var directory: [UInt8] = []

  /// Throws a `DataError` for what only zip64 could hold; `name` stands for the archive there.
  init(_ arrays: [String: StoredTensor], name: String) throws {
    guard arrays.count < 0xFFFF else {
      throw DataError(
        name, expected: "at most 65534 arrays, because zip64 is not written",
        found: "\(arrays.count)")
    }
    var end = 0
    for (key, tensor) in arrays.sorted(by: { $0.key < $1.key }) {
      let file = Array("\(key).npy".utf8)
      let header = NPY.headerBytes(of: tensor)
      let size = tensor.withBytes { header.count + $0.count }
      guard file.count <= 0xFFFF, end + 30 + file.count + size < 0xFFFF_FFFF else {
        throw DataError(
          name, .tensor(key),
          expected: "less than 4 GiB in all, because zip64 is not written, and a name of at most "
            + "65535 bytes",
          found: "\(end + size) bytes, and a name of \(file.count)")
      }
      var check = CRC32()
      header.withUnsafeBytes { check.update($0) }
      tensor.withBytes { check.update($0) }
      // Version 2.0, names in UTF-8, stored, 1 January 1980 (the earliest date), check, both sizes,
      // length of the name, nothing extra.
      let common =
        bytes(20, 2) + bytes(0x800, 2) + bytes(0, 2) + bytes(0, 2) + bytes(0x21, 2)
        + bytes(Int(check.value), 4) + bytes(size, 4) + bytes(size, 4) + bytes(file.count, 2)
        + bytes(0, 2)
      entries.append(Entry(tensor: tensor, localHeader: [0x50, 0x4B, 3, 4] + common + file))
      // Behind them: no comment, disk 0, no attributes, and where the local header is.
      directory +=
        [0x50, 0x4B, 1, 2] + bytes(20, 2) + common + bytes(0, 2) + bytes(0, 2) + bytes(0, 2)
        + bytes(0, 4) + bytes(end, 4) + file
      end += 30 + file.count + size
    }
    guard end + directory.count < 0xFFFF_FFFF else {
      throw DataError(name, expected: "less than 4 GiB in all", found: "\(end) bytes")
    }
    let size = directory.count
    directory +=
      [0x50, 0x4B, 5, 6] + bytes(0, 4) + bytes(arrays.count, 2) + bytes(arrays.count, 2)
      + bytes(size, 4) + bytes(end, 4) + bytes(0, 2)
  }
}

/// A number, its lowest byte first.
private func bytes(_ number: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}
