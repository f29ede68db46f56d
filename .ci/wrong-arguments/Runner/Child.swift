import Foundation

/// The exit code of a child whose call threw an error.
private let threwAnError: Int32 = 3

// Swift hides `fork`, because a child of a process with threads may find a lock held forever. This
// process starts no thread.
private let fork = unsafeBitCast(
  dlsym(dlopen(nil, RTLD_NOW), "fork"), to: (@convention(c) () -> pid_t).self)

/// Runs a closure in a process of its own, with limits of time and memory.
func start(_ slot: Int, _ body: () throws -> Void) -> pid_t {
  let file = errorPath(slot)
  let child = fork()
  guard child == 0 else { return child }
  let errors = open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  dup2(errors, STDERR_FILENO)
  dup2(open("/dev/null", O_RDWR), STDOUT_FILENO)
  // A trap leaves no core file.
  limit(RLIMIT_CORE, 0)
  limit(RLIMIT_CPU, 5)
  #if !SANITIZED
    limit(RLIMIT_AS, 4 << 30)
  #endif
  alarm(30)
  do {
    try body()
  } catch {
    FileHandle.standardError.write(Data("\(error)".utf8))
    _exit(threwAnError)
  }
  _exit(0)
}

#if os(Linux)
  private func limit(_ resource: __rlimit_resource, _ most: rlim_t) {
    var limit = rlimit(rlim_cur: most, rlim_max: most)
    setrlimit(__rlimit_resource_t(resource.rawValue), &limit)
  }
#else
  private func limit(_ resource: Int32, _ most: rlim_t) {
    var limit = rlimit(rlim_cur: most, rlim_max: most)
    setrlimit(resource, &limit)
  }
#endif

/// The file that takes what the child in a slot says.
private func errorPath(_ slot: Int) -> String {
  FileManager.default.temporaryDirectory.appending(path: "wrong-arguments-\(getpid())-\(slot)").path
}

/// What the last child in a slot wrote to its standard error.
func errorText(_ slot: Int) -> String {
  String(decoding: (try? Data(contentsOf: URL(filePath: errorPath(slot)))) ?? Data(), as: UTF8.self)
}

/// The next child that ends, and how.
func waitForChild() -> (pid_t, Int32) {
  var status: Int32 = 0
  while true {
    let child = waitpid(-1, &status, 0)
    if child > 0 { return (child, status) }
    precondition(errno == EINTR, "there is no child to wait for")
  }
}

/// How a call ended, and whether that is allowed.
struct CallEnding {
  /// A word for the count.
  let kind: String
  /// A line for the reader.
  let reason: String
  let isRed: Bool

  init(status: Int32, said: String, takesPlace: Bool) {
    let signal = status & 0x7f
    let code = (status >> 8) & 0xff
    let lines = said.split(separator: "\n").map(String.init)
    if let report = lines.first(where: { $0.contains("ERROR: AddressSanitizer") }) {
      (kind, reason, isRed) = ("sanitizer reports", report, true)
    } else if signal == 0, code == 0 {
      (kind, reason, isRed) = ("returned", "returned", false)
    } else if signal == 0, code == threwAnError {
      (kind, reason, isRed) = ("threw", said, false)
    } else if let sentence = lines.first(where: { $0.contains(": Fatal error: ") }) {
      let isElsewhere = !sentence.hasPrefix("WrongArguments/")
      let isBare = sentence.hasPrefix("Swift/") || sentence.hasSuffix(": Fatal error: ")
      let isRed = isBare || takesPlace && isElsewhere
      self.isRed = isRed
      kind = isBare ? "bare traps" : isRed ? "wrong places" : "sentences"
      reason = sentence
    } else if signal == SIGXCPU || signal == SIGKILL || signal == SIGALRM {
      (kind, reason, isRed) = ("hangs", "does not end", true)
    } else {
      kind = "bare traps"
      reason = signal == 0 ? "exit code \(code): \(said)" : "signal \(signal): \(lines.first ?? "")"
      isRed = true
    }
  }
}
