// The C library's `stdout` is a variable, which the compiler would not let anyone use otherwise.
@preconcurrency import Foundation

extension Isolation {
  /// Called in the child: takes on the limits, judges, reports the verdict, and ends the process.
  ///
  /// It always ends with failure, so that no answer can look successful by ending the process early.
  public static func judge(for ticket: Ticket, _ judge: () -> Verdict) -> Never {
    // Without a reader, the parent is gone: opening fails then instead of waiting for one.
    let output = open(ticket.output, O_WRONLY | O_NONBLOCK)
    let report = open(ticket.report, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
    guard output >= 0, report >= 0 else { _exit(EXIT_FAILURE) }
    ticket.removeNames()
    for pipe in [output, report] { _ = fcntl(pipe, F_SETFL, fcntl(pipe, F_GETFL) & ~O_NONBLOCK) }
    dup2(output, STDOUT_FILENO)
    dup2(output, STDERR_FILENO)
    close(output)
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO)
    // Programs that the answer starts get nothing else. An exit test would wait for them to let go.
    for descriptor in STDERR_FILENO + 1..<256 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    // Into a pipe, whole pages are written at a time; a trap would lose what was printed before it.
    setvbuf(stdout, nil, _IOLBF, 0)

    // A session: processes that the answer starts can be ended with it, and there is no terminal.
    setsid()
    heed([SIGALRM, SIGXCPU, SIGXFSZ, SIGPIPE] + crashSignals)
    limit(ticket.limits)
    // The parent has a deadline; this one is for a parent that is gone.
    alarm(UInt32(ticket.limits.wallClockSeconds + 10))
    reportTraps(to: report)

    // A line of its own, whatever others have written before.
    send("\n", to: report)
    send(json(Start(ticket.secret)) + "\n", to: report)
    let verdict = Verdict.$reportEarly.withValue({ verdict in
      send(json(Report(secret: ticket.secret, verdict: verdict)) + "\n", to: report)
    }) { judge() }
    fflush(nil)
    send(json(Report(secret: ticket.secret, verdict: verdict)), to: report)
    _exit(EXIT_FAILURE)
  }

  private static func json(_ message: some Encodable) -> String {
    // Without a report, the parent says that there is none.
    (try? JSONEncoder().encode(message)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private static func send(_ text: String, to pipe: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(pipe, $0.baseAddress!, $0.count) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Lets these signals end the process, whichever thread they come to.
  ///
  /// Threads of a dispatch queue, on which exit tests run, block all signals. One that tells a thread
  /// that it writes too much would wait there forever.
  private static func heed(_ signals: [Int32]) {
    var set = sigset_t()
    sigemptyset(&set)
    for number in signals {
      signal(number, SIG_DFL)
      sigaddset(&set, number)
    }
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
  }

  /// Sets soft limits, at which the system sends a signal or refuses, and hard ones, which an answer
  /// cannot raise again. A second after the signal for time, the system ends a process that ignores it.
  private static func limit(_ limits: Limits) {
    #if os(Linux)
      let (time, memory, file, core) = (
        RLIMIT_CPU.rawValue, RLIMIT_AS.rawValue, RLIMIT_FSIZE.rawValue, RLIMIT_CORE.rawValue
      )
    #else
      let (time, memory, file, core) = (RLIMIT_CPU, RLIMIT_AS, RLIMIT_FSIZE, RLIMIT_CORE)
    #endif
    for (resource, amount, grace) in [
      (time, limits.processorSeconds, 1), (memory, limits.memoryBytes, 0),
      (file, limits.outputBytes, 0), (core, 0, 0),
    ] {
      var bounds = rlimit()
      getrlimit(.init(resource), &bounds)
      bounds.rlim_cur = min(rlim_t(amount), bounds.rlim_max)
      bounds.rlim_max = min(rlim_t(amount + grace), bounds.rlim_max)
      setrlimit(.init(resource), &bounds)
    }
  }
}
