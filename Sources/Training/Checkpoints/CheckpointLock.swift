import Files
import Foundation

/// The right of one training to write a file: two that saved to the same would undo each other's work,
/// and both would say that theirs is kept.
///
/// The right is the system's lock on a file `.NAME.lock` beside, which ends with the process, however that
/// ends. (A lock on the checkpoint itself would be lost with each saving, which replaces the file.)
struct CheckpointLock: ~Copyable {
  private let path: String
  private let file: Int32

  /// Takes the right; throws a `DataError` when another training has it, and a `WriteError` where nothing
  /// can be written.
  init(on url: URL) throws {
    let target = try writableTarget(of: url).file
    let path = target.deletingLastPathComponent()
      .appending(path: ".\(target.lastPathComponent).lock").path(percentEncoded: false)
    let file = try lockedFile(path, for: url.path(percentEncoded: false))
    (self.path, self.file) = (path, file)
  }

  deinit {
    unlink(path)
    close(file)
  }
}

/// Opens the file of a lock, and locks it.
private func lockedFile(_ path: String, for checkpoint: String) throws -> Int32 {
  while true {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw WriteError(checkpoint, code: errno) }
    // A file system without locks refuses, too, but with another reason.
    if flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK {
      close(file)
      throw DataError(
        checkpoint, expected: "a file that no other training writes to",
        found: "one that is being written to now",
        advice: "wait until that training has ended, or name another file")
    }
    if isAt(path, file) { return file }
    // Whoever had the right has just removed the file, so that its lock says nothing.
    close(file)
  }
}

/// Whether an open file is the one of this name.
private func isAt(_ path: String, _ file: Int32) -> Bool {
  var (opened, named) = (stat(), stat())
  guard fstat(file, &opened) == 0, stat(path, &named) == 0 else { return false }
  return opened.st_ino == named.st_ino && opened.st_dev == named.st_dev
}
