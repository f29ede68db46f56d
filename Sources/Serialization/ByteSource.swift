import Files
import Foundation

/// Bytes that are copied from where they lie only when they are asked for: those of a file, of an
/// array, or of a part of either.
///
/// A file is read and not mapped into memory: were a mapped file cut short by another program, the
/// next look at it would end this one. What is read goes straight into the memory of the tensor that
/// wants it.
struct ByteSource {
  /// The name of the file, for error messages.
  let name: String
  /// How many bytes there are.
  let count: Int
  private let copy: (_ offset: Int, _ target: UnsafeMutableRawBufferPointer) throws -> Void

  init(
    name: String, count: Int,
    copy: @escaping (_ offset: Int, _ target: UnsafeMutableRawBufferPointer) throws -> Void
  ) {
    self.name = name
    self.count = count
    self.copy = copy
  }

  init(_ bytes: [UInt8], name: String) {
    self.init(name: name, count: bytes.count) { offset, target in
      target.copyBytes(from: bytes[offset..<offset + target.count])
    }
  }

  /// Fills memory with the bytes from an offset on.
  func read(into target: UnsafeMutableRawBufferPointer, at offset: Int) throws {
    // Whoever reads has compared sizes with `count` before.
    precondition(offset >= 0 && target.count <= count && offset <= count - target.count)
    if target.count > 0 { try copy(offset, target) }
  }

  /// Some of the bytes as an array.
  func bytes(_ range: Range<Int>) throws -> [UInt8] {
    // All empty arrays share their memory, and this way of making one would write to it: a race of threads.
    guard !range.isEmpty else { return [] }
    return try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      let target = UnsafeMutableRawBufferPointer(buffer)[..<range.count]
      try read(into: UnsafeMutableRawBufferPointer(rebasing: target), at: range.lowerBound)
      filled = range.count
    }
  }

  /// A part of the bytes, counted from its own beginning.
  func part(_ range: Range<Int>, named name: String) -> ByteSource {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return ByteSource(name: name, count: range.count) { offset, target in
      try read(into: target, at: range.lowerBound + offset)
    }
  }

  /// Opens a file for as long as the closure runs; throws a `DataError` when it cannot be read.
  static func withFile<Result>(
    _ url: URL, _ body: (ByteSource) throws -> Result
  ) throws -> Result {
    let path = url.path(percentEncoded: false)
    func unreadable(_ reason: String) -> DataError {
      DataError(path, expected: "a file that can be read", found: reason)
    }
    // Without O_NONBLOCK, opening a pipe would wait for someone to write into it.
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw unreadable(systemReason(errno)) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw unreadable(systemReason(errno)) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw unreadable("a folder")
    default: throw unreadable("a device or a pipe")
    }
    let source = ByteSource(name: url.lastPathComponent, count: Int(status.st_size)) {
      offset, target in
      var filled = 0
      while filled < target.count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: target[filled...])
        let count = pread(file, rest.baseAddress, min(rest.count, 1 << 30), off_t(offset + filled))
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw unreadable(systemReason(errno)) }
        guard count > 0 else { throw unreadable("an end that came nearer while it was read") }
        filled += count
      }
    }
    return try body(source)
  }
}

/// The system's own words for an error number, as in "No such file or directory".
func systemReason(_ code: Int32) -> String {
  code == ENOENT ? "no such file" : String(cString: strerror(code))
}
