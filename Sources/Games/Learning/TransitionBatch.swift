import TensorCore

/// Transitions as tensors: a row for each of B transitions, of D features.
///
/// What deep Q-learning wants to predict is then, without a branch:
///
/// ```swift
/// let target = batch.rewards + batch.continuation * bestNextValues * discount
/// ```
public struct TransitionBatch<Scalar: TensorScalar>: Sendable {
  /// What was seen before the actions, shape [B, D].
  public let observations: Tensor<Scalar>
  /// The actions, shape [B].
  public let actions: Tensor<Int>
  /// The rewards, shape [B]. A network's output of shape [B, 1] has to be reshaped before it meets
  /// them: [B, 1] and [B] broadcast to [B, B].
  public let rewards: Tensor<Scalar>
  /// What was seen after the actions, shape [B, D].
  public let nextObservations: Tensor<Scalar>
  /// By what the value of the next observation is multiplied, shape [B]: 0 where the episode was
  /// terminated, because nothing follows; 1 elsewhere, also where it was truncated.
  public let continuation: Tensor<Scalar>

  /// Gathers transitions, in their order.
  @specialized(where Observation == CartPole.State, Scalar == Float)
  @specialized(where Observation == CartPole.State, Scalar == Double)
  public init<Observation: FeatureVector>(_ transitions: [Transition<Observation>]) {
    observations = featureMatrix(transitions.map(\.observation))
    actions = Tensor(transitions.map(\.action))
    rewards = Tensor(transitions.map { Scalar($0.reward) })
    nextObservations = featureMatrix(transitions.map(\.next))
    continuation = Tensor(transitions.map { $0.ending == .terminated ? 0 : 1 })
  }
}
