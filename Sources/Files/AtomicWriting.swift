import Foundation
import Synchronization

/// Writes a file so that it is there whole or not at all.
///
/// The bytes go into a temporary file beside, and to the disk; only then does it take the name, in one
/// step of the file system, and the folder goes to the disk too. Whoever opens the name, also after the
/// power has failed or the process was killed, finds the old file or the new one. When anything fails,
/// the temporary file is removed and the old file stays.
///
/// What a killed process leaves behind is a file `.NAME.PROCESS-NUMBER.partial`, which the next writing of that
/// name removes. (Of a very long name, the beginning stands there.)
///
/// Only a plain file is replaced, and the new one has its permissions. A folder, a device or a pipe is
/// refused, and so is a file that may not be written, although its folder would let it be replaced.
///
/// - Parameters:
///   - url: The file. Of a symbolic link, the file that it leads to is replaced, or made.
///   - write: Is handed what takes the bytes.
/// - Throws: A ``WriteError`` with the reason, or what the closure throws.
public func writeAtomically(
  to url: URL, _ write: (inout FileWriter) throws -> Void
) throws {
  let (target, permissions) = try writableTarget(of: url)
  let path = url.path(percentEncoded: false)
  let folder = target.deletingLastPathComponent().path(percentEncoded: false)
  removeAbandoned(for: target)
  var (temporary, file): (String, Int32)
  repeat {
    temporary = folder + partialName(of: target)
    file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
  } while file < 0 && errno == EEXIST
  guard file >= 0 else { throw WriteError(path, code: errno) }
  var isOpen = true
  do {
    defer { if isOpen { close(file) } }
    var writer = FileWriter(file: file, path: path)
    try write(&writer)
    if let permissions { fchmod(file, permissions) }
    guard flush(file) == 0 else { throw WriteError(path, code: errno) }
    isOpen = false
    guard close(file) == 0, rename(temporary, target.path(percentEncoded: false)) == 0 else {
      throw WriteError(path, code: errno)
    }
  } catch {
    unlink(temporary)
    throw error
  }
  // The new name itself is only on the disk when the folder is. Some file systems cannot do this for
  // a folder, and the file is whole in any case: so no error.
  let folderFile = open(folder, O_RDONLY | O_CLOEXEC)
  if folderFile >= 0 {
    _ = flush(folderFile)
    close(folderFile)
  }
}

/// Writes a text so that its file is there whole or not at all, as ``writeAtomically(to:_:)`` does.
package func writeAtomically(_ text: String, to url: URL) throws {
  try writeAtomically(to: url) { try $0.write(Array(text.utf8)) }
}

/// The plain file, there or not yet, that a name leads to through symbolic links, and the permissions of
/// one that is there. Throws a ``WriteError`` where there is anything else.
package func writableTarget(of url: URL) throws -> (file: URL, permissions: mode_t?) {
  let path = url.path(percentEncoded: false)
  var permissions: mode_t?
  var status = stat()
  if stat(path, &status) == 0 {
    switch status.st_mode & S_IFMT {
    case S_IFREG: permissions = status.st_mode & 0o7777
    case S_IFDIR: throw WriteError(path, reason: "it is a folder")
    default: throw WriteError(path, reason: "it is a device or a pipe, and not a file")
    }
    guard access(path, W_OK) == 0 else { throw WriteError(path, code: errno) }
  } else if errno != ENOENT {
    // Among them a circle of links: so the loop below ends.
    throw WriteError(path, code: errno)
  }
  // By hand, because a link to a file that is not there yet is followed, too.
  var target = url
  while let next = try? FileManager.default.destinationOfSymbolicLink(
    atPath: target.path(percentEncoded: false))
  {
    target = URL(filePath: next, relativeTo: target.deletingLastPathComponent()).absoluteURL
  }
  return (target, permissions)
}

/// Takes the bytes of a file that is being written, one run after the other.
public struct FileWriter {
  fileprivate let file: Int32
  fileprivate let path: String

  /// Writes bytes after those before, straight from where they lie.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      #if canImport(Darwin)
        let count = Darwin.write(file, rest.baseAddress, min(rest.count, 1 << 30))
      #else
        let count = Glibc.write(file, rest.baseAddress, min(rest.count, 1 << 30))
      #endif
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw WriteError(path, code: errno) }
      written += count
    }
  }

  /// Writes the bytes of an array after those before.
  public mutating func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }
}

/// A file that could not be written.
public struct WriteError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file.
  public let path: String
  /// Why not, in the system's own words.
  public let reason: String

  init(_ path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  package init(_ path: String, code: Int32) {
    self.init(path, reason: code == ENOENT ? "no such folder" : String(cString: strerror(code)))
  }

  /// One sentence.
  public var description: String {
    "cannot write \(path): \(reason). What was there before is unchanged."
  }
}

/// A name that no other writing has: with the number of the process and of its writings.
private func partialName(of target: URL) -> String {
  let number = writingCount.add(1, ordering: .relaxed).newValue
  return "\(partialPrefix(of: target))\(getpid())-\(number).partial"
}

/// How the names of temporary files begin. File systems allow 255 bytes (some count UTF-16), so of a name
/// that nearly fills them only the beginning fits.
private func partialPrefix(of target: URL) -> String {
  var name = target.lastPathComponent
  while name.utf8.count > 200 { name.unicodeScalars.removeLast() }
  return ".\(name)."
}

private let writingCount = Atomic(0)

/// Removes what processes that no longer run have left of this file; those that run are writing.
private func removeAbandoned(for target: URL) {
  let folder = target.deletingLastPathComponent().path(percentEncoded: false)
  let prefix = partialPrefix(of: target)
  for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
  where name.hasPrefix(prefix) && name.hasSuffix(".partial") {
    guard let process = pid_t(name.dropFirst(prefix.count).prefix { $0 != "-" }), process > 0
    else { continue }
    if kill(process, 0) != 0 && errno == ESRCH { unlink(folder + name) }
  }
}

/// Waits until a file's bytes are on the disk; 0 when they are.
private func flush(_ file: Int32) -> Int32 {
  #if canImport(Darwin)
    // There, fsync is content with the disk's own memory.
    return fcntl(file, F_FULLFSYNC) == 0 ? 0 : fsync(file)
  #else
    return fsync(file)
  #endif
}
