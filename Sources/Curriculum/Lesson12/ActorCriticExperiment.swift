import Games
import Gradus

extension PlayingExperiment {
  // MARK: (c) A pole on a cart: actor and critic

  /// Trains an actor and a critic on eight poles side by side (Mnih et al., 2016, without threads: A2C).
  ///
  /// An update takes 64 steps of each pole. Rewards are 1 − γ, so that a pole that never falls is worth 1.
  ///
  /// - Parameters:
  ///   - seed: Of weights, actions and poles.
  ///   - updates: How many updates to make, of 512 steps each.
  public static func actorCritic(seed: UInt64, updates: Int = 400) -> PoleTraining {
    let (poles, steps, discount) = (8, 64, 0.99)
    var generator = RandomGenerator(seed: seed)
    var model = ActorCritic(
      features: CartPole.State.featureCount, hidden: 64, actions: 2, using: &generator)
    var optimizer = Adam<Float>()
    var judge = PoleJudge(model, seed: seed) { $0.output(for: $1).logits.value }
    var carts = Array(repeating: CartPole(), count: poles)
    for index in carts.indices { _ = carts[index].reset(using: &generator) }

    for update in 1...updates {
      var transitions: [Transition<CartPole.State>] = []
      for _ in 0..<steps {
        let before = carts.map(\.state)
        let policy = model.output(for: featureMatrix(before)).logits.value.softmax()
        for index in carts.indices {
          let action = generator.bernoulli(Double(policy[index, 1])) ? 1 : 0
          let step = carts[index].step(action, using: &generator)
          transitions.append(Transition(from: before[index], action: action, to: step))
          if carts[index].hasEnded { _ = carts[index].reset(using: &generator) }
        }
      }
      let batch = TransitionBatch<Float>(transitions)
      let values = model.output(for: batch.observations).values.value
      let nextValues = model.output(for: batch.nextObservations).values.value
      let shape: Shape = [steps, poles]
      let advantages = generalizedAdvantages(
        rewards: Tensor(repeating: Float(1 - discount), shape: shape),
        endings: Tensor(transitions.map(\.ending)).reshaped(to: shape),
        values: values.reshaped(to: shape), nextValues: nextValues.reshaped(to: shape),
        discount: discount, lambda: 0.95
      ).reshaped(to: values.shape)
      var context = Context.training(seed: seed)
      var (_, gradients) = valueWithGradients(at: &model) { model in
        actorCriticLoss(
          model.forward(Variable(batch.observations), in: &context), actions: batch.actions,
          advantages: advantages, targets: advantages + values)
      }
      gradients.clip(toNorm: 0.5)
      optimizer.learningRate = 0.01 * (1 - Double(update - 1) / Double(updates))
      optimizer.update(&model, along: gradients)
      if update % max(1, updates / 20) == 0 {
        judge.consider(model, afterSteps: update * steps * poles)
      }
    }
    return judge.report(last: model)
  }

  /// The actor's loss, the critic's, and a small reward for not being too sure too early.
  ///
  /// - Parameters:
  ///   - output: What the model makes of N states.
  ///   - actions: What was done there, shape [N].
  ///   - advantages: By how much that was better than expected, shape [N]: numbers, so that no gradient of
  ///     the actor's loss reaches the critic.
  ///   - targets: What the states were worth, shape [N].
  private static func actorCriticLoss(
    _ output: (logits: Variable<Float>, values: Variable<Float>), actions: Tensor<Int>,
    advantages: Tensor<Float>, targets: Tensor<Float>
  ) -> Variable<Float> {
    let logProbabilities = output.logits.logSoftmax()
    let chosen = logProbabilities.gather(actions.expandingDimension(at: 1), along: 1)
    let standardized =
      (advantages - advantages.mean()) / (advantages.variance().squareRoot() + 1e-6)
    let actorLoss = -(chosen.squeezingDimension(at: 1) * Variable(standardized)).mean()
    let criticLoss = meanSquaredError(output.values, targets)
    let entropy = -(logProbabilities.exp() * logProbabilities).sum(along: 1).mean()
    return actorLoss + criticLoss - entropy * 0.01
  }
}
