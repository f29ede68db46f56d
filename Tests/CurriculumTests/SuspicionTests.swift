import Gradus
import Testing

@testable import Curriculum

/// A mistake is blamed only for an answer that has made it at each call so far.
@Suite("Suspicion")
struct SuspicionTests {
  typealias Function = @Sendable (Double) throws -> Double

  /// Mistakes with the square of a number. At 3 all give 6; at 1 they differ, and the last is right.
  let mistakes: [Mistake<Function>] = [
    Mistake("doubled", "Doubled.", { 2 * $0 }), Mistake("plus three", "Plus three.", { $0 + 3 }),
    Mistake("not at 1", "Not at 1.", { $0 == 1 ? 1 : 2 * $0 }),
  ]

  /// What an answer is told that is compared at these numbers with the square.
  func why(_ answer: Function, at numbers: Double...) -> String? {
    var suspicion = Suspicion(mistakes)
    do {
      for x in numbers {
        try suspicion.expect(answer(x), equals: x * x, in: "square(\(x))") { try $0(x) }
      }
      return "right"
    } catch {
      return (error as? Disagreement)?.why
    }
  }

  @Test("what an answer got right clears it") func cleared() {
    #expect(why({ 2 * $0 }, at: 1, 3) == "Doubled.")
    #expect(why({ $0 + 3 }, at: 1, 3) == "Plus three.")
    #expect(why({ $0 == 1 ? 1 : $0 + 3 }, at: 3) == "Doubled.")
    #expect(why({ $0 == 1 ? 1 : $0 + 3 }, at: 1, 3) == "Not at 1.")
    #expect(why({ $0 * $0 }, at: 1, 3) == "right")
  }

  @Test("tensors and results of several parts as well") func kinds() {
    typealias Pair = (first: Double, second: Tensor<Double>)
    let pairs: [Mistake<@Sendable (Double) throws -> Pair>] = [
      Mistake("one", "One.", { ($0, [1]) }), Mistake("two", "Two.", { (1, Tensor([$0])) }),
    ]
    let parts: [Part<Pair>] = [.number("first", \.first), .tensor("second", \.second)]
    var suspicion = Suspicion(pairs)
    #expect(throws: Never.self) {
      try suspicion.expect((1, [1]), equals: (1, [1]), in: "pair(1)", parts: parts) { try $0(1) }
    }
    // Both were right there.
    #expect(throws: Disagreement.self) {
      try suspicion.expect((2, [1]), equals: (1, [1]), in: "pair(2)", parts: parts) { try $0(2) }
    }
    var tensors = Suspicion<@Sendable (Double) throws -> Tensor<Double>>([
      Mistake("zeros", "Zeros.", { _ in [0] })
    ])
    do {
      try tensors.expect([0], equals: [3], in: "tensor(3)") { try $0(3) }
      Issue.record("accepted")
    } catch {
      #expect((error as? Disagreement)?.why == "Zeros.")
    }
  }
}
