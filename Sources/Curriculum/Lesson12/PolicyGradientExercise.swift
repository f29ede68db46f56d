import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let policyGradient = Exercise<Answers>(
    "policyGradient", "A policy that learns",
    hints: [
      "let policy = preferences.softmax() has π(a|s) at policy[s, a]: the rows are the states.",
      "Each step adds to the whole row of its state, for every action a: a state may be visited again.",
      "gradient[s, a] += γᵗ · wₜ · ((a is the action taken ? 1 : 0) − policy[s, a]); multiply γᵗ by γ after "
        + "each step.",
    ],
    learned:
      "A policy gradient needs no rules and no derivative of the world: only log-probabilities and returns.",
    landmark: Landmark("Sources/Examples/CartPole.swift", "func actorCriticLoss"),
    solution: { $0.policyGradient = Playing.policyGradient },
    check: checkPolicyGradient,
    wrongAnswers: policyGradientMistakes.wrongAnswers(\.policyGradient),
    rightAnswers: [
      RightAnswer("a row at a time, by the power of the discount") {
        $0.policyGradient = { preferences, episode, weights, discount in
          var rows = (0..<preferences.shape[0]).map { _ in
            Tensor<Double>.zeros([preferences.shape[1]])
          }
          var t = 0
          for step in episode {
            let policy = preferences[step.observation].softmax()
            var direction = -policy
            direction[step.action] += 1
            let scale = (0..<t).reduce(1.0) { product, _ in product * discount }
            rows[step.observation] += direction * (scale * weights[t])
            t += 1
          }
          return Tensor(shape: preferences.shape, elements: rows.flatMap(\.elements))
        }
      },
      RightAnswer("differentiated by the framework") {
        $0.policyGradient = { preferences, episode, weights, discount in
          guard !episode.isEmpty else { return .zeros(preferences.shape) }
          var scale = 1.0
          let scaled = weights.map { weight in
            defer { scale *= discount }
            return scale * weight
          }
          let width = preferences.shape[1]
          let places = episode.map { $0.observation * width + $0.action }
          return gradient(at: preferences) {
            let logProbabilities = $0.logSoftmax().flattened()
            return (logProbabilities.gather(Tensor(places), along: 0) * Variable(Tensor(scaled)))
              .sum()
          }
        }
      },
      RightAnswer("the weights of each pair first, then each row once") {
        $0.policyGradient = { preferences, episode, weights, discount in
          var taken = Matrix.zeros(preferences.shape)
          var scale = 1.0
          for t in episode.indices {
            taken[episode[t].observation, episode[t].action] += scale * weights[t]
            scale *= discount
          }
          return taken - preferences.softmax() * taken.sum(along: 1, keepingDimensions: true)
        }
      },
    ])

  static let nanInGradient =
    "exp of a large preference is infinite, of a very low one it is 0, and both ∞ / ∞ and 0 / 0 are NaN: "
    + "subtract the largest preference of the row before exp, as preferences.softmax() does."

  @Sendable private static func checkPolicyGradient(_ answers: Answers) throws {
    var suspicion = Suspicion(policyGradientMistakes)
    func compare(
      _ preferences: Matrix, _ episode: [Move], _ weights: [Double], _ discount: Double,
      _ name: String
    ) throws {
      let call = "policyGradient, \(name), discount \(discount)"
      let found = try answers.policyGradient(preferences, episode, weights, discount)
      try expect(
        !found.elements.contains { $0.isNaN }, "\(call): there is a NaN.", why: nanInGradient)
      try suspicion.expect(
        found,
        equals: Playing.policyGradient(
          preferences, episode: episode, weights: weights, discount: discount), in: call
      ) { try $0(preferences, episode, weights, discount) }
    }
    let episode = [
      Move(1, 2, reward: 3, to: 0), Move(0, 1, reward: -1, to: 1), Move(1, 0, reward: 5, to: 1),
      Move(1, 2, reward: 2, to: 3), Move(3, 3, reward: 7, to: 2, .terminated),
    ]
    try compare(
      [[0.5, -1, 0.25, 0], [1, 0, 2, -0.5], [0, 0.75, 0, 1], [-2, 0.5, 1, 0.125]], episode,
      [10, -4, 6, 3, -7], 0.5, "4 states, 4 actions, an episode of 5 steps")
    try compare(
      [[0, 0]], [Move(0, 1, reward: 4, to: 0, .terminated)], [4], 0.5,
      "[[0, 0]], one step, weight 4")
    var generator = RandomGenerator(seed: 12_09)
    for var input in Input.all(seed: 12_09) {
      let (states, actions) = (input.rows, input.columns)
      for (discount, steps) in [(1, 3), (0.9, 7), (0, 2), (0.5, 0), (0.75, 1)] {
        var state = generator.uniformInteger(below: states)
        let episode = (0..<steps).map { t in
          let next = generator.uniformInteger(below: states)
          defer { state = next }
          return Move(
            state, generator.uniformInteger(below: actions), reward: generator.normal(), to: next,
            t + 1 < steps ? .continues : .truncated)
        }
        try compare(
          input.matrix(), episode, input.tensor([steps]).elements, discount,
          "preferences \(input), an episode of \(count(steps, "step"))")
      }
    }
  }
}
