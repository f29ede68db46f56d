// The C library's `stdout` is a variable, which the compiler would not let anyone use otherwise.
@preconcurrency import Foundation

/// Judging an answer in a process of its own, with limits on time, memory and output.
///
/// Whatever an answer does (stop with an error, loop for ever, fill the memory or the terminal, call
/// `exit(0)`), only that process ends, the other exercises are judged all the same, and the verdict
/// names what happened.
///
/// The parent makes an `Isolation` and starts a child, which calls
/// ``judge(reportingTo:_:)``. The two share a folder: there the child writes what it prints, and at
/// the very end its verdict. No verdict, and the way the process ended tells why.
public struct Isolation: Sendable {
  /// What an answer may use up.
  public struct Limits: Sendable {
    /// How long it may compute.
    public var processorSeconds = 3
    /// How long it may take, asleep or not.
    public var wallClockSeconds = 20
    /// How much address space its process may have.
    public var memoryBytes = 4 << 30
    /// How much it may print.
    public var outputBytes = 1 << 20

    /// Those of the learner's exercises.
    public static let standard = Limits()
  }

  /// The folder that parent and child share.
  public let folder: String

  /// Makes the folder; throws when that is not possible.
  public init() throws {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "gradus-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path(percentEncoded: false)
  }

  /// Called in the child: takes on the limits, judges, leaves the verdict in the folder, and ends the
  /// process.
  ///
  /// It always ends with failure, so that no answer can look successful by ending the process early.
  public static func judge(
    reportingTo folder: String, limits: Limits = .standard, _ judge: () -> Verdict
  ) -> Never {
    let output = open(folder + "/output", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    dup2(output, STDOUT_FILENO)
    dup2(output, STDERR_FILENO)
    // Into a file, whole pages are written at a time; a trap would lose what was printed before it.
    setvbuf(stdout, nil, _IOLBF, 0)
    heed([SIGALRM, SIGXCPU, SIGXFSZ])
    limit(.processorTime, to: limits.processorSeconds)
    limit(.addressSpace, to: limits.memoryBytes)
    limit(.fileSize, to: limits.outputBytes)
    limit(.coreFile, to: 0)
    alarm(UInt32(limits.wallClockSeconds))

    let verdict = judge()
    fflush(nil)
    if let report = try? JSONEncoder().encode(verdict) {
      try? report.write(to: URL(filePath: folder + "/verdict"), options: .atomic)
    }
    _exit(EXIT_FAILURE)
  }

  /// How the child ended.
  public enum Ending: Sendable {
    /// By itself, with a code.
    case exit(Int32)
    /// Ended by a signal.
    case signal(Int32)
  }

  /// Called in the parent when the child has ended: the verdict, and what the answer printed.
  ///
  /// Removes the folder.
  public func collect(after ending: Ending) -> (verdict: Verdict, output: String) {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let output =
      (try? Data(contentsOf: URL(filePath: folder + "/output")))
      .map { String(decoding: $0, as: UTF8.self) } ?? ""
    if let report = try? Data(contentsOf: URL(filePath: folder + "/verdict")),
      let verdict = try? JSONDecoder().decode(Verdict.self, from: report)
    {
      return (verdict, output)
    }
    let verdict = Verdict(ofChildThatEndedWith: ending, output: output)
    return (verdict, withoutTrap(output))
  }

  /// Lets these signals end the process, whichever thread they come to.
  ///
  /// Threads of a dispatch queue, on which exit tests run, block all signals. One that tells a thread
  /// that it writes too much would wait there for ever.
  private static func heed(_ signals: [Int32]) {
    var set = sigset_t()
    sigemptyset(&set)
    for number in signals {
      signal(number, SIG_DFL)
      sigaddset(&set, number)
    }
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  private enum Resource { case processorTime, addressSpace, fileSize, coreFile }

  /// Sets the soft limit, at which the system sends a signal or refuses.
  private static func limit(_ resource: Resource, to amount: Int) {
    let codes: [Resource: Int32]
    #if os(Linux)
      codes = [
        .processorTime: Int32(RLIMIT_CPU.rawValue), .addressSpace: Int32(RLIMIT_AS.rawValue),
        .fileSize: Int32(RLIMIT_FSIZE.rawValue), .coreFile: Int32(RLIMIT_CORE.rawValue),
      ]
    #else
      codes = [
        .processorTime: RLIMIT_CPU, .addressSpace: RLIMIT_AS, .fileSize: RLIMIT_FSIZE,
        .coreFile: RLIMIT_CORE,
      ]
    #endif
    let code = codes[resource]!
    var limits = rlimit()
    getrlimit(code, &limits)
    limits.rlim_cur = min(rlim_t(amount), limits.rlim_max)
    setrlimit(code, &limits)
  }
}
