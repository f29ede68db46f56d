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
    learned: "Dividing by the root of the mean square gives each coordinate a scale of its own.",
    landmark: Landmark("Sources/Training/Optimizers/RMSProp.swift", "struct RMSProp"),
    solution: { $0.rmsProp = Optimization.rmsProp },
    check: { answers in
      var suspicion = Suspicion(mistakes)
      func compare(
        _ p: Matrix, _ s: Matrix, _ g: Matrix, _ η: Double, _ β: Double, _ ε: Double, _ call: String
      ) throws {
        let square = β * s + (1 - β) * g * g
        try suspicion.expect(
          answers.rmsProp(p, s, g, η, β, ε), equals: (p - η * g / (square.sqrt() + ε), square),
          in: call, parts: [.tensor("parameter", \.parameter), .tensor("meanSquare", \.meanSquare)]
        ) { try $0(p, s, g, η, β, ε) }
      }
      // A large ε, so that it shows where it stands.
      try compare(
        [1, 2], [9, 400], [2, -5], 0.2, 0.75, 0.5,
        "rmsProp([1, 2], meanSquare: [9, 400], gradient: [2, -5], learningRate: 0.2, decay: 0.75, "
          + "epsilon: 0.5)")
      try compare(
        [1, 1], [0, 0], [2, -200], 0.1, 0.75, 1e-8,
        "rmsProp([1, 1], meanSquare: [0, 0], gradient: [2, -200], learningRate: 0.1, decay: 0.75, "
          + "epsilon: 1e-8)")
      let settings = [(0.3, 0.9, 1e-3), (0.001, 0.99, 1e-8), (2, 0.5, 1e-10), (1, 0, 1.5)]
      for (place, (var input, shape)) in shapedInputs(seed: 32).enumerated() {
        let (η, β, ε) = settings[place % settings.count]
        let square = place % 7 == 6 ? Matrix.zeros(shape) : input.tensor(shape).squared()
        try compare(
          input.tensor(shape), square, input.tensor(shape), η, β, ε,
          "rmsProp with tensors of shape \(shape), \(input.numbers.rawValue), rate \(η), decay \(β), "
            + "epsilon \(ε)")
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.rmsProp),
    rightAnswers: [
      RightAnswer("element by element") {
        $0.rmsProp = { p, s, g, η, β, ε in
          var (parameters, squares) = (p.elements, s.elements)
          for (i, slope) in g.elements.enumerated() {
            squares[i] = β * squares[i] + (1 - β) * slope * slope
            parameters[i] -= η * slope / (squares[i].squareRoot() + ε)
          }
          return (
            Matrix(shape: p.shape, elements: parameters), Matrix(shape: p.shape, elements: squares)
          )
        }
      },
      RightAnswer("a rate for each element") {
        $0.rmsProp = { p, s, g, η, β, ε in
          let s = s * β + g * g * (1 - β)
          let rates = s.map { η / ($0.squareRoot() + ε) }
          return (p - rates * g, s)
        }
      },
      RightAnswer("toward the new square") {
        $0.rmsProp = { p, s, g, η, β, ε in
          var (p, s) = (p, s)
          s += (1 - β) * (g.squared() - s)
          p -= g / (s.map { Double.pow($0, 0.5) } + ε) * η
          return (p, s)
        }
      },
    ])

  /// The step along a gradient, where the new mean square is known.
  private static func step(
    _ p: Matrix, _ s: Matrix, _ g: Matrix, _ η: Double, _ ε: Double
  ) -> (parameter: Matrix, meanSquare: Matrix) {
    (p - η * g / (s.sqrt() + ε), s)
  }

  private static let mistakes: [Mistake<RMSPropStep>] = [
    Mistake(
      "0.9 always", "That is what β = 0.9 gives: use `decay`, which may be another.",
      { p, s, g, η, _, ε in step(p, 0.9 * s + 0.1 * g * g, g, η, ε) }),
    Mistake(
      "the root returned",
      "That is the root of the mean square: return s itself, for the next step.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * g / (s.sqrt() + ε), s.sqrt())
      }),
    Mistake(
      "ε added to the step", "ε belongs to the divisor: η·g / (√s + ε), with parentheses.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - (η * g / s.sqrt() + ε), s)
      }),
    Mistake(
      "nothing carried over", "The mean square from before is missing: s ← β·s + (1 − β)·g².",
      { p, _, g, η, β, ε in step(p, (1 - β) * g * g, g, η, ε) }),
    Mistake(
      "multiplied by the root", "The step is divided by √s + ε, not multiplied by it.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * g * (s.sqrt() + ε), s)
      }),
    Mistake(
      "the sign of the gradient alone",
      "The gradient counts with its size: η·g / (√s + ε), not its sign.",
      { p, s, g, η, β, _ in
        (p - η * g.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }, β * s + (1 - β) * g * g)
      }),
    Mistake(
      "the share squared as well", "Only the gradient is squared, not its share 1 − β.",
      { p, s, g, η, β, ε in step(p, β * s + ((1 - β) * g).squared(), g, η, ε) }),
    Mistake(
      "corrected like Adam's", "Nothing is corrected here: the division by 1 − βᵗ belongs to Adam.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * g / ((s / (1 - β)).sqrt() + ε), s)
      }),
    Mistake(
      "ε inside the root", "ε stands outside of the root: √s + ε.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * g / (s + ε).sqrt(), s)
      }),
    Mistake(
      "ε left out", "ε is missing, or is not the argument `epsilon`: divide by √s + ε.",
      { p, s, g, η, β, _ in
        let s = β * s + (1 - β) * g * g
        return (p - η * g / s.sqrt(), s)
      }),
    Mistake(
      "ε added to the quotient", "ε belongs to the divisor: g / (√s + ε), with parentheses.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * (g / s.sqrt() + ε), s)
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
      "step along the squared gradient", "The step goes along g; only the mean is one of squares.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * g * g / (s.sqrt() + ε), s)
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
      "the first square in full",
      "The first step is like all others: s starts from zeros and takes (1 − β)·g². Nothing is "
        + "corrected here.",
      { p, s, g, η, β, ε in
        let s = s.max() == 0 ? g * g : β * s + (1 - β) * g * g
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
      "one mean square for all", "Each number has a scale of its own: no mean over the tensor.",
      { p, s, g, η, β, ε in step(p, β * s + (1 - β) * (g * g).mean(), g, η, ε) }),
    Mistake(
      "gradient left out", "The gradient is missing in the step: η·g / (√s + ε).",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η / (s.sqrt() + ε), s)
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
    Mistake(
      "no learning rate", "The learning rate is missing.",
      { p, s, g, _, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - g / (s.sqrt() + ε), s)
      }),
    Mistake(
      "0.1 always", "That is what η = 0.1 gives: use `learningRate`, which may be another.",
      { p, s, g, _, β, ε in step(p, β * s + (1 - β) * g * g, g, 0.1, ε) }),
    Mistake(
      "the results exchanged",
      "The parameter and the mean square have changed places: the parameter comes first.",
      { p, s, g, η, β, ε in
        let right = step(p, β * s + (1 - β) * g * g, g, η, ε)
        return (right.meanSquare, right.parameter)
      }),
    Mistake(
      "ε squared inside the root", "ε stands outside of the root: √s + ε.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * g / (s + ε * ε).sqrt(), s)
      }),
    Mistake(
      "ε added to the parameter", "ε belongs to the divisor: η·g / (√s + ε), with parentheses.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * g / s.sqrt() + ε, s)
      }),
    Mistake(
      "parentheses left out of 1 − β", "1 − β is one factor, (1 − β)·g²: it needs parentheses.",
      { p, s, g, η, β, ε in step(p, β * s + 1 - β * g * g, g, η, ε) }),
    Mistake(
      "a sum over the tensor", "Each number has a scale of its own: no sum over the tensor.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * g / (s.sum().squareRoot() + ε), s)
      }),
    Mistake(
      "upside down", "The quotient is upside down: η·g / (√s + ε).",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * (s.sqrt() + ε) / g, s)
      }),
    Mistake(
      "the mean square squared",
      "s is a mean of squares already: of the two, only the gradient is squared.",
      { p, s, g, η, β, ε in step(p, β * s * s + (1 - β) * g * g, g, η, ε) }),
    Mistake(
      "the whole mean squared", "It is the gradient that is squared, and not the whole mean.",
      { p, s, g, η, β, ε in step(p, (β * s + (1 - β) * g).squared(), g, η, ε) }),
    Mistake(
      "the gradient without its sign", "The sign of the gradient is lost: the step goes along g.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * g.abs() / (s.sqrt() + ε), s)
      }),
    Mistake(
      "the old mean square in full", "Of the old mean square the share β stays: β·s + (1 − β)·g².",
      { p, s, g, η, β, ε in step(p, s + (1 - β) * g * g, g, η, ε) }),
    Mistake(
      "along the mean square", "The step goes along g, and not along s.",
      { p, s, g, η, β, ε in
        let s = β * s + (1 - β) * g * g
        return (p - η * s / (s.sqrt() + ε), s)
      }),
  ]
}
