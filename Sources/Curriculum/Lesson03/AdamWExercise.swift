import Curriculum
import Gradus

extension OptimizationLesson {
  private typealias AdamWStep =
    @Sendable (
      Matrix, AdamState, Matrix, Double, Double, Double, Double, Double
    ) throws -> Answers.AdamMoved

  static let adamW = Exercise<Answers>(
    "adamW", "AdamW: decay without the scale",
    hints: [
      "Two things in a row, each on its own: the decay, then a step of adam.",
      "The decayed parameter is parameter - learningRate * weightDecay * parameter.",
      "The gradient goes into adam as it is: if the decay were added to it, adam would divide it by the "
        + "root mean square too.",
    ],
    learnt:
      "Decay beside the step, and not within the gradient, draws all weights alike, whatever "
      + "their scale.",
    landmark: Landmark("Sources/Training/Optimizers/AdamW.swift", "struct AdamW"),
    solution: { $0.adamW = Optimization.adamW },
    check: { answers in
      func compare(
        _ p: Matrix, _ state: AdamState, _ g: Matrix, _ η: Double, _ λ: Double, _ call: String
      ) throws -> Answers.AdamMoved {
        let found = try answers.adamW(p, state, g, η, 0.9, 0.8, 1e-3, λ)
        let right = try right(p, state, g, η, 0.9, 0.8, 1e-3, λ)
        func suspects<Part>(_ part: (Answers.AdamMoved) -> Part) -> [Suspect<Part>] {
          mistakes.suspects { part(try $0(p, state, g, η, 0.9, 0.8, 1e-3, λ)) }
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
          why: "It counts the steps taken, this one included.")
        return found
      }
      let start = AdamState(mean: [0, 0], meanSquare: [0, 0], step: 0)
      _ = try compare(
        [1, 20], start, [5, -300], 0.1, 0.5,
        "adamW([1, 20], gradient: [5, -300], learningRate: 0.1, beta1: 0.9, beta2: 0.8, "
          + "epsilon: 0.001, weightDecay: 0.5), first step")
      _ = try compare(
        [1, 20], start, [5, -300], 0.1, 0, "adamW with a weight decay of 0, first step")
      var generator = RandomGenerator(seed: 34)
      var moved: Answers.AdamMoved = (
        .normal([2, 3], using: &generator),
        AdamState(mean: .zeros([2, 3]), meanSquare: .zeros([2, 3]), step: 0)
      )
      for count in 1...4 {
        moved = try compare(
          moved.parameter, moved.state, .normal([2, 3], using: &generator), 0.2, 0.3,
          "step \(count) of adamW with random gradients, shape [2, 3], rate 0.2, decay 0.3")
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.adamW))

  private static let right: AdamWStep = { p, state, g, η, β1, β2, ε, λ in
    try Optimization.adamW(
      p, state: state, gradient: g, learningRate: η, beta1: β1, beta2: β2, epsilon: ε,
      weightDecay: λ)
  }

  private static let mistakes: [Mistake<AdamWStep>] = [
    Mistake(
      "decay coupled into Adam",
      "The decay was added to the gradient, and so divided by the root mean square: that is L2 inside "
        + "Adam. Take it off the parameter directly.",
      { p, state, g, η, β1, β2, ε, λ in try right(p, state, g + λ * p, η, β1, β2, ε, 0) }),
    Mistake(
      "no decay", "The decay is missing.",
      { p, state, g, η, β1, β2, ε, _ in try right(p, state, g, η, β1, β2, ε, 0) }),
    Mistake(
      "decay without the rate", "The learning rate is missing in the decay: p − η·λ·p.",
      { p, state, g, η, β1, β2, ε, λ in try right(p, state, g, η, β1, β2, ε, λ / η) }),
    Mistake(
      "decay after the step",
      "The decay acts on the parameter from before the step: first decay, then Adam.",
      { p, state, g, η, β1, β2, ε, λ in
        let moved = try right(p, state, g, η, β1, β2, ε, 0)
        return (moved.parameter * (1 - η * λ), moved.state)
      }),
    Mistake(
      "away from zero", "That moves away from zero: the decay is subtracted.",
      { p, state, g, η, β1, β2, ε, λ in try right(p, state, g, η, β1, β2, ε, -λ) }),
    Mistake(
      "decay twice", "The decay counts twice: once in the gradient, once on the parameter.",
      { p, state, g, η, β1, β2, ε, λ in try right(p, state, g + λ * p, η, β1, β2, ε, λ) }),
    Mistake(
      "decay of one size for all",
      "The decay is proportional to the parameter, η·λ·p; its sign alone is not enough.",
      { p, state, g, η, β1, β2, ε, λ in
        let moved = try right(p, state, g, η, β1, β2, ε, 0)
        return (moved.parameter - η * λ * p.map { $0 < 0 ? -1 : 1 }, moved.state)
      }),
    Mistake(
      "state not returned", "That is the state from before the step: return adam's new one.",
      { p, state, g, η, β1, β2, ε, λ in
        (try right(p, state, g, η, β1, β2, ε, λ).parameter, state)
      }),
  ]
}
