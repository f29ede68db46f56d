import Curriculum
import Gradus

extension OptimizationLesson {
  typealias Schedule = @Sendable (Int, Int, Int, Double) throws -> Double

  static let learningRate = Exercise<Answers>(
    "learningRate", "A schedule: warm-up, then a cosine",
    hints: [
      "Two cases: before step W, and from there on. With W = 0 there is only the second.",
      "The warm-up is peak * Double(step + 1) / Double(warmUp). Divide numbers that are Double.",
      "let share = Double(step - warmUp) / Double(total - warmUp) goes from 0 to 1, and the rate is "
        + "peak * (1 + Double.cos(.pi * share)) / 2.",
    ],
    learned:
      "A schedule is a function of the step: it rises while the optimizer knows little, and "
      + "falls to settle.",
    landmark: Landmark("Sources/Training/Schedules/LinearWarmup.swift", "struct LinearWarmup"),
    solution: { $0.learningRate = Optimization.learningRate },
    check: { answers in
      var suspicion = Suspicion(learningRateMistakes)
      let schedules = [
        (4, 12, 0.4), (0, 5, 1), (1, 4, 2), (9, 10, 0.1), (3, 8, 4), (0, 1, 3), (10, 1000, 1.5),
      ]
      for (warmUp, total, peak) in schedules {
        func rates(_ schedule: Schedule) throws -> [Double] {
          try (0..<total).map { try schedule($0, warmUp, total, peak) }
        }
        let expected = (0..<total).map { step -> Double in
          let warm = peak * Double(step + 1) / Double(warmUp)
          let angle = .pi * Double(step - warmUp) / Double(total - warmUp)
          return step < warmUp ? warm : peak / 2 * (1 + Double.cos(angle))
        }
        try suspicion.expect(
          rates(answers.learningRate), equals: expected,
          in: "learningRate(at: 0 ..< \(total), warmUp: \(warmUp), total: \(total), peak: \(peak))",
          parts: (0..<total).map { step in .number("step \(step)") { $0[step] } }, rates)
      }
    },
    wrongAnswers: learningRateMistakes.wrongAnswers(\.learningRate),
    rightAnswers: [
      RightAnswer("the square of a cosine of half the angle") {
        $0.learningRate = { step, warmUp, total, peak in
          guard step >= warmUp else { return peak / Double(warmUp) * Double(step + 1) }
          let cosine = Double.cos(.pi / 2 * Double(step - warmUp) / Double(total - warmUp))
          return peak * cosine * cosine
        }
      },
      RightAnswer("the smaller of two ramps") {
        $0.learningRate = { step, warmUp, total, peak in
          let ramp = warmUp == 0 ? 1 : min(1, Double(step + 1) / Double(warmUp))
          let share = max(0, Double(step - warmUp)) / Double(total - warmUp)
          return peak * ramp * (0.5 + 0.5 * Double.cos(share * .pi))
        }
      },
      RightAnswer("the framework's schedules") {
        $0.learningRate = { step, warmUp, total, peak in
          let decay = CosineDecay(from: peak, steps: total - warmUp)
          return warmUp == 0 ? decay(step) : LinearWarmup(steps: warmUp, then: decay)(step)
        }
      },
    ])
}
