import Games
import Gradus

extension PlayingExperiment {
  // MARK: (c) A pole on a cart: deep Q-learning

  /// Trains a network 4-64-64-2 by deep Q-learning (Mnih et al., 2015) with two networks that share the
  /// work of the target: the one that learns says which action is the best, its older copy what it is worth
  /// (van Hasselt et al., 2016, *Deep Reinforcement Learning with Double Q-learning*).
  ///
  /// After every 64 steps come 32 updates, each from 64 transitions of the memory.
  ///
  /// - Parameters:
  ///   - seed: Of weights, actions and poles.
  ///   - steps: How many steps to take.
  public static func deepQ(seed: UInt64, steps: Int = 50_000) -> PoleTraining {
    let discount: Float = 0.99
    var generator = RandomGenerator(seed: seed)
    var network = Sequential(
      Linear<Float>(CartPole.State.featureCount, 64, using: &generator), ReLU(),
      Linear(64, 64, using: &generator), ReLU(), Linear(64, 2, using: &generator))
    // A copy is a value: what changes the network leaves the copy as it is.
    var target = network
    var optimizer = Adam<Float>()
    var memory = ReplayBuffer<Transition<CartPole.State>>(capacity: steps)
    var judge = PoleJudge(network, seed: seed) { $0($1) }
    var cart = CartPole()
    var state = cart.reset(using: &generator)
    var updates = 0

    for step in 1...steps {
      let epsilon = max(0.04, 1 - Double(step) / (0.16 * Double(steps)))
      let action = generator.epsilonGreedy(
        network(featureMatrix([state])).elements.map(Double.init), epsilon: epsilon)
      let next = cart.step(action, using: &generator)
      memory.append(Transition(from: state, action: action, to: next))
      state = cart.hasEnded ? cart.reset(using: &generator) : next.observation

      if step % 64 == 0 && step >= 1000 {
        optimizer.learningRate = 0.001 * (1 - Double(step) / Double(steps))
        for _ in 0..<32 {
          let batch = TransitionBatch<Float>(memory.sample(64, using: &generator))
          let best = network(batch.nextObservations).argmax(along: 1).expandingDimension(at: 1)
          let nextValues = target(batch.nextObservations).gather(best, along: 1)
            .squeezingDimension(at: 1)
          // Rewards are 1 − γ, so that a pole that never falls is worth 1.
          let targets = batch.rewards * (1 - discount) + batch.continuation * nextValues * discount
          var context = Context.training(seed: seed)
          var (_, gradients) = valueWithGradients(at: &network) { network in
            let values = network.forward(Variable(batch.observations), in: &context)
            let chosen = values.gather(batch.actions.expandingDimension(at: 1), along: 1)
            return huber(chosen.squeezingDimension(at: 1), targets)
          }
          gradients.clip(toNorm: 10)
          optimizer.update(&network, along: gradients)
          updates += 1
          if updates % 100 == 0 { target = network }
        }
      }
      if step % max(1, steps / 40) == 0 { judge.consider(network, afterSteps: step) }
    }
    return judge.report(last: network)
  }
}
