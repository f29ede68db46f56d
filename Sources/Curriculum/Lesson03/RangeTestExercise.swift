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
    learned: "A few steps at growing rates show which rate to take, before any long training.",
    landmark: Landmark(
      "Sources/Training/LearningRateRangeTest.swift", "struct LearningRateRangeTest"),
    solution: { $0.rangeTest = Optimization.rangeTest },
    check: { answers in
      var suspicion = Suspicion(rangeTestMistakes)
      for curve in RangeTestCurve.all {
        try suspicion.expect(
          curve.run(answers.rangeTest), equals: curve.run(rangeTestVariant()), in: curve.call,
          parts: curve.parts, curve.run)
      }
      try expectHandsOnErrors("rangeTest", of: "step", calls: 4) { probe in
        _ = try answers.rangeTest(0.1, 0.8, 4) { _ in
          try probe()
          return 1
        }
      }
    },
    wrongAnswers: rangeTestMistakes.wrongAnswers(\.rangeTest) + [
      WrongAnswer("an error ends it", why: "Let errors through") {
        $0.rangeTest = { low, high, count, step in
          try rangeTestVariant()(low, high, count) { (try? step($0)) ?? .nan }
        }
      },
      WrongAnswer("two steps per rate", why: "call it once per rate") {
        $0.rangeTest = { low, high, count, step in
          try rangeTestVariant()(low, high, count) { rate in
            _ = try step(rate)
            return try step(rate)
          }
        }
      },
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
}
