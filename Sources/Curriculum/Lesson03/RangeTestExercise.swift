import Curriculum
import Gradus

extension OptimizationLesson {
  /// The signature of `rangeTest`.
  typealias RangeTest =
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
      var suspicion = Suspicion(mistakes)
      for curve in RangeTestCurve.all {
        try suspicion.expect(
          curve.run(answers.rangeTest), equals: curve.run(variant()), in: curve.call,
          parts: curve.parts, curve.run)
      }
      try expectHandsOnErrors("rangeTest", of: "step", calls: 4) { probe in
        _ = try answers.rangeTest(0.1, 0.8, 4) { _ in
          try probe()
          return 1
        }
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.rangeTest) + [
      WrongAnswer("an error ends it", why: "Let errors through") {
        $0.rangeTest = { low, high, count, step in
          try variant()(low, high, count) { (try? step($0)) ?? .nan }
        }
      }
    ],
    rightAnswers: [
      RightAnswer("the next rate by multiplying") {
        $0.rangeTest = { low, high, count, step in
          let factor = Double.pow(high / low, 1 / Double(count - 1))
          var (rate, rates, losses) = (low, [Double](), [Double]())
          while rates.count < count {
            let smallest = losses.min() ?? .infinity
            rates.append(rate)
            losses.append(try step(rate))
            guard let last = losses.last, last.isFinite, last <= 4 * smallest else { break }
            rate *= factor
          }
          let best = losses.indices.filter { losses[$0].isFinite }.min { losses[$0] < losses[$1] }
          return (rates, losses, best.map { rates[$0] / 10 } ?? 0)
        }
      },
      RightAnswer("equal differences of logarithms") {
        $0.rangeTest = { low, high, count, step in
          var tried: [(rate: Double, loss: Double)] = []
          var (smallest, suggestion) = (Double.infinity, low / 10)
          for i in 0..<count {
            let share = Double(i) / Double(count - 1)
            let rate = Double.exp((1 - share) * Double.log(low) + share * Double.log(high))
            let loss = try step(rate)
            tried.append((rate, loss))
            if loss.isNaN || loss.isInfinite { break }
            if loss < smallest {
              (smallest, suggestion) = (loss, rate / 10)
            } else if loss > smallest * 4 {
              break
            }
          }
          return (tried.map(\.rate), tried.map(\.loss), suggestion)
        }
      },
      RightAnswer("all rates first") {
        $0.rangeTest = { low, high, count, step in
          let rates = (0..<count).map {
            low * Double.pow(high / low, Double($0) / Double(count - 1))
          }
          var losses: [Double] = []
          var best = 0
          for (i, rate) in rates.enumerated() {
            losses.append(try step(rate))
            if losses[i] < losses[best] { best = i }
            if !losses[i].isFinite || losses[i] > 4 * losses[best] { break }
          }
          return (Array(rates.prefix(losses.count)), losses, rates[best] / 10)
        }
      },
    ])

  /// The range test, or one with a part exchanged.
  private static func variant(
    rate: @escaping @Sendable (_ low: Double, _ high: Double, _ i: Int, _ count: Int) -> Double = {
      $0 * Double.pow($1 / $0, Double($2) / Double($3 - 1))
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
        let rate = rate(low, high, i, count)
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
      variant(rate: { low, high, i, count in
        low + (high - low) * Double(i) / Double(count - 1)
      })),
    Mistake(
      "divided by count",
      "The last rate has to be `high`: the exponent is i / (count − 1), and i ends at count − 1.",
      variant(rate: { low, high, i, count in
        low * Double.pow(high / low, Double(i) / Double(count))
      })),
    Mistake(
      "starts after the first rate", "The first rate is `low`, at i = 0.",
      variant(rate: { low, high, i, count in
        low * Double.pow(high / low, Double(i + 1) / Double(count))
      })),
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
    Mistake(
      "factor 10 each time",
      "The ratio of the rates is what `high`, `low` and `count` make it, not 10.",
      variant(rate: { low, _, i, _ in low * Double.pow(10, Double(i)) })),
    Mistake(
      "whole numbers divided", "Whole numbers were divided: Double(i) / Double(count − 1).",
      variant(rate: { low, high, i, count in
        low * Double.pow(high / low, Double(i / (count - 1)))
      })),
    Mistake(
      "twice", "It is over above four times the smallest loss, and not before.",
      variant(stops: { loss, best, _ in !loss.isFinite || loss > 2 * best })),
    Mistake(
      "at four times", "It is over above four times the smallest loss, not at four times.",
      variant(stops: { loss, best, _ in !loss.isFinite || loss >= 4 * best })),
    Mistake(
      "infinity is not noticed",
      "The first loss may be infinite: infinity is not above four times infinity, so ask isFinite.",
      variant(stops: { loss, best, _ in loss.isNaN || loss > 4 * best })),
    Mistake(
      "−∞ is not noticed", "A loss of −∞ is not finite either: ask isFinite.",
      variant(stops: { loss, best, _ in loss.isNaN || loss == .infinity || loss > 4 * best })),
    Mistake(
      "cut off afterwards",
      "Steps were taken after the end, at rates that blow up the model: break out of the loop.",
      { low, high, count, step in
        let all = try variant(stops: { _, _, _ in false })(low, high, count, step)
        var place = 0
        return try variant()(low, high, count) { _ in
          defer { place += 1 }
          return all.losses[place]
        }
      }),
  ]
}
