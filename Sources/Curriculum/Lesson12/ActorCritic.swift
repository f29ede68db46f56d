import Gradus

/// A network with two heads: what to do, and what it is worth.
struct ActorCritic: Model {
  private var body: Sequential<Float>
  private var actor, critic: Linear<Float>

  init(features: Int, hidden: Int, actions: Int, using generator: inout RandomGenerator) {
    body = Sequential(
      Linear(features, hidden, initializer: .glorotUniform, using: &generator), Tanh(),
      Linear(hidden, hidden, initializer: .glorotUniform, using: &generator), Tanh())
    // At first, all actions are about equally probable.
    actor = Linear(
      hidden, actions, initializer: .normal(standardDeviation: 0.01), using: &generator)
    critic = Linear(hidden, 1, initializer: .glorotUniform, using: &generator)
  }

  /// The logits of the actions, shape [N, A], and the states' values, shape [N].
  mutating func forward(
    _ states: Variable<Float>, in context: inout Context
  ) -> (logits: Variable<Float>, values: Variable<Float>) {
    let features = body.forward(states, as: "body", in: &context)
    return (
      actor.forward(features, as: "actor", in: &context),
      critic.forward(features, as: "critic", in: &context).squeezingDimension(at: 1)
    )
  }

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    body.visitParameters(as: "body", visit)
    actor.visitParameters(as: "actor", visit)
    critic.visitParameters(as: "critic", visit)
  }
}
