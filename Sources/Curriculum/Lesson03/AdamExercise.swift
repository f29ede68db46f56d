import Curriculum
import Gradus

extension OptimizationLesson {
  typealias AdamStep =
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
    learned:
      "Averages that start at zero are too small at first; dividing by 1 − βᵗ corrects "
      + "exactly that.",
    landmark: Landmark("Sources/Training/Optimizers/Adam.swift", "struct Adam"),
    solution: { $0.adam = Optimization.adam },
    check: { answers in
      var suspicion = Suspicion(adamMistakes)
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
    wrongAnswers: adamMistakes.wrongAnswers(\.adam),
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
}
