import Curriculum
import Gradus

extension OptimizationLesson {
  /// The signature of `momentum` and `nesterov`.
  typealias MomentumStep =
    @Sendable (Matrix, Matrix, Matrix, Double, Double) throws ->
    Answers.Moved

  static let momentum = Exercise<Answers>(
    "momentum", "Momentum: a heavy ball",
    hints: [
      "The gradient does not move the parameter, it changes the velocity; the velocity moves it.",
      "First the new velocity, decay * velocity + gradient; then the step along it.",
      "return (parameter - learningRate * newVelocity, newVelocity)",
    ],
    learned:
      "A velocity adds up where gradients agree and cancels out where they alternate: faster "
      + "along a ravine, calmer across it.",
    landmark: Landmark("Sources/Training/Optimizers/SGD.swift", "struct SGD"),
    solution: { $0.momentum = Optimization.momentum },
    check: { answers in
      try checkMomentum("momentum", answers.momentum, momentumMistakes) { velocity, gradient, μ in
        μ * velocity + gradient
      }
    },
    wrongAnswers: momentumMistakes.wrongAnswers(\.momentum),
    rightAnswers: [
      RightAnswer("changed in place") {
        $0.momentum = { p, v, g, η, μ in
          var (parameter, velocity) = (p, v)
          velocity *= μ
          velocity += g
          parameter -= velocity * η
          return (parameter, velocity)
        }
      },
      RightAnswer("element by element") {
        $0.momentum = { p, v, g, η, μ in
          var (parameters, velocities) = (p.elements, v.elements)
          for i in parameters.indices {
            velocities[i] = μ * velocities[i] + g.elements[i]
            parameters[i] -= η * velocities[i]
          }
          return (
            Matrix(shape: p.shape, elements: parameters),
            Matrix(shape: p.shape, elements: velocities)
          )
        }
      },
      RightAnswer("what is left and what is new, one after the other") {
        $0.momentum = { p, v, g, η, μ in (p - η * μ * v - η * g, g + v * μ) }
      },
    ])

  static let nesterov = Exercise<Answers>(
    "nesterov", "Nesterov's momentum: look ahead",
    hints: [
      "The velocity is the same as in momentum. Only the step differs.",
      "The step goes along the gradient, and along μ times the velocity after it was changed.",
      "return (parameter - learningRate * (gradient + decay * newVelocity), newVelocity)",
    ],
    learned:
      "Looking ahead costs nothing: the gradient is followed by one more share of the velocity.",
    landmark: Landmark("Sources/Training/Optimizers/SGD.swift", "isNesterov: Bool"),
    solution: { $0.nesterov = Optimization.nesterov },
    check: { answers in
      try checkMomentum("nesterov", answers.nesterov, nesterovMistakes) { velocity, gradient, μ in
        gradient + μ * (μ * velocity + gradient)
      }
    },
    wrongAnswers: nesterovMistakes.wrongAnswers(\.nesterov),
    rightAnswers: [
      RightAnswer("multiplied out") {
        $0.nesterov = { p, v, g, η, μ in (p - η * ((1 + μ) * g + μ * μ * v), μ * v + g) }
      },
      RightAnswer("the gradient and the velocity as two steps") {
        $0.nesterov = { p, v, g, η, μ in
          let velocity = g + μ * v
          let moved = p - η * g
          return (moved - η * μ * velocity, velocity)
        }
      },
      RightAnswer("element by element") {
        $0.nesterov = { p, v, g, η, μ in
          let velocities = zip(v.elements, g.elements).map { μ * $0 + $1 }
          let parameters = p.elements.indices.map {
            p.elements[$0] - η * (g.elements[$0] + μ * velocities[$0])
          }
          return (
            Matrix(shape: p.shape, elements: parameters),
            Matrix(shape: p.shape, elements: velocities)
          )
        }
      },
    ])

  /// Judges a step with momentum on an example, then on tensors of all sizes and sorts.
  ///
  /// - Parameter direction: What the rate is multiplied by, of the velocity from before, the gradient
  ///   and μ.
  private static func checkMomentum(
    _ name: String, _ step: MomentumStep, _ mistakes: [Mistake<MomentumStep>],
    direction: (Matrix, Matrix, Double) -> Matrix
  ) throws {
    var suspicion = Suspicion(mistakes)
    func compare(_ p: Matrix, _ v: Matrix, _ g: Matrix, _ η: Double, _ μ: Double, _ call: String)
      throws
    {
      try suspicion.expect(
        step(p, v, g, η, μ), equals: (p - η * direction(v, g, μ), μ * v + g), in: call,
        parts: [.tensor("parameter", \.parameter), .tensor("velocity", \.velocity)]
      ) { try $0(p, v, g, η, μ) }
    }
    try compare(
      [1, 2], [10, -4], [2, 3], 0.05, 0.7,
      "\(name)([1, 2], velocity: [10, -4], gradient: [2, 3], learningRate: 0.05, decay: 0.7)")
    let settings = [(0.3, 0.8), (0.05, 0.99), (1, 0.5), (2.5, 0), (1e-4, 0.9)]
    for (place, (var input, shape)) in shapedInputs(seed: 31).enumerated() {
      let (η, μ) = settings[place % settings.count]
      let velocity = place % 7 == 6 ? Matrix.zeros(shape) : input.tensor(shape)
      try compare(
        input.tensor(shape), velocity, input.tensor(shape), η, μ,
        "\(name) with tensors of shape \(shape), \(input.numbers.rawValue), rate \(η), decay \(μ)")
    }
  }
}
