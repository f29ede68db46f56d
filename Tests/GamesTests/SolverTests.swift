import Games
import TensorCore
import Testing

@Suite struct SolverTests {
  /// Figure 4.1 of Sutton and Barto (2018): 4×4 cells, two goals in corners, each step costs 1.
  private static let corners = GridWorld(["G...", "....", "....", "...G"]).process(stepReward: -1)

  @Test("the random policy on Sutton and Barto's grid has the values of their figure 4.1")
  func suttonAndBarto() throws {
    let expected: Tensor<Double> = [
      0, -14, -20, -22, -14, -18, -20, -20, -20, -20, -18, -14, -22, -20, -14, 0,
    ]
    let policy = Self.corners.uniformPolicy
    #expect(distance(try Self.corners.policyValues(policy, discount: 1), expected) < 1e-8)
    #expect(distance(try Self.corners.exactPolicyValues(policy, discount: 1), expected) < 1e-11)
  }

  @Test("the best value there is minus the number of steps to the nearest corner")
  func steps() throws {
    let expected = (0..<16).map { state in
      let steps = state / 4 + state % 4
      return -Double(min(steps, 6 - steps))
    }
    #expect(try Self.corners.optimalValues(discount: 1).elements == expected)
    // Where two directions are equally good, the greedy policy takes both.
    let q = Self.corners.actionValues(of: Tensor(expected), discount: 1)
    let policy = greedyPolicy(for: q)
    #expect((0..<4).map { policy[5, $0] } == [0.5, 0, 0, 0.5])
    #expect((0..<4).map { policy[1, $0] } == [1, 0, 0, 0])
    #expect((0..<4).map { policy[3, $0] } == [0.5, 0.5, 0, 0])
  }

  @Test("FrozenLake: 0.542 with discount 0.99, 14/17 without, 0.7442 within 100 steps")
  func frozenLake() throws {
    let process = FrozenLake.fourByFour.process()
    #expect(abs(try process.optimalValues(discount: 0.99)[0] - 0.5420259) < 1e-7)
    #expect(abs(try process.optimalValues(discount: 1, tolerance: 1e-13)[0] - 14.0 / 17) < 1e-10)
    #expect(abs(process.optimalValues(within: 100, discount: 1)[0] - 0.7442) < 5e-5)
    #expect(process.optimalValues(within: 0, discount: 1) == .zeros([16]))
    // The goal is six steps away.
    #expect(process.optimalValues(within: 5, discount: 1)[0] == 0)
    #expect(process.optimalValues(within: 6, discount: 1)[0] > 0)
  }

  @Test("iteration and linear equations give a policy the same values, within the tolerance")
  func twoEvaluations() throws {
    for seed in UInt64(0)..<20 {
      var generator = RandomGenerator(seed: seed)
      let process = randomProcess(
        states: 2 + Int(seed % 5), actions: 1 + Int(seed % 3), using: &generator)
      let policy = randomPolicy(for: process, using: &generator)
      for discount in [0, 0.5, 0.95] {
        let exact = try process.exactPolicyValues(policy, discount: discount)
        for tolerance in [1e-3, 1e-9] {
          let found = try process.policyValues(policy, discount: discount, tolerance: tolerance)
          // 1e-12 for rounding.
          #expect(distance(found, exact) <= tolerance + 1e-12, "seed \(seed)")
        }
      }
      let exact = try process.exactPolicyValues(policy, discount: 1)
      #expect(distance(try process.policyValues(policy, discount: 1), exact) < 1e-6, "seed \(seed)")
    }
  }

  @Test("the best values are the best of all policies, each evaluated by itself")
  func enumeration() throws {
    for seed in UInt64(0)..<10 {
      var generator = RandomGenerator(seed: seed)
      let process = randomProcess(states: 4, actions: 3, using: &generator)
      for discount in [0.0, 0.9, 1] {
        var best = Tensor<Double>(repeating: -.infinity, shape: [4])
        for number in 0..<27 {
          var policy = Tensor<Double>.zeros([4, 3])
          for (state, action) in [number % 3, number / 3 % 3, number / 9].enumerated() {
            policy[state, action] = 1
          }
          best = best.maximum(try process.exactPolicyValues(policy, discount: discount))
        }
        let found = try process.optimalValues(discount: discount, tolerance: 1e-11)
        #expect(distance(found, best) < 1e-9, "seed \(seed), discount \(discount)")
        let q = process.actionValues(of: found, discount: discount)
        let greedy = try process.exactPolicyValues(greedyPolicy(for: q), discount: discount)
        #expect(distance(greedy, best) < 1e-9, "seed \(seed), discount \(discount)")
      }
    }
  }

  /// Nothing is drawn but where episodes begin and what is done, so that the last reward seen is the truth
  /// and a learning rate of 1 is right.
  @Test("an agent that only sees steps finds the solver's values") func learning() throws {
    let seed: UInt64 = 8
    var generator = RandomGenerator(seed: seed)
    var environment = TabularEnvironment(Self.corners, limit: 20)
    var q = Tensor<Double>.zeros([16, 4])
    func values(_ state: Int) -> [Double] { (0..<4).map { q[state, $0] } }
    for _ in 0..<400 {
      var state = environment.reset(using: &generator)
      while !environment.hasEnded {
        let action = generator.epsilonGreedy(values(state), epsilon: 0.5)
        let step = environment.step(action, using: &generator)
        let following = step.ending == .terminated ? 0 : values(step.observation).max()!
        q[state, action] = step.reward + following
        state = step.observation
      }
    }
    #expect(q.max(along: 1) == (try Self.corners.optimalValues(discount: 1)), "seed \(seed)")
  }

  /// Returns are in 0 ... 1, so that their variance is at most V·(1 − V).
  @Test("the mean return of episodes agrees with the value of the policy", arguments: [0.9, 1])
  func monteCarlo(_ discount: Double) throws {
    let seed: UInt64 = 2026
    let process = FrozenLake.fourByFour.process()
    let best = greedyPolicy(
      for: process.actionValues(
        of: try process.optimalValues(discount: discount), discount: discount), tolerance: 1e-7)
    for policy in [best, process.uniformPolicy] {
      let value = try process.exactPolicyValues(policy, discount: discount)[0]
      var generator = RandomGenerator(seed: seed)
      var environment = TabularEnvironment(process)
      let count = 3000
      var sum = 0.0
      for _ in 0..<count {
        let episode = environment.playEpisode(using: &generator) { state, generator in
          generator.categorical((0..<4).map { policy[state, $0] })
        }
        sum +=
          discountedReturns(
            rewards: Tensor(episode.map(\.reward)), endings: Tensor(episode.map(\.ending)),
            discount: discount)[0]
      }
      let deviation = (value * (1 - value) / Double(count)).squareRoot()
      #expect(
        abs(sum / Double(count) - value) <= 5 * deviation,
        "seed \(seed): \(sum / Double(count)) for \(value)")
    }
  }

  @Test("what stands for a terminal state does not count") func terminal() {
    let process = GridWorld(["SG"]).process(goalReward: 1)
    let q = process.actionValues(of: [10, 1000], discount: 0.5)
    #expect(q == [[5, 5, 1, 5], [0, 0, 0, 0]])
  }

  @Test("a policy that never ends has no value without a discount, and both evaluations say so")
  func endless() throws {
    let process = GridWorld(["S.G"]).process(stepReward: -1)
    var stuck = Tensor<Double>.zeros([3, 4])
    for state in 0..<3 { stuck[state, 0] = 1 }
    #expect(throws: SingularMatrix.self) { try process.exactPolicyValues(stuck, discount: 1) }
    let error = #expect(throws: NotConverged.self) {
      try process.policyValues(stuck, discount: 1, maximumSweeps: 50)
    }
    #expect(
      error?.description == "the values do not settle: sweep 50 still changed one by 1.0")
    // With a discount, the sum of −γᵗ is −1/(1 − γ).
    #expect(
      abs(try process.exactPolicyValues(stuck, discount: 0.9)[0] + 10) < 1e-12)
    #expect(throws: NotConverged.self) {
      try process.optimalValues(discount: 0.99, maximumSweeps: 1)
    }
  }

  @Test("value iteration against a perfect opponent is minimax") func minimax() throws {
    let solved = SolvedGame<TicTacToe>()
    let positions = reachablePositions(from: TicTacToe()).filter {
      $0.result == nil && $0.player == .first
    }
    let numbers = Dictionary(uniqueKeysWithValues: zip(positions, 0...))
    let over = positions.count
    func outcome(_ position: TicTacToe, _ probability: Double) -> MarkovDecisionProcess.Outcome {
      let points = position.result?.points(for: .first) ?? 0
      return .init(
        probability: probability, state: numbers[position] ?? over, reward: Double(points))
    }
    // An illegal move loses twice.
    let process = MarkovDecisionProcess(
      startProbabilities: [1] + Array(repeating: 0, count: over), actionCount: 9,
      terminalStates: [over]
    ) { state, move in
      let position = positions[state]
      guard position.legalMoves.contains(move) else {
        return [.init(probability: 1, state: over, reward: -2)]
      }
      let after = position.playing(move)
      guard after.result == nil else { return [outcome(after, 1)] }
      let answers = solved.bestMoves(in: after)
      return answers.map { outcome(after.playing($0), 1 / Double(answers.count)) }
    }
    let values = try process.optimalValues(discount: 1)
    for (number, position) in positions.enumerated() {
      #expect(abs(values[number] - Double(solved.value(of: position))) < 1e-12, "\(position)")
    }
  }
}
