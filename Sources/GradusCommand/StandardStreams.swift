import Curriculum
// The C library's `stdout` is a variable, which the compiler would not let anyone use otherwise.
@preconcurrency import Foundation
import Plotting

/// Throws when standard output is closed, and keeps the numbers of closed streams from being used again.
///
/// The next file that is opened would get such a number, and what is printed would go into that file.
func requireStandardStreams() throws {
  let closed = (0...2).filter { fcntl($0, F_GETFD) < 0 }
  // Each call takes the lowest number that is free.
  for _ in closed { _ = open("/dev/null", O_RDWR) }
  if closed.contains(STDOUT_FILENO) { throw OutputError("it is closed") }
}

/// Hands on what was printed; throws when some of it, now or before, could not be written.
func requireOutput() throws {
  guard fflush(stdout) != 0 || ferror(stdout) != 0 else { return }
  // The reason of a failure in the past is gone: so the same again.
  let isWorking = write(STDOUT_FILENO, "\n", 1) == 1
  throw OutputError(isWorking ? "some of it was refused" : String(cString: strerror(errno)))
}

/// Hands on what was printed, where somebody may be waiting for it; where it cannot be written, ends the
/// program with a sentence, because nobody sees what would follow.
func flushOutput() {
  do {
    try requireOutput()
  } catch {
    writeError("gradus: \(error)\n")
    exit(1)
  }
}

/// Writes to standard error, if that is possible.
func writeError(_ message: String) {
  fflush(stdout)  // What was printed before the error comes before it in a log, too.
  try? FileHandle.standardError.write(
    contentsOf: Data(spelled(message, for: .standardError).utf8))
}

/// Why what was printed is lost.
private struct OutputError: Error, CustomStringConvertible {
  let reason: String

  init(_ reason: String) { self.reason = reason }

  var description: String { "cannot write to standard output: \(reason)" }
}
