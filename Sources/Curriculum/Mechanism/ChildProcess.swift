import Foundation

/// Programs that are started and waited for.
///
/// With the system's own calls: in a sandbox without any network interface, Foundation's `Process` was
/// seen to wait for ever for children that had ended.
public enum ChildProcess {
  /// Runs a program to its end, with nothing on its standard input.
  ///
  /// - Parameters:
  ///   - program: The path of the executable.
  ///   - arguments: What follows the program's name.
  ///   - environment: All variables that it sees.
  ///   - output: A file for its standard output; this process's own if nil.
  ///   - errors: A file for its standard error; this process's own if nil.
  /// - Returns: How it ended.
  /// - Throws: A `POSIXError` when it cannot be started.
  public static func run(
    _ program: String, _ arguments: [String], environment: [String: String],
    output: String? = nil, errors: String? = nil
  ) throws -> Isolation.Ending {
    #if os(Linux)
      var redirections = posix_spawn_file_actions_t()
    #else
      var redirections: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&redirections)
    defer { posix_spawn_file_actions_destroy(&redirections) }
    posix_spawn_file_actions_addopen(&redirections, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    for (descriptor, file) in [(STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
      guard let file else { continue }
      posix_spawn_file_actions_addopen(
        &redirections, descriptor, file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }

    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    let code = posix_spawn(&child, program, &redirections, nil, &words, &variables)
    guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EINVAL) }

    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ECHILD) }
    }
    // The lowest seven bits are the signal that ended it; if there was none, the code comes behind them.
    let signal = status & 0x7f
    return signal == 0 ? .exit((status >> 8) & 0xff) : .signal(signal)
  }
}
