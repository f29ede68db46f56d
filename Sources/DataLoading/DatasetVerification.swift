import Files

/// What comparing a file of a dataset with its checksum showed.
public struct FileCheck: Equatable, Sendable, CustomStringConvertible {
  /// The outcome for one file.
  public enum Outcome: Equatable, Sendable {
    /// The file is what it should be.
    case ok
    /// The file has another content. The sums are SHA-256 in hexadecimal.
    case altered(expected: String, found: String)
    /// There is no such file at the path that was looked at.
    case missing(lookedAt: String)
  }

  /// The path of the file in the dataset folder.
  public let file: String
  /// What was found.
  public let outcome: Outcome

  /// The outcome in a sentence; for a missing file, with how to get it.
  public var description: String {
    switch outcome {
    case .ok: "\(file): ok"
    case .altered(let expected, let found):
      "\(file): altered: expected the SHA-256 sum\n  \(expected), found\n  \(found)"
    case .missing(let path): "\(file): missing: no file at \(path)\n\(DatasetFolder.howToGet)"
    }
  }
}

extension Dataset {
  /// Compares each file with the sum that `SHA256SUMS` in the folder gives for it.
  ///
  /// Throws a `DataError` if the folder or `SHA256SUMS` cannot be found or read, if a file that is
  /// there cannot be read, and if a file is not listed.
  public func verify(in folder: DatasetFolder? = nil) throws -> [FileCheck] {
    let folder = try folder ?? .find()
    let checksums = try folder.checksums()
    return try files.map { file in
      let expected = try checksums.sum(of: file)
      guard folder.contains(file) else {
        return FileCheck(
          file: file, outcome: .missing(lookedAt: displayPath(folder.file(file))))
      }
      let found = SHA256.hexDigest(of: try readBytes(of: folder.file(file)))
      return FileCheck(
        file: file, outcome: found == expected ? .ok : .altered(expected: expected, found: found))
    }
  }
}
