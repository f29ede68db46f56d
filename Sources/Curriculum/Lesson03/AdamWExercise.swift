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
    learned:
      "Decay beside the step, and not within the gradient, draws all weights alike, whatever "
      + "their scale.",
    landmark: Landmark("Sources/Training/Optimizers/AdamW.swift", "struct AdamW"),
    solution: { $0.adamW = Optimization.adamW },
    check: { answers in
      var suspicion = Suspicion(mistakes)
      func compare(
        _ p: Matrix, _ state: AdamState, _ g: Matrix, _ η: Double, _ β1: Double, _ β2: Double,
        _ ε: Double, _ λ: Double, _ call: String
      ) throws {
        try suspicion.expect(
          answers.adamW(p, state, g, η, β1, β2, ε, λ), equals: right(p, state, g, η, β1, β2, ε, λ),
          in: call, parts: adamParts
        ) { try $0(p, state, g, η, β1, β2, ε, λ) }
      }
      try compare(
        [1, -20], AdamState(mean: [2, 0.5], meanSquare: [9, 25], step: 2), [5, -3], 0.1, 0.9, 0.8,
        0.5, 0.25,
        "adamW([1, -20], state: AdamState(mean: [2, 0.5], meanSquare: [9, 25], step: 2), gradient: "
          + "[5, -3], learningRate: 0.1, beta1: 0.9, beta2: 0.8, epsilon: 0.5, weightDecay: 0.25)")
      let start = AdamState(mean: [0, 0], meanSquare: [0, 0], step: 0)
      try compare(
        [1, 20], start, [5, -300], 0.1, 0.9, 0.8, 1e-3, 0,
        "adamW with a weight decay of 0, first step"
      )
      let settings = [
        (0.2, 0.7, 0.9, 1e-3, 0.3), (0.001, 0.9, 0.999, 1e-8, 0.01), (2, 0.5, 0.99, 1e-10, 2),
        (1, 0, 0, 1.5, 0.1),
      ]
      for (place, (var input, shape)) in shapedInputs(seed: 34).enumerated() {
        let (η, β1, β2, ε, λ) = settings[place % settings.count]
        try compare(
          input.tensor(shape), adamState(of: &input, shape, place), input.tensor(shape), η, β1, β2,
          ε, λ,
          "adamW with tensors of shape \(shape), \(input.numbers.rawValue), rate \(η), betas \(β1) and "
            + "\(β2), epsilon \(ε), decay \(λ)")
      }
    },
    wrongAnswers: mistakes.wrongAnswers(\.adamW),
    rightAnswers: [
      RightAnswer("one factor for the decay") {
        let adam = $0.adam
        $0.adamW = { p, state, g, η, β1, β2, ε, λ in
          try adam(p * (1 - η * λ), state, g, η, β1, β2, ε)
        }
      },
      RightAnswer("the decay taken off at the end, by the parameter from before") {
        let adam = $0.adam
        $0.adamW = { p, state, g, η, β1, β2, ε, λ in
          var moved = try adam(p, state, g, η, β1, β2, ε)
          moved.parameter -= λ * η * p
          return moved
        }
      },
      RightAnswer("Adam written out") {
        $0.adamW = { p, state, g, η, β1, β2, ε, λ in
          var state = state
          state.step += 1
          state.mean = state.mean * β1 + g * (1 - β1)
          state.meanSquare = state.meanSquare * β2 + g * g * (1 - β2)
          let t = Double(state.step)
          let m = state.mean / (1 - Double.pow(β1, t))
          let s = state.meanSquare / (1 - Double.pow(β2, t))
          return (p - η * (λ * p + m / (s.sqrt() + ε)), state)
        }
      },
    ])

  private static let right: AdamWStep = { p, state, g, η, β1, β2, ε, λ in
    try Optimization.adamW(
      p, state: state, gradient: g, learningRate: η, beta1: β1, beta2: β2, epsilon: ε,
      weightDecay: λ)
  }

  private static let mistakes: [Mistake<AdamWStep>] = [
    Mistake(
      "0.01 always", "That is what λ = 0.01 gives: use `weightDecay`.",
      { p, state, g, η, β1, β2, ε, _ in try right(p, state, g, η, β1, β2, ε, 0.01) }),
    Mistake(
      "half the decay", "The decay is η·λ·p, without a factor ½.",
      { p, state, g, η, β1, β2, ε, λ in try right(p, state, g, η, β1, β2, ε, λ / 2) }),
    Mistake(
      "twice the decay", "The decay is η·λ·p, without a factor 2.",
      { p, state, g, η, β1, β2, ε, λ in try right(p, state, g, η, β1, β2, ε, 2 * λ) }),
    Mistake(
      "only the decay", "Adam's step is missing: the parameter only decays.",
      { p, state, g, η, β1, β2, ε, λ in
        (p * (1 - η * λ), try right(p, state, g, η, β1, β2, ε, λ).state)
      }),
    Mistake(
      "λ and ε exchanged", "λ and ε have changed places.",
      { p, state, g, η, β1, β2, ε, λ in try right(p, state, g, η, β1, β2, λ, ε) }),
    Mistake(
      "divided by 1 + η·λ", "The decay is subtracted, p − η·λ·p: that divides by 1 + η·λ.",
      { p, state, g, η, β1, β2, ε, λ in try right(p / (1 + η * λ), state, g, η, β1, β2, ε, 0) }),
    Mistake(
      "an exponential decay", "That is p·exp(−η·λ): the decay is p − η·λ·p.",
      { p, state, g, η, β1, β2, ε, λ in
        try right(p * Double.exp(-η * λ), state, g, η, β1, β2, ε, 0)
      }),
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
      "The decay is proportional to the parameter, η·λ·p: its sign alone, or nothing of it, is not enough.",
      { p, state, g, η, β1, β2, ε, λ in
        let moved = try right(p, state, g, η, β1, β2, ε, 0)
        return (moved.parameter - η * λ * p.map { $0 < 0 ? -1 : 1 }, moved.state)
      }),
    Mistake(
      "the parameter left out",
      "The decay is proportional to the parameter, η·λ·p: its sign alone, or nothing of it, is not enough.",
      { p, state, g, η, β1, β2, ε, λ in try right(p - η * λ, state, g, η, β1, β2, ε, 0) }),
    Mistake(
      "the gradient in the decay", "It is the parameter that decays, not the gradient.",
      { p, state, g, η, β1, β2, ε, λ in try right(p - η * λ * g, state, g, η, β1, β2, ε, 0) }),
    Mistake(
      "step counted before adam", "adam counts the step itself: hand it the state as it is.",
      { p, state, g, η, β1, β2, ε, λ in
        var state = state
        state.step += 1
        return try right(p, state, g, η, β1, β2, ε, λ)
      }),
    Mistake(
      "the gradient decays", "It is the parameter that decays, not the gradient.",
      { p, state, g, η, β1, β2, ε, λ in try right(p, state, g * (1 - η * λ), η, β1, β2, ε, 0) }),
    Mistake(
      "decayed to a share λ", "λ says how much goes, not how much stays: p − η·λ·p.",
      { p, state, g, η, β1, β2, ε, λ in try right(λ * p, state, g, η, β1, β2, ε, 0) }),
    Mistake(
      "decayed to a share η·λ", "λ says how much goes, not how much stays: p − η·λ·p.",
      { p, state, g, η, β1, β2, ε, λ in try right(η * λ * p, state, g, η, β1, β2, ε, 0) }),
    Mistake(
      "state not returned", "That is the state from before the step: return adam's new one.",
      { p, state, g, η, β1, β2, ε, λ in
        (try right(p, state, g, η, β1, β2, ε, λ).parameter, state)
      }),
    Mistake(
      "1e-8 always", "That is what ε = 1e-8 gives: hand `epsilon` on to adam.",
      { p, state, g, η, β1, β2, _, λ in try right(p, state, g, η, β1, β2, 1e-8, λ) }),
    Mistake(
      "the betas exchanged", "The betas have changed places: adam takes beta1 first.",
      { p, state, g, η, β1, β2, ε, λ in try right(p, state, g, η, β2, β1, ε, λ) }),
    Mistake(
      "the rate squared", "The learning rate counts once in the decay: η·λ·p.",
      { p, state, g, η, β1, β2, ε, λ in try right(p, state, g, η, β1, β2, ε, η * λ) }),
    Mistake(
      "decay twice, the second time of what is left",
      "The decay counts twice: once in the gradient, once on the parameter.",
      { p, state, g, η, β1, β2, ε, λ in
        let decayed = p - η * λ * p
        return try right(decayed, state, g + λ * decayed, η, β1, β2, ε, 0)
      }),
    Mistake(
      "λ added to the parameter", "λ is a factor of the decay: η·λ·p, and not η·(λ + p).",
      { p, state, g, η, β1, β2, ε, λ in try right(p - η * (λ + p), state, g, η, β1, β2, ε, 0) }),
    Mistake(
      "the plain step as well",
      "The gradient is subtracted as well: the parameter decays, and then takes Adam's step alone.",
      { p, state, g, η, β1, β2, ε, λ in try right(p - η * λ * p - η * g, state, g, η, β1, β2, ε, 0)
      }),
    Mistake(
      "two steps of Adam", "Adam takes two steps there: call it once, with the decayed parameter.",
      { p, state, g, η, β1, β2, ε, λ in
        let moved = try right(p, state, g, η, β1, β2, ε, λ)
        return try right(moved.parameter, moved.state, g, η, β1, β2, ε, 0)
      }),
  ]
}
