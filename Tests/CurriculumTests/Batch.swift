import Curriculum
import Foundation
import TestSupport
import Testing

/// Many answers that are judged one after the other in a child process, which takes note of each verdict.
///
/// Where one ends the process, or computes for longer than three seconds, another child goes on after it.
struct Batch: Codable, Sendable {
  /// Where the child writes its notes.
  private let notes: String
  /// How many have been judged.
  private var first = 0

  /// The verdicts on so many answers, in order; nil for one that ended the process.
  ///
  /// - Parameter runChild: Calls ``judge(_:_:)`` in a child process, and returns when that has ended.
  static func verdicts(
    _ count: Int, runChild: (Batch) async -> Void
  ) async throws -> [Verdict?] {
    let folder = try Folder()
    var batch = Batch(notes: folder.path + "/notes")
    var verdicts: [Verdict?] = []
    while verdicts.count < count {
      try? FileManager.default.removeItem(atPath: batch.notes)
      await runChild(batch)
      let lines = (try? String(contentsOfFile: batch.notes, encoding: .utf8)) ?? ""
      verdicts += try lines.split(separator: "\n").map {
        try JSONDecoder().decode(Verdict.self, from: Data($0.utf8))
      }
      if verdicts.count < count { verdicts.append(nil) }
      batch.first = verdicts.count
    }
    return verdicts
  }

  /// Called in the child: judges from the first that has no verdict yet to the last, and ends the process
  /// with failure.
  func judge(_ count: Int, _ verdict: (Int) -> Verdict) -> Never {
    // What wrong answers print when they trap is of no interest.
    let nowhere = open("/dev/null", O_WRONLY)
    dup2(nowhere, STDOUT_FILENO)
    dup2(nowhere, STDERR_FILENO)
    let file = open(notes, O_WRONLY | O_APPEND | O_CREAT, 0o600)
    // Threads of a dispatch queue, on which exit tests run, block all signals.
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGVTALRM)
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
    for index in first..<count {
      var time = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: 3, tv_usec: 0))
      setitimer(.init(ITIMER_VIRTUAL.rawValue), &time, nil)
      guard let note = try? JSONEncoder().encode(verdict(index)) else { break }
      let line = Array(note) + [UInt8(ascii: "\n")]
      guard write(file, line, line.count) == line.count else { break }
    }
    _exit(EXIT_FAILURE)
  }
}
