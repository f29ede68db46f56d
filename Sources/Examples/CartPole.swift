import Foundation
import Games
import Gradus

// An actor–critic balances a pole on a cart (Mnih et al., 2016, *Asynchronous Methods for Deep Reinforcement
// Learning*; this is its variant without threads, A2C). The actor chooses actions, the critic says what states
// are worth, and the actor does more often what has turned out better than the critic had thought.

/// A model with two outputs.
struct ActorCritic<Scalar: TensorScalar>: Model {
  var body, actor, critic: Linear<Scalar>

  init(features: Int, hidden: Int, actions: Int, using generator: inout RandomGenerator) {
    body = Linear(features, hidden, initializer: .glorotUniform, using: &generator)
    // At first, all actions are about equally probable.
    actor = Linear(
      hidden, actions, initializer: .normal(standardDeviation: 0.01), using: &generator)
    critic = Linear(hidden, 1, initializer: .glorotUniform, using: &generator)
  }

  /// The logits of the actions, shape [N, A], and the states' values, shape [N].
  mutating func forward(
    _ states: Variable<Scalar>, in context: inout Context
  ) -> (logits: Variable<Scalar>, values: Variable<Scalar>) {
    let features = body.forward(states, as: "body", in: &context).tanh()
    return (
      actor.forward(features, as: "actor", in: &context),
      critic.forward(features, as: "critic", in: &context).squeezingDimension(at: 1)
    )
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    body.visitParameters(as: "body", visit)
    actor.visitParameters(as: "actor", visit)
    critic.visitParameters(as: "critic", visit)
  }
}

/// The actor's loss, the critic's, and a reward for not being too sure too early, of N steps.
///
/// - Parameters:
///   - output: What the model makes of the states.
///   - actions: What was done there, shape [N].
///   - targets: What the states were worth, shape [N].
func actorCriticLoss<Scalar>(
  _ output: (logits: Variable<Scalar>, values: Variable<Scalar>), actions: Tensor<Int>,
  targets: Variable<Scalar>
) -> Variable<Scalar> {
  let logProbabilities = output.logits.logSoftmax()
  let chosen = logProbabilities.gather(actions.expandingDimension(at: 1), along: 1)
  let error = targets - output.values
  // The actor takes the advantage as it is: it must not learn to change the critic's mind.
  let advantage = error.detached()
  let spread = advantage.variance().sqrt() + 1e-6
  let standardized = (advantage - advantage.mean()) / spread
  let actorLoss = -(chosen.squeezingDimension(at: 1) * standardized).mean()
  let entropy = -(output.logits.softmax() * logProbabilities).sum(along: 1).mean()
  return actorLoss + error.squared().mean() - entropy * 0.01
}

/// Learns to balance the pole, and prints how many steps it stays up: of the random policy, during the learning,
/// and of the policy that always takes the more probable action.
///
/// - Parameters:
///   - episodes: How many episodes to learn from.
///   - groupSize: How many of them make one step of the optimizer.
///   - seed: Where the random numbers start.
/// - Returns: The mean lengths of the episodes of the random and of the learned policy.
@discardableResult
func playCartPole(
  episodes: Int = 800, groupSize: Int = 4, seed: UInt64 = 1
) -> (random: Double, learned: Double) {
  var generator = RandomGenerator(seed: seed)
  var cart = CartPole()
  var model = ActorCritic<Float>(
    features: CartPole.State.featureCount, hidden: 64, actions: cart.actionCount,
    using: &generator)
  // At the full rate, what is learned is lost again now and then.
  let schedule = LinearDecay(from: 0.01, steps: episodes)
  var optimizer = Adam<Float>()
  let discount = 0.99

  /// The mean length of 20 episodes.
  func meanLength(choosing action: (CartPole.State, inout RandomGenerator) -> Int) -> Double {
    let lengths = (0..<20).map { _ in
      cart.playEpisode(using: &generator, choosing: action).count
    }
    return Double(lengths.reduce(0, +)) / Double(lengths.count)
  }
  func logits(_ state: CartPole.State) -> Tensor<Float> {
    model.output(for: featureMatrix([state])).logits.value
  }

  let random = meanLength { _, generator in generator.uniformInteger(below: 2) }
  print(
    "An actor–critic balances a pole, seed \(seed). Pushed at random, it stays up for "
      + "\(random) steps on average.")
  var lengths: [Int] = []
  while lengths.count < episodes {
    var steps: [Transition<CartPole.State>] = []
    for _ in 0..<groupSize {
      let episode = cart.playEpisode(using: &generator) { state, generator in
        generator.categorical(logits(state).softmax().elements.map(Double.init))
      }
      lengths.append(episode.count)
      steps += episode
    }
    let batch = TransitionBatch<Float>(steps)
    let values = model.output(for: batch.observations).values.value
    // The rewards are so small that values stay below 1, which suits a network. With λ near 1 the actor
    // trusts what has happened more than what the critic thinks of it.
    let advantages = generalizedAdvantages(
      rewards: batch.rewards * Float(1 - discount), endings: Tensor(steps.map(\.ending)),
      values: values, nextValues: model.output(for: batch.nextObservations).values.value,
      discount: discount, lambda: 0.99)
    var context = Context.training(seed: seed)
    let (_, gradients) = valueWithGradients(at: &model) { model in
      actorCriticLoss(
        model.forward(Variable(batch.observations), in: &context), actions: batch.actions,
        targets: Variable(advantages + values))
    }
    optimizer.learningRate = schedule.rate(at: lengths.count - groupSize)
    optimizer.update(&model, along: gradients)
    if lengths.count % 100 < groupSize {
      let recent = lengths.suffix(100)
      print("episode \(lengths.count): \(recent.reduce(0, +) / recent.count) steps on average")
    }
  }

  let learned = meanLength { state, generator in
    generator.greedy(logits(state).elements.map(Double.init))
  }
  print("By the more probable action: \(learned) steps on average, of \(cart.limit) at most.")
  return (random, learned)
}
