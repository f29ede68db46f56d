import Curriculum
import Synchronization

/// Verdicts that several threads find, each at its own place.
final class Results: Sendable {
  private let results: Mutex<[(verdict: Verdict, output: String)]>

  init(count: Int) {
    results = Mutex(Array(repeating: (.wrong("not judged"), ""), count: count))
  }

  func set(_ index: Int, _ result: (verdict: Verdict, output: String)) {
    results.withLock { $0[index] = result }
  }

  var all: [(verdict: Verdict, output: String)] { results.withLock { $0 } }
}
