import Curriculum
import Gradus

extension OptimizationLesson {
  private typealias AdamStep =
    @Sendable (
      Matrix, AdamState, Matrix, Double, Double, Double, Double
    ) throws -> Answers.AdamMoved

  static let adam = Exercise<Answers>(
    "adam", "Adam, with its bias correction",
    hints: [
      "var state = state, then change its three parts: the step first, since t counts this one.",
      "The corrected means are only for the step. What is kept are m and s themselves.",
      "let mean = state.mean / (1 - Double.pow(beta1, Double(state.step))), and the same for the mean "
        + "square with beta2.",
      "return (parameter - learningRate * mean / (meanSquare.sqrt() + epsilon), state)",
    ],
    learnt:
      "Averages that start at zero are too small at first; dividing by 1 − βᵗ mends exactly "
      + "that.",
    landmark: Landmark("Sources/Training/Optimizers/Adam.swift", "struct Adam"),
    solution: { $0.adam = Optimization.adam },
    check: { answers in
      // In the middle of a training, with a large ε, so that it shows where it stands.
      _ = try compare(
        answers.adam, [1, 2], AdamState(mean: [2, 0.5], meanSquare: [9, 25], step: 2), [5, 1], 0.1,
        0.9, 0.8, 0.5,
        "adam([1, 2], state: AdamState(mean: [2, 0.5], meanSquare: [9, 25], step: 2), gradient: [5, 1]"
          + ", learningRate: 0.1, beta1: 0.9, beta2: 0.8, epsilon: 0.5)")
      let start = AdamState(mean: .zeros([3]), meanSquare: .zeros([3]), step: 0)
      _ = try compare(
        answers.adam, .zeros([3]), start, [1e-3, -1, 1e3], 0.1, 0.9, 0.999, 1e-12,
        "the first step of adam from [0, 0, 0], gradient [0.001, -1, 1000], rate 0.1")
      var generator = RandomGenerator(seed: 33)
      var moved: Answers.AdamMoved = (
        .normal([2, 3], using: &generator),
        AdamState(mean: .zeros([2, 3]), meanSquare: .zeros([2, 3]), step: 0)
      )
      for count in 1...5 {
        moved = try compare(
          answers.adam, moved.parameter, moved.state, .normal([2, 3], using: &generator), 0.2, 0.7,
          0.9, 1e-3,
          "step \(count) of adam with random gradients, shape [2, 3], rate 0.2, betas 0.7 and 0.9, "
            + "epsilon 0.001")
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.adam))

  private static func compare(
    _ adam: AdamStep, _ p: Matrix, _ state: AdamState, _ g: Matrix, _ η: Double, _ β1: Double,
    _ β2: Double, _ ε: Double, _ call: String
  ) throws -> Answers.AdamMoved {
    let found = try adam(p, state, g, η, β1, β2, ε)
    let right = try variant()(p, state, g, η, β1, β2, ε)
    func suspects<Part>(_ part: (Answers.AdamMoved) -> Part) -> [Suspect<Part>] {
      mistakes.suspects { part(try $0(p, state, g, η, β1, β2, ε)) }
    }
    try expect(
      found.parameter, equals: right.parameter, in: call + ", parameter",
      suspects: suspects(\.parameter))
    try expect(
      found.state.mean, equals: right.state.mean, in: call + ", state.mean",
      suspects: suspects(\.state.mean))
    try expect(
      found.state.meanSquare, equals: right.state.meanSquare, in: call + ", state.meanSquare",
      suspects: suspects(\.state.meanSquare))
    try expect(
      found.state.step == right.state.step,
      "\(call), state.step: expected \(right.state.step), found \(found.state.step).",
      why: "It counts the steps taken, this one included: one more than before.")
    return found
  }

  /// Adam, or Adam with one of its parts exchanged.
  private static func variant(
    counting: @escaping @Sendable (Int) -> Int = { $0 + 1 },
    squaring: @escaping @Sendable (_ g: Matrix, _ m: Matrix) -> Matrix = { g, _ in g * g },
    correctingMean: @escaping @Sendable (_ m: Matrix, _ weight: Double) -> Matrix = { $0 / $1 },
    correctingSquare: @escaping @Sendable (_ s: Matrix, _ weight: Double) -> Matrix = { $0 / $1 },
    scaling: @escaping @Sendable (_ s: Matrix, _ ε: Double) -> Matrix = { $0.sqrt() + $1 },
    keeping:
      @escaping @Sendable (_ state: AdamState, _ corrected: (m: Matrix, s: Matrix)) ->
      AdamState = { state, _ in state }
  ) -> AdamStep {
    { p, state, g, η, β1, β2, ε in
      var state = state
      let t = Double(counting(state.step))
      state.step += 1
      state.mean = β1 * state.mean + (1 - β1) * g
      state.meanSquare = β2 * state.meanSquare + (1 - β2) * squaring(g, state.mean)
      let m = correctingMean(state.mean, 1 - Double.pow(β1, t))
      let s = correctingSquare(state.meanSquare, 1 - Double.pow(β2, t))
      return (p - η * m / scaling(s, ε), keeping(state, (m, s)))
    }
  }

  private static let mistakes: [Mistake<AdamStep>] = [
    Mistake(
      "no bias correction",
      "The bias correction is missing: m and s started from zero, divide them by 1 − βᵗ.",
      variant(correctingMean: { m, _ in m }, correctingSquare: { s, _ in s })),
    Mistake(
      "mean not corrected", "The mean is not corrected: m / (1 − β₁ᵗ).",
      variant(correctingMean: { m, _ in m })),
    Mistake(
      "mean square not corrected", "The mean square is not corrected: s / (1 − β₂ᵗ).",
      variant(correctingSquare: { s, _ in s })),
    Mistake(
      "steps counted from 0", "t counts this step too: it is state.step + 1.",
      variant(counting: { $0 })),
    Mistake(
      "correction without the power",
      "The correction changes from step to step: it is 1 − βᵗ, with t as the exponent.",
      variant(counting: { _ in 1 })),
    Mistake(
      "ε inside the root", "ε stands outside of the root: √ŝ + ε.",
      variant(scaling: { s, ε in (s + ε).sqrt() })),
    Mistake(
      "no root", "The root is missing: divide by √ŝ + ε.", variant(scaling: { $0 + $1 })),
    Mistake(
      "mean squared", "It is the gradient that is squared, not its mean m.",
      variant(squaring: { _, m in m * m })),
    Mistake(
      "gradient not squared", "The gradient has to be squared before it enters s.",
      variant(squaring: { g, _ in g })),
    Mistake(
      "betas exchanged", "The betas have changed places: β₁ is that of the mean.",
      { p, state, g, η, β1, β2, ε in try variant()(p, state, g, η, β2, β1, ε) }),
    Mistake(
      "corrected means kept",
      "The corrected mean is kept, and would be corrected again: return m and s without it.",
      variant(keeping: { state, corrected in
        AdamState(mean: corrected.m, meanSquare: corrected.s, step: state.step)
      })),
    Mistake(
      "step not counted", "It counts the steps taken, this one included.",
      variant(keeping: { state, _ in
        AdamState(mean: state.mean, meanSquare: state.meanSquare, step: state.step - 1)
      })),
    Mistake(
      "uphill", "That is uphill: the step is subtracted.",
      { p, state, g, η, β1, β2, ε in try variant()(p, state, g, -η, β1, β2, ε) }),
  ]
}
