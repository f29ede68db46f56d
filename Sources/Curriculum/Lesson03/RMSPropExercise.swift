import Curriculum
import Gradus

extension OptimizationLesson {
  private typealias RMSPropStep =
    @Sendable (
      Matrix, Matrix, Matrix, Double, Double, Double
    ) throws -> (parameter: Matrix, meanSquare: Matrix)

  static let rmsProp = Exercise<Answers>(
    "rmsProp", "RMSProp: a scale for each coordinate",
    hints: [
      "Everything is element by element: each number has a mean square of its own.",
      "First the new mean square, decay * meanSquare + (1 - decay) * gradient.squared().",
      "return (parameter - learningRate * gradient / (newMeanSquare.sqrt() + epsilon), newMeanSquare)",
    ],
    learnt: "Dividing by the root of the mean square gives each coordinate a scale of its own.",
    landmark: Landmark("Sources/Training/Optimizers/RMSProp.swift", "struct RMSProp"),
    solution: { $0.rmsProp = Optimization.rmsProp },
    check: { answers in
      func compare(
        _ p: Matrix, _ s: Matrix, _ g: Matrix, _ η: Double, _ β: Double, _ ε: Double, _ call: String
      ) throws -> (parameter: Matrix, meanSquare: Matrix) {
        let found = try answers.rmsProp(p, s, g, η, β, ε)
        let square = β * s + (1 - β) * g * g
        try expect(
          found.parameter, equals: p - η * g / (square.sqrt() + ε), in: call + ", parameter",
          suspects: mistakes.suspects { try $0(p, s, g, η, β, ε).parameter })
        try expect(
          found.meanSquare, equals: square, in: call + ", meanSquare",
          suspects: mistakes.suspects { try $0(p, s, g, η, β, ε).meanSquare })
        return found
      }
      // A large ε, so that it shows where it stands.
      _ = try compare(
        [1, 1], [9, 400], [5, 2], 0.1, 0.75, 0.5,
        "rmsProp([1, 1], meanSquare: [9, 400], gradient: [5, 2], learningRate: 0.1, decay: 0.75, "
          + "epsilon: 0.5)")
      _ = try compare(
        [1, 1], [0, 0], [2, -200], 0.1, 0.75, 1e-8,
        "rmsProp([1, 1], meanSquare: [0, 0], gradient: [2, -200], learningRate: 0.1, decay: 0.75, "
          + "epsilon: 1e-8)")
      var generator = RandomGenerator(seed: 32)
      var moved = (
        parameter: Matrix.normal([3, 2], using: &generator), meanSquare: Matrix.ones([3, 2])
      )
      for count in 1...4 {
        moved = try compare(
          moved.parameter, moved.meanSquare, .normal([3, 2], using: &generator), 0.3, 0.9, 1e-3,
          "step \(count) of rmsProp with random gradients, shape [3, 2], rate 0.3, decay 0.9, "
            + "epsilon 0.001")
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.rmsProp))

  private static let mistakes: [Mistake<RMSPropStep>] = [
    Mistake(
      "ε inside the root", "ε stands outside of the root: √s + ε.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * g / (s + ε).sqrt(), s)
      }),
    Mistake(
      "no root", "The root is missing: divide by √s + ε.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * g / (s + ε), s)
      }),
    Mistake(
      "gradient not squared", "The gradient has to be squared before it enters the mean.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g
        return (p - η * g / (s.sqrt() + ε), s)
      }),
    Mistake(
      "shares exchanged", "The two shares have changed places: β of the old mean square stays.",
      { p, s, g, η, β, ε in
        let s = (1 - β) * s + β * g * g
        return (p - η * g / (s.sqrt() + ε), s)
      }),
    Mistake(
      "a sum in place of a mean",
      "That adds up all squares, which is AdaGrad: here old ones count less and less, β·s.",
      { p, s, g, η, _, ε in
        let s = s + g * g
        return (p - η * g / (s.sqrt() + ε), s)
      }),
    Mistake(
      "new square in full", "The new square counts 1 − β times, so that s is a mean.",
      { p, s, g, η, β, ε in
        let s = β * s + g * g
        return (p - η * g / (s.sqrt() + ε), s)
      }),
    Mistake(
      "old mean square", "Divide by the root of the new mean square: change it first.",
      { p, s, g, η, β, ε in (p - η * g / (s.sqrt() + ε), β * s + (1 - β) * g * g) }),
    Mistake(
      "one scale for all", "Each number has a scale of its own: no mean over the tensor.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * g / (s.mean().squareRoot() + ε), s)
      }),
    Mistake(
      "mean square not returned",
      "That is the mean square from before the step: return the new one, for the next step.",
      { p, s, g, η, β, ε in
        (p - η * g / ((β * s + (1 - β) * g * g).sqrt() + ε), s)
      }),
    Mistake(
      "uphill", "That is uphill: the step is subtracted.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p + η * g / (s.sqrt() + ε), s)
      }),
  ]
}
