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
      "Averages that start at zero are too small at first; dividing by 1 − βᵗ corrects "
      + "exactly that.",
    landmark: Landmark("Sources/Training/Optimizers/Adam.swift", "struct Adam"),
    solution: { $0.adam = Optimization.adam },
    check: { answers in
      var suspicion = Suspicion(mistakes)
      func compare(
        _ p: Matrix, _ state: AdamState, _ g: Matrix, _ η: Double, _ β1: Double, _ β2: Double,
        _ ε: Double, _ call: String
      ) throws {
        try suspicion.expect(
          answers.adam(p, state, g, η, β1, β2, ε),
          equals: Optimization.adam(
            p, state: state, gradient: g, learningRate: η, beta1: β1, beta2: β2, epsilon: ε),
          in: call, parts: adamParts
        ) { try $0(p, state, g, η, β1, β2, ε) }
      }
      // In the middle of a training, with a large ε, so that it shows where it stands.
      try compare(
        [1, 2], AdamState(mean: [2, 0.5], meanSquare: [9, 25], step: 2), [5, 1], 0.1, 0.3, 0.2, 0.5,
        "adam([1, 2], state: AdamState(mean: [2, 0.5], meanSquare: [9, 25], step: 2), gradient: [5, 1]"
          + ", learningRate: 0.1, beta1: 0.3, beta2: 0.2, epsilon: 0.5)")
      let start = AdamState(mean: .zeros([3]), meanSquare: .zeros([3]), step: 0)
      try compare(
        .zeros([3]), start, [1e-3, -1, 1e3], 0.1, 0.9, 0.999, 1e-12,
        "the first step of adam from [0, 0, 0], gradient [0.001, -1, 1000], rate 0.1")
      let settings = [
        (0.2, 0.7, 0.9, 1e-3), (0.001, 0.9, 0.999, 1e-8), (2, 0.5, 0.99, 1e-10), (1, 0, 0, 1.5),
      ]
      for (place, (var input, shape)) in shapedInputs(seed: 33).enumerated() {
        let (η, β1, β2, ε) = settings[place % settings.count]
        try compare(
          input.tensor(shape), adamState(of: &input, shape, place), input.tensor(shape), η, β1, β2,
          ε,
          "adam with tensors of shape \(shape), \(input.numbers.rawValue), rate \(η), betas \(β1) and "
            + "\(β2), epsilon \(ε)")
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.adam),
    rightAnswers: [
      RightAnswer("element by element") {
        $0.adam = { p, state, g, η, β1, β2, ε in
          let t = Double(state.step + 1)
          var (parameters, means) = (p.elements, state.mean.elements)
          var squares = state.meanSquare.elements
          for (i, slope) in g.elements.enumerated() {
            means[i] = β1 * means[i] + (1 - β1) * slope
            squares[i] = β2 * squares[i] + (1 - β2) * slope * slope
            let (mean, square) = (
              means[i] / (1 - Double.pow(β1, t)), squares[i] / (1 - Double.pow(β2, t))
            )
            parameters[i] -= η * mean / (square.squareRoot() + ε)
          }
          return (
            Matrix(shape: p.shape, elements: parameters),
            AdamState(
              mean: Matrix(shape: p.shape, elements: means),
              meanSquare: Matrix(shape: p.shape, elements: squares), step: state.step + 1)
          )
        }
      },
      RightAnswer("the powers by multiplying") {
        $0.adam = { p, state, g, η, β1, β2, ε in
          var (state, power1, power2) = (state, 1.0, 1.0)
          state.step += 1
          for _ in 0..<state.step {
            power1 *= β1
            power2 *= β2
          }
          state.mean += (1 - β1) * (g - state.mean)
          state.meanSquare += (1 - β2) * (g * g - state.meanSquare)
          let step =
            state.mean / (1 - power1) / ((state.meanSquare / (1 - power2)).sqrt() + ε)
          return (p - step * η, state)
        }
      },
      RightAnswer("the corrections in the rate and in ε") {
        $0.adam = { p, state, g, η, β1, β2, ε in
          let t = Double(state.step + 1)
          let mean = β1 * state.mean + (1 - β1) * g
          let square = β2 * state.meanSquare + (1 - β2) * g.squared()
          let root = (1 - Double.pow(β2, t)).squareRoot()
          let rate = η * root / (1 - Double.pow(β1, t))
          return (
            p - rate * mean / (square.sqrt() + ε * root),
            AdamState(mean: mean, meanSquare: square, step: state.step + 1)
          )
        }
      },
    ])

  /// What `adam` and `adamW` return, part by part.
  static var adamParts: [Part<Answers.AdamMoved>] {
    [
      .tensor("parameter", \.parameter), .tensor("state.mean", \.state.mean),
      .tensor("state.meanSquare", \.state.meanSquare), .value("state.step", \.state.step),
    ]
  }

  /// A state from before the first step, or after some, or after very many.
  static func adamState(of input: inout Input, _ shape: Shape, _ place: Int) -> AdamState {
    let steps = [3, 0, 1, 2, 12, 0, 5000]
    let step = steps[place % steps.count]
    return step == 0
      ? AdamState(mean: .zeros(shape), meanSquare: .zeros(shape), step: 0)
      : AdamState(mean: input.tensor(shape), meanSquare: input.tensor(shape).squared(), step: step)
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
      "β·t in place of the power", "βᵗ is a power: Double.pow(β, t), not β·t.",
      { p, state, g, η, β1, β2, ε in
        let t = Double(state.step + 1)
        return try variant(
          correctingMean: { m, _ in m / (1 - β1 * t) },
          correctingSquare: { s, _ in s / (1 - β2 * t) })(p, state, g, η, β1, β2, ε)
      }),
    Mistake(
      "multiplied by the correction", "The correction makes m and s larger: divide by 1 − βᵗ.",
      variant(correctingMean: { $0 * $1 }, correctingSquare: { $0 * $1 })),
    Mistake(
      "ε as in the faster form",
      "With both corrections moved into the rate, ε would be corrected too: divide by √ŝ + ε.",
      { p, state, g, η, β1, β2, ε in
        let root = (1 - Double.pow(β2, Double(state.step + 1))).squareRoot()
        return try variant()(p, state, g, η, β1, β2, ε / root)
      }),
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
      "shares exchanged", "The shares have changed places: β of the old mean stays, 1 − β is new.",
      { p, state, g, η, β1, β2, ε in
        var state = state
        let t = Double(state.step + 1)
        state.step += 1
        state.mean = (1 - β1) * state.mean + β1 * g
        state.meanSquare = (1 - β2) * state.meanSquare + β2 * g * g
        let (m, s) = (
          state.mean / (1 - Double.pow(β1, t)), state.meanSquare / (1 - Double.pow(β2, t))
        )
        return (p - η * m / (s.sqrt() + ε), state)
      }),
    Mistake(
      "no learning rate", "The learning rate is missing.",
      { p, state, g, _, β1, β2, ε in try variant()(p, state, g, 1, β1, β2, ε) }),
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
