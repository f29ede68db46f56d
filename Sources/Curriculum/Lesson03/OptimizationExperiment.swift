import Curriculum

/// The computations of lesson 3, one part a file.
///
/// They run on the framework's optimizers. Where a part uses functions that it is given, the solution's
/// or the learner's, it says so.
public struct OptimizationExperiment: Sendable {
  let answers: OptimizationAnswers

  /// Makes the experiment run with these functions.
  public init(_ answers: OptimizationAnswers) { self.answers = answers }
}
