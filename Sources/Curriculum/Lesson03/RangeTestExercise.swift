import Curriculum
import Gradus

extension OptimizationLesson {
  private typealias RangeTest =
    @Sendable (
      Double, Double, Int, (Double) throws -> Double
    ) throws -> Answers.RangeTest

  static let rangeTest = Exercise<Answers>(
    "rangeTest", "The learning-rate range test",
    hints: [
      "A loop over i with three things to remember: the lists, the smallest loss, and its rate.",
      "let rate = low * Double.pow(high / low, Double(i) / Double(count - 1))",
      "After noting rate and loss: if !loss.isFinite || loss > 4 * smallest { break }. Let the smallest "
        + "start from Double.infinity.",
      "The suggestion is the rate of the smallest loss, divided by 10.",
    ],
    learnt: "A few steps at growing rates show which rate to take, before any long training.",
    landmark: Landmark(
      "Sources/Training/LearningRateRangeTest.swift", "struct LearningRateRangeTest"),
    solution: { $0.rangeTest = Optimization.rangeTest },
    check: { answers in
      // Each curve ends the test in another way: by a large loss after a small one, not at all, by a loss
      // just above the limit, by NaN, by infinity.
      let curves: [(name: String, losses: [Double])] = [
        ("8, 4, 6, 5, 20, 1", [8, 4, 6, 5, 20, 1]),
        ("8, 4, 2, 1", [8, 4, 2, 1]),
        ("2, 3, 1, 3.9, 4.1, 0.5", [2, 3, 1, 3.9, 4.1, 0.5]),
        ("3, 2, NaN, 1", [3, 2, .nan, 1]),
        ("3, 5, infinity, 1", [3, 5, .infinity, 1]),
      ]
      for (name, losses) in curves {
        let (low, high) = (0.001, 0.001 * Double.pow(10, Double(losses.count - 1)))
        func run(_ test: RangeTest) throws -> Answers.RangeTest {
          var place = 0
          return try test(low, high, losses.count) { _ in
            defer { place += 1 }
            try expect(
              place < losses.count, "rangeTest: step was called more than \(losses.count) times.",
              why: "The rates are i in 0 ..< count.")
            return losses[place]
          }
        }
        let right = try run(solution)
        let found = try run(answers.rangeTest)
        let call = "rangeTest from 0.001, \(losses.count) rates up to \(high), losses \(name)"
        let others = mistakes.compactMap { mistake in
          (try? run(mistake.function)).map { (result: $0, why: mistake.why) }
        }
        // NaN is not equal to itself: a loss that is not finite is compared as −1.
        func list(_ losses: [Double]) -> Matrix { Matrix(losses.map { $0.isFinite ? $0 : -1 }) }
        try expect(
          found.losses.count == right.losses.count && found.rates.count == right.rates.count,
          "\(call): expected \(right.losses.count) rates and losses, found \(found.rates.count) rates "
            + "and \(found.losses.count) losses.",
          why: others.first {
            $0.result.losses.count == found.losses.count
              && $0.result.rates.count == found.rates.count
          }?.why)
        try expect(
          Matrix(found.rates), equals: Matrix(right.rates), in: "\(call), rates",
          suspects: others.map { Suspect(Matrix($0.result.rates), $0.why) })
        try expect(
          list(found.losses), equals: list(right.losses), in: "\(call), losses",
          suspects: others.map { Suspect(list($0.result.losses), $0.why) })
        try expect(
          found.suggestion, equals: right.suggestion, in: "\(call), suggestion",
          suspects: others.map { Suspect($0.result.suggestion, $0.why) })
      }
      // Are the steps taken at the rates that are listed?
      var asked: [Double] = []
      let found = try answers.rangeTest(0.01, 10, 13) {
        asked.append($0)
        return 1
      }
      try expect(
        Matrix(asked), equals: Matrix(found.rates),
        in: "rangeTest, the rates that step was called with"
      )
    },
    wrongAnswers: mistakes.wrongAnswers(\.rangeTest))

  private static let solution: RangeTest = variant()

  /// The range test, or one with a part exchanged.
  private static func variant(
    share: @escaping @Sendable (_ i: Int, _ count: Int) -> Double = {
      Double($0) / Double($1 - 1)
    },
    rate: @escaping @Sendable (_ low: Double, _ high: Double, _ share: Double) -> Double = {
      $0 * Double.pow($1 / $0, $2)
    },
    stops: @escaping @Sendable (_ loss: Double, _ best: Double, _ first: Double) -> Bool = {
      loss, best, _ in !loss.isFinite || loss > 4 * best
    },
    listsLast: Bool = true,
    suggestion: @escaping @Sendable (_ best: Double, _ rates: [Double]) -> Double = { best, _ in
      best / 10
    }
  ) -> RangeTest {
    { low, high, count, step in
      var rates: [Double] = []
      var losses: [Double] = []
      var best = (rate: low, loss: Double.infinity)
      for i in 0..<count {
        let rate = rate(low, high, share(i, count))
        let loss = try step(rate)
        let isOver = stops(loss, best.loss, losses.first ?? .infinity)
        if !isOver || listsLast {
          rates.append(rate)
          losses.append(loss)
        }
        if isOver { break }
        if loss < best.loss { best = (rate, loss) }
      }
      return (rates, losses, suggestion(best.rate, rates))
    }
  }

  private static let mistakes: [Mistake<RangeTest>] = [
    Mistake(
      "does not notice NaN",
      "NaN is not above anything, so loss > 4·smallest lets it pass: ask loss.isFinite as well.",
      variant(stops: { loss, best, _ in loss > 4 * best })),
    Mistake(
      "equal differences",
      "Those rates have equal differences, so that nearly all are large: multiply, with pow.",
      variant(rate: { low, high, share in low + (high - low) * share })),
    Mistake(
      "divided by count",
      "The last rate has to be `high`: the exponent is i / (count − 1), and i ends at count − 1.",
      variant(share: { Double($0) / Double($1) })),
    Mistake(
      "starts behind the first rate", "The first rate is `low`, at i = 0.",
      variant(share: { Double($0 + 1) / Double($1) })),
    Mistake(
      "never stops", "The test has to end when the loss explodes: above four times the smallest.",
      variant(stops: { _, _, _ in false })),
    Mistake(
      "compares with the first loss",
      "Compare with the smallest loss so far, not with the first.",
      variant(stops: { loss, _, first in !loss.isFinite || loss > 4 * first })),
    Mistake(
      "stops when the loss rises",
      "A loss may rise a little: only above four times the smallest is it over.",
      variant(stops: { loss, best, _ in !loss.isFinite || loss > best })),
    Mistake(
      "last one not listed", "The loss that ends the test is still listed, with its rate.",
      variant(listsLast: false)),
    Mistake(
      "suggests the best rate",
      "At the rate of the smallest loss it is about to explode: suggest a tenth of it.",
      variant(suggestion: { best, _ in best })),
    Mistake(
      "suggests a tenth of the last rate",
      "The suggestion is a tenth of the rate of the smallest loss, not of the last rate.",
      variant(suggestion: { _, rates in (rates.last ?? 0) / 10 })),
    Mistake(
      "suggests the last rate", "The suggestion is a tenth of the rate of the smallest loss.",
      variant(suggestion: { _, rates in rates.last ?? 0 })),
  ]
}
