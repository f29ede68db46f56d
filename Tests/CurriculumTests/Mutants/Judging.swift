import Curriculum
import Foundation
import TestSupport
import Testing

/// What became of a mutant.
enum MutantOutcome: String, Codable {
  case accepted
  /// Rejected with the reason.
  case explained
  /// Rejected with the difference alone.
  case rejected
  /// Ended the process.
  case trapped

  init(_ verdict: Verdict) {
    self =
      switch verdict {
      case .passed: .accepted
      case .wrong(_, why: let why?) where !why.isEmpty: .explained
      default: .rejected
      }
  }
}

extension Subject {
  /// The outcomes of all mutations, in order.
  ///
  /// They are judged one after the other in a child process, which takes note of each. Where one ends the
  /// process, or computes for longer than three seconds, another child goes on after it.
  func outcomes(of mutations: [Mutation]) async throws -> [MutantOutcome] {
    let folder = try Folder()
    let notes = folder.path + "/notes"
    var outcomes: [MutantOutcome] = []
    while outcomes.count < mutations.count {
      await #expect(processExitsWith: .failure) {
        [
          lesson = lesson as Int, name = name as String, first = outcomes.count as Int,
          notes = notes as String
        ] in
        let subject = Subject.all(ofLesson: lesson).first { $0.name == name }!
        subject.judge(from: first, into: notes)
      }
      let text = (try? String(contentsOfFile: notes, encoding: .utf8)) ?? ""
      outcomes = text.split(separator: "\n").map { MutantOutcome(rawValue: String($0))! }
      if outcomes.count < mutations.count {
        outcomes.append(.trapped)
        try outcomes.map { $0.rawValue + "\n" }.joined().write(
          toFile: notes, atomically: false, encoding: .utf8)
      }
    }
    return outcomes
  }

  private func judge(from first: Int, into notes: String) -> Never {
    // What mutants print when they trap is of no interest.
    let nowhere = open("/dev/null", O_WRONLY)
    dup2(nowhere, STDOUT_FILENO)
    dup2(nowhere, STDERR_FILENO)
    let file = open(notes, O_WRONLY | O_APPEND | O_CREAT, 0o600)
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGVTALRM)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    for mutation in mutations()[first...] {
      var time = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: 3, tv_usec: 0))
      setitimer(.init(ITIMER_VIRTUAL.rawValue), &time, nil)
      let outcome = MutantOutcome(judge(mutation))
      let line = Array((outcome.rawValue + "\n").utf8)
      _ = write(file, line, line.count)
    }
    _exit(EXIT_FAILURE)
  }
}
