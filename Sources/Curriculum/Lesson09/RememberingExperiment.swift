import Curriculum

/// The computations of lesson 9, one part a file.
///
/// They run on the framework. What trains with functions that it is given, the solution's or the learner's,
/// says so.
public struct RememberingExperiment: Sendable {
  let answers: RememberingAnswers

  /// Makes the experiment run with these functions.
  public init(_ answers: RememberingAnswers) { self.answers = answers }
}
