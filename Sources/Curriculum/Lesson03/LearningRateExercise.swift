import Curriculum
import Gradus

extension OptimizationLesson {
  private typealias Schedule = @Sendable (Int, Int, Int, Double) throws -> Double

  static let learningRate = Exercise<Answers>(
    "learningRate", "A schedule: warm-up, then a cosine",
    hints: [
      "Two cases: before step W, and from there on. With W = 0 there is only the second.",
      "The warm-up is peak * Double(step + 1) / Double(warmUp). Divide numbers that are Double.",
      "let share = Double(step - warmUp) / Double(total - warmUp) goes from 0 to 1, and the rate is "
        + "peak * (1 + Double.cos(.pi * share)) / 2.",
    ],
    learnt:
      "A schedule is a function of the step: it rises while the optimizer knows little, and "
      + "falls to settle.",
    landmark: Landmark("Sources/Training/Schedules/LinearWarmup.swift", "struct LinearWarmup"),
    solution: { $0.learningRate = Optimization.learningRate },
    check: { answers in
      for (warmUp, total, peak) in [(4, 12, 0.5), (0, 5, 1), (1, 4, 2), (9, 10, 0.1)] {
        for step in 0..<total {
          let expected =
            step < warmUp
            ? peak * Double(step + 1) / Double(warmUp)
            : peak / 2
              * (1 + Double.cos(.pi * Double(step - warmUp) / Double(total - warmUp)))
          try expect(
            answers.learningRate(step, warmUp, total, peak), equals: expected,
            in: "learningRate(at: \(step), warmUp: \(warmUp), total: \(total), peak: \(peak))",
            suspects: mistakes.suspects { try $0(step, warmUp, total, peak) })
        }
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.learningRate))

  private static func rate(
    _ warm: Double, _ share: Double, step: Int, warmUp: Int, _ peak: Double
  ) -> Double {
    step < warmUp ? peak * warm : peak * (1 + Double.cos(.pi * share)) / 2
  }

  private static let mistakes: [Mistake<Schedule>] = [
    Mistake(
      "warm-up off by one",
      "The first step would do nothing: step 0 has peak·1 / W. (Whole numbers divided give 0 too: make "
        + "them Double first.)",
      { step, warmUp, total, peak in
        rate(
          Double(step) / Double(warmUp), Double(step - warmUp) / Double(total - warmUp), step: step,
          warmUp: warmUp, peak)
      }),
    Mistake(
      "one step of warm-up too many",
      "Step W already belongs to the cosine: the condition is t < W.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp), Double(step - warmUp) / Double(total - warmUp),
          step: step, warmUp: warmUp > 0 ? warmUp + 1 : 0, peak)
      }),
    Mistake(
      "cosine from step 0", "The cosine begins at step W: its share is (t − W) / (T − W).",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp), Double(step) / Double(total), step: step,
          warmUp: warmUp, peak)
      }),
    Mistake(
      "no warm-up", "The warm-up is missing.",
      { step, warmUp, total, peak in
        rate(0, Double(step) / Double(total), step: step, warmUp: 0, peak)
      }),
    Mistake(
      "cosine over T steps",
      "From step W there are T − W steps left, and the cosine has to fall within these.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp), Double(step - warmUp) / Double(total), step: step,
          warmUp: warmUp, peak)
      }),
    Mistake(
      "zero at the last step", "The rate would be 0 at step T, not at T − 1: divide by T − W.",
      { step, warmUp, total, peak in
        rate(
          Double(step + 1) / Double(warmUp),
          Double(step - warmUp) / Double(max(1, total - warmUp - 1)),
          step: step, warmUp: warmUp, peak)
      }),
    Mistake(
      "no half", "1 + cos goes from 2 to 0: the factor ½ is missing.",
      { step, warmUp, total, peak in
        try Optimization.learningRate(at: step, warmUp: warmUp, total: total, peak: peak)
          * (step < warmUp ? 1 : 2)
      }),
    Mistake(
      "a straight line down", "That falls along a straight line, not along a cosine.",
      { step, warmUp, total, peak in
        step < warmUp
          ? peak * Double(step + 1) / Double(warmUp)
          : peak * (1 - Double(step - warmUp) / Double(total - warmUp))
      }),
    Mistake(
      "whole numbers divided",
      "Whole numbers were divided, and what is behind the point is lost: make them Double first.",
      { step, warmUp, total, peak in
        rate(
          warmUp > 0 ? Double((step + 1) / warmUp) : 0, Double((step - warmUp) / (total - warmUp)),
          step: step, warmUp: warmUp, peak)
      }),
  ]
}
