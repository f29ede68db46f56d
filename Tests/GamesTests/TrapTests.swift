import Games
import TensorCore
import Testing

@Suite struct TrapTests {
  @Test("a step before the reset, after the end, or of an action that does not exist")
  func steps() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var (generator, cart) = (RandomGenerator(seed: 1), CartPole())
      _ = cart.step(0, using: &generator)
    }.says("CartPole.step: the episode has ended, or none has begun; call reset first")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var (generator, cart) = (RandomGenerator(seed: 1), CartPole(limit: 1))
      _ = cart.reset(using: &generator)
      _ = cart.step(0, using: &generator)
      _ = cart.step(0, using: &generator)
    }.says("CartPole.step: the episode has ended, or none has begun; call reset first")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var (generator, lake) = (RandomGenerator(seed: 1), FrozenLake.fourByFour.environment())
      _ = lake.reset(using: &generator)
      _ = lake.step(4, using: &generator)
    }.says("TabularEnvironment.step: expected an action in 0..<4, found 4")
  }

  @Test("a state in which no episode can begin") func resets() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var lake = FrozenLake.fourByFour.environment()
      lake.reset(to: 15)
    }.says("TabularEnvironment.reset: nothing follows the terminal state 15")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var cart = CartPole()
      cart.reset(to: .init(position: 0, velocity: 0, angle: .nan, angularVelocity: 0))
    }.says("CartPole.reset: expected a position within 2.4 m, an angle within 12°")
  }

  @Test("rules that are no rules") func processes() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess(startProbabilities: [1], actionCount: 1) { _, _ in
        [.init(probability: 0.5, state: 0, reward: 0)]
      }
    }.says(
      "MarkovDecisionProcess: expected probabilities of at least 0 whose sum is 1 for action 0 in "
        + "state 0, found [0.5]")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess(startProbabilities: [1], actionCount: 1) { _, _ in
        [.init(probability: 1, state: 1, reward: 0)]
      }
    }.says("MarkovDecisionProcess: expected finite rewards and states in 0..<1 after action 0")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MarkovDecisionProcess(startProbabilities: [1], actionCount: 1, terminalStates: [0]) {
        _, _ in []
      }
    }.says("MarkovDecisionProcess: an episode could begin in the terminal state 0")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GridWorld(["SF", "G"])
    }.says("GridWorld: expected rows of the same length, found [\"SF\", \"G\"]")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = GridWorld(["SX"])
    }.says("GridWorld: expected the letters S, F, G, H, . and #, found [\"SX\"]")
  }

  @Test("a discount above 1, and a policy that is none") func solvers() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try? FrozenLake.fourByFour.process().optimalValues(discount: 1.01)
    }.says("optimalValues: expected a discount from 0 to 1, found 1.01")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let process = FrozenLake.fourByFour.process()
      _ = try? process.policyValues(.ones([16, 4]), discount: 0.9)
    }.says(
      "policyValues: expected probabilities of at least 0 whose sum is 1 in state 0, "
        + "found [\"1.0\", \"1.0\", \"1.0\", \"1.0\"]")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let process = FrozenLake.fourByFour.process()
      _ = try? process.exactPolicyValues(.ones([4, 16]), discount: 0.9)
    }.says("exactPolicyValues: expected a policy of shape [16, 4], found [4, 16]")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = discountedReturns(
        rewards: Tensor<Float>([1]), endings: Tensor([.continues]), discount: 2)
    }.says("discountedReturns: expected a discount from 0 to 1, found 2.0")
  }

  @Test("an illegal move") func moves() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TicTacToe().playing(4).playing(4)
    }.says(
      "TicTacToe.playing: expected one of the legal moves [0, 1, 2, 3, 5, 6, 7, 8], found 4")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TicTacToe().playing(0).playing(3).playing(1).playing(4).playing(2).playing(5)
    }.says("TicTacToe.playing: expected one of the legal moves [], found 5")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var game = ConnectFour()
      for _ in 0..<5 { game = game.playing(2) }
    }.says("ConnectFour.playing: expected one of the legal moves [0, 1, 3, 4], found 2")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = resultProbabilities(
        from: TicTacToe(), first: { _ in [1, 0, 0, 0, 0, 0, 0, 0, 0] },
        second: { _ in [1, 0, 0, 0, 0, 0, 0, 0, 0] })
    }.says("resultProbabilities: the policy gives the illegal move 0 the probability 1.0 in\nX")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let after = SolvedGame(from: TicTacToe().playing(0))
      _ = after.value(of: TicTacToe())
    }.says("value: this position cannot be reached from the solved one:\n. . .")
  }

  @Test("an empty buffer sampled, steps of different lengths, nothing to choose from")
  func learning() async {
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = ReplayBuffer<Int>(capacity: 1).sample(1, using: &generator)
    }.says("ReplayBuffer.sample: the buffer is empty")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ReplayBuffer<Int>(capacity: 0)
    }.says("ReplayBuffer: expected a capacity of at least 1, found 0")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = generalizedAdvantages(
        rewards: Tensor<Float>([1, 2]), endings: Tensor([.continues, .continues]),
        values: [[1], [2]], nextValues: [1, 2], discount: 0.9)
    }.says(
      "generalizedAdvantages: expected rewards of shape [T] or [T, …] and all else of the same shape, "
        + "found rewards [2], endings [2], values [2, 1], next values [2]")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = generator.greedy([1, 2], among: [])
    }.says("greedy: expected at least one possible action, found none")
    await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 1)
      _ = generator.epsilonGreedy([1, 2], epsilon: -0.1)
    }.says("epsilonGreedy: expected an epsilon from 0 to 1, found -0.1")
  }
}
