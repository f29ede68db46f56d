/// The experiments of lesson 12, with the functions of the solution or the learner's.
///
/// - (a) `LakeExperiment.swift`: a table that learns, against the exact values.
/// - (b) `GradientExperiment.swift`: estimates of a policy's gradient, against the gradient.
/// - (c) `ActorCriticExperiment.swift` and `DeepQExperiment.swift`: a pole on a cart.
/// - (d) `SelfPlayExperiment.swift` and `SelfPlayNetwork.swift`: tic-tac-toe, against perfect play.
/// - (e) `ConnectFourExperiment.swift`: a game that is too large for a table.
public struct PlayingExperiment: Sendable {
  let answers: PlayingAnswers

  /// Experiments with these functions.
  public init(_ answers: PlayingAnswers) { self.answers = answers }
}
