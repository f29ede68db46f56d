import Curriculum
import Gradus

/// Losses that a test meets, one after the other, however large its rates are.
struct RangeTestCurve {
  let low: Double
  let high: Double
  let losses: [Double]
  /// Whether there is one smallest loss among them that is finite.
  var hasSuggestion = true

  /// What a test did with them.
  struct Run {
    /// The rates that it took steps at.
    let asked: [Double]
    let result: OptimizationAnswers.RangeTest
  }

  var call: String {
    "rangeTest(from: \(low), to: \(high), count: \(losses.count)), losses "
      + losses.map { $0.isNaN ? "NaN" : "\($0)" }.joined(separator: ", ")
  }

  /// First the steps, since all else follows from them.
  var parts: [Part<Run>] {
    let lists: [Part<Run>] = [
      .value("how many steps", \.asked.count),
      .tensor("the rates that step was called with") { Tensor($0.asked) },
      .value("how many rates", \.result.rates.count),
      .tensor("rates") { Tensor($0.result.rates) },
      .value("how many losses", \.result.losses.count),
      // NaN is not equal to itself: it is compared as −1.
      .tensor("losses") { Tensor($0.result.losses.map { $0.isNaN ? -1 : $0 }) },
    ]
    return hasSuggestion ? lists + [.number("suggestion", \.result.suggestion)] : lists
  }

  func run(_ test: OptimizationLesson.RangeTest) throws -> Run {
    var asked: [Double] = []
    let result = try test(low, high, losses.count) { rate in
      try expect(
        asked.count < losses.count, "\(call): step was called more than \(losses.count) times.",
        why: "There is one step for each i in 0 ..< count.")
      asked.append(rate)
      return losses[asked.count - 1]
    }
    try expect(
      asked.count < 3 || asked[0] != asked[1] || asked[1] == asked[2],
      "\(call): step was called twice at the rate \(asked[0]).",
      why: "Each call of step takes a step: call it once per rate, and keep the loss.")
    return Run(asked: asked, result: result)
  }

  /// Each ends the test in another way: after a rise and after a fall, just above the limit and not at it,
  /// not at all, by NaN, by infinity of either sign, at once. No two have the same ratio of rates.
  static let all = [
    RangeTestCurve(low: 0.01, high: 1.28, losses: [8, 3, 2.5, 2, 3, 9, 40, 1]),
    RangeTestCurve(low: 0.5, high: 4, losses: [8, 4, 2, 1]),
    RangeTestCurve(low: 0.001, high: 100, losses: [2, 3, 1, 3.9, 4.1, 0.5]),
    RangeTestCurve(low: 1, high: 9, losses: [1, 4, 2]),
    RangeTestCurve(low: 0.03, high: 0.9, losses: [9000, 5000, 4500, 30_000]),
    RangeTestCurve(low: 0.2, high: 3, losses: [1, 3, 3, 2, 3.5]),
    RangeTestCurve(low: 0.1, high: 0.3, losses: [3, 2, .nan, 1]),
    RangeTestCurve(low: 1e-6, high: 1, losses: [3, 5, .infinity, 1]),
    RangeTestCurve(low: 1e-4, high: 0.5, losses: [3e-5, 2e-5, 6e-5, 9e-5, 1]),
    RangeTestCurve(low: 0.3, high: 5, losses: [.infinity, 1, 2], hasSuggestion: false),
    RangeTestCurve(low: 0.1, high: 7, losses: [3, 2, -.infinity, 1], hasSuggestion: false),
    RangeTestCurve(low: 0.3, high: 0.6, losses: [.nan, 1, 2], hasSuggestion: false),
    RangeTestCurve(low: 0.25, high: 0.75, losses: [7, 6]),
    RangeTestCurve(low: 1e-3, high: 1e3, losses: (1...13).map { 20 - Double($0) }),
  ]
}
