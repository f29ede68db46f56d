import Curriculum
import Synchronization

/// Verdicts that several threads find, each at its own place, or why one could not be found.
final class Results: Sendable {
  typealias Judged = (verdict: Verdict, output: String)

  private let results: Mutex<[Result<Judged, any Error>?]>

  init(count: Int) {
    results = Mutex(Array(repeating: nil, count: count))
  }

  func set(_ index: Int, _ result: Result<Judged, any Error>) {
    results.withLock { $0[index] = result }
  }

  /// All in order; throws the first reason why there is none.
  var all: [Judged] {
    get throws { try results.withLock { try $0.compactMap { try $0?.get() } } }
  }
}
