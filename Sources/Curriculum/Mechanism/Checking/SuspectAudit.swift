import Synchronization

/// Finds compared calls whose numbers cannot tell two known mistakes apart.
///
/// There, a learner who made one mistake may be told the other. The author's gate runs the right answers
/// with an audit as ``current``; learners' runs have none.
package final class SuspectAudit: Sendable {
  /// The audit that compared calls report to, if one is made.
  @TaskLocal package static var current: SuspectAudit?

  private let found = Mutex<[String]>([])

  package init() {}

  /// For each pair of sentences that some call confused, that call, in words.
  package var confusions: [String] { found.withLock(\.self) }

  /// Compares the suspects of a call with each other. Those that give what is right accuse nobody.
  func examine<Result>(
    _ suspects: [Suspect<Result>], in what: String, whereRightIs expected: Result,
    agree: (Result, Result) -> Bool
  ) {
    let wrong = suspects.filter { !agree($0.result, expected) }
    for (index, first) in wrong.enumerated() {
      for second in wrong[..<index]
      where first.mistake != second.mistake && agree(first.result, second.result) {
        let confusion = "\"\(second.mistake)\" and \"\(first.mistake)\" give the same in \(what)"
        found.withLock { if !$0.contains(confusion) { $0.append(confusion) } }
      }
    }
  }
}
