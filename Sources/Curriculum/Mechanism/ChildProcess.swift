import Foundation
import Synchronization

/// Programs that are started and waited for.
///
/// With the system's own calls: in a sandbox without any network interface, Foundation's `Process` was
/// seen to wait forever for children that had ended.
public enum ChildProcess {
  /// Runs a program to its end.
  ///
  /// - Parameters:
  ///   - program: The path of the executable, or its name if it is one of those in `PATH`.
  ///   - arguments: What follows the program's name.
  ///   - environment: All variables that it sees.
  ///   - input: A line or two for its standard input; nothing if nil.
  ///   - output: A file for its standard output; this process's own if nil.
  ///   - errors: A file for its standard error; this process's own if nil.
  /// - Returns: How it ended.
  /// - Throws: A `POSIXError` when it cannot be started.
  public static func run(
    _ program: String, _ arguments: [String], environment: [String: String],
    input: String? = nil, output: String? = nil, errors: String? = nil
  ) throws -> Isolation.Ending {
    let source = try input.map(descriptor(ofText:))
    defer { if let source { close(source) } }
    let child = try start(
      program, arguments, environment, input: source.map(Stream.descriptor) ?? .file("/dev/null"),
      output: output.map(Stream.file) ?? .inherited, errors: errors.map(Stream.file) ?? .inherited)
    return try waitForEnd(of: child)
  }

  /// What a program prints within some seconds, at which it is ended.
  static func output(
    of program: String, _ arguments: [String], seconds: Int
  ) throws -> String {
    let (exit, entrance) = try makePipe()
    defer { close(exit) }
    let started = Result {
      try start(
        program, arguments, ProcessInfo.processInfo.environment, input: .file("/dev/null"),
        output: .descriptor(entrance), errors: .file("/dev/null"))
    }
    close(entrance)
    let child = try started.get()
    let deadline = ContinuousClock.now + .seconds(seconds)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    var source = pollfd(fd: exit, events: Int16(POLLIN), revents: 0)
    while poll(&source, 1, Int32(max(0, (deadline - .now) / .milliseconds(1)))) > 0 {
      let count = read(exit, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    kill(child, SIGKILL)
    _ = try waitForEnd(of: child)
    return String(decoding: bytes, as: UTF8.self)
  }

  private enum Stream {
    case inherited
    case file(String)
    case descriptor(Int32)
  }

  private static func start(
    _ program: String, _ arguments: [String], _ environment: [String: String], input: Stream,
    output: Stream, errors: Stream
  ) throws -> pid_t {
    #if os(Linux)
      var redirections = posix_spawn_file_actions_t()
    #else
      var redirections: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&redirections)
    defer { posix_spawn_file_actions_destroy(&redirections) }
    for (target, stream) in [STDIN_FILENO: input, STDOUT_FILENO: output, STDERR_FILENO: errors] {
      switch stream {
      case .inherited: break
      case .file(let path):
        let flags = target == STDIN_FILENO ? O_RDONLY : O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&redirections, target, path, flags, 0o600)
      case .descriptor(let source):
        posix_spawn_file_actions_adddup2(&redirections, source, target)
      }
    }
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    let code = starting.withLock { _ in
      posix_spawnp(&child, program, &redirections, nil, &words, &variables)
    }
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EINVAL) }
    return child
  }

  private static func waitForEnd(of child: pid_t) throws -> Isolation.Ending {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ECHILD) }
    }
    // The lowest seven bits are the signal that ended it; if there was none, the code comes after them.
    let signal = status & 0x7f
    return signal == 0 ? .exit((status >> 8) & 0xff) : .signal(signal)
  }

  /// A pipe from which a text can be read, short enough to wait in it.
  private static func descriptor(ofText text: String) throws -> Int32 {
    let (exit, entrance) = try makePipe()
    defer { close(entrance) }
    let bytes = Array(text.utf8)
    guard write(entrance, bytes, bytes.count) == bytes.count else {
      close(exit)
      throw POSIXError(.EPIPE)
    }
    return exit
  }
}

/// A pipe of which no child inherits anything unasked.
func makePipe() throws -> (exit: Int32, entrance: Int32) {
  var ends: [Int32] = [-1, -1]
  try starting.withLock { _ in
    guard pipe(&ends) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EMFILE) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }
  return (ends[0], ends[1])
}

/// Held while a process is started, and while a pipe is made in two steps between which none may be.
private let starting = Mutex(())
