import Files
import Foundation
import TensorCore

/// Several arrays by name in NumPy's format `.npz`: a zip archive of npy files, stored as `numpy.savez`
/// writes them, or deflated as `numpy.savez_compressed` does. Written are stored ones.
///
/// Every entry is guarded by a CRC-32, which is checked. Zip64 archives (from 4 GiB) and encrypted ones
/// are refused.
public struct NPZ: Equatable, Sendable {
  /// The arrays by their names, without `.npy`.
  public var arrays: [String: StoredTensor] = [:]

  /// Makes an archive.
  public init(_ arrays: [String: StoredTensor] = [:]) { self.arrays = arrays }

  /// Reads a file. Throws a `DataError` when it cannot be read, is damaged or cut short, or has
  /// anything in it but arrays of numbers.
  public init(contentsOf url: URL) throws {
    self = try ByteSource.withFile(url) { try NPZ($0) }
  }

  /// Reads the bytes of a file; `name` stands for it in error messages. Throws as reading a file does.
  public init(bytes: [UInt8], name: String) throws {
    try self.init(ByteSource(bytes, name: name))
  }

  private init(_ source: ByteSource) throws {
    if let foreign = ForeignFormat(beginning: try source.bytes(0..<min(100, source.count))),
      foreign != .zip
    {
      throw DataError(
        source.name, expected: "an npz file", found: foreign.found, advice: foreign.advice)
    }
    for entry in try zipEntries(of: source) {
      guard entry.name.hasSuffix(".npy") else {
        throw DataError(
          source.name, .tensor(entry.name), expected: "only files whose names end in .npy",
          found: quoted(entry.name))
      }
      let file = try entry.content(in: source)
      // An npy file is read from first to last byte, so its check is taken on the way.
      var check = CRC32()
      let checked = ByteSource(name: file.name, count: file.count) { offset, target in
        try file.read(into: target, at: offset)
        check.update(UnsafeRawBufferPointer(target))
      }
      let array = try NPY.read(checked)
      guard check.value == entry.check else {
        throw DataError(
          file.name, expected: "bytes whose CRC-32 is \(entry.check)", found: "\(check.value)",
          advice: "the file is damaged")
      }
      arrays[String(entry.name.dropLast(".npy".count))] = array
    }
  }

  /// Writes a file, whole or not at all.
  ///
  /// Throws a ``WriteError`` when that is not possible, and a `DataError` when there are more than
  /// 65534 arrays, 4 GiB, or 65535 bytes in a name: then it would have to be zip64.
  public func write(to url: URL) throws {
    let plan = try ZipPlan(arrays, name: url.lastPathComponent)
    try writeAtomically(to: url) { file in
      for entry in plan.entries {
        try file.write(entry.localHeader)
        try file.write(NPY.headerBytes(of: entry.tensor))
        try entry.tensor.withBytes { try file.write($0) }
      }
      try file.write(plan.directory)
    }
  }

  /// The bytes that ``write(to:)`` writes; throws as that does.
  public func bytes() throws -> [UInt8] {
    let plan = try ZipPlan(arrays, name: "npz")
    return plan.entries.flatMap { $0.localHeader + NPY.bytes(of: $0.tensor) } + plan.directory
  }
}
