import Curriculum

/// The computations of lesson 2, one part a file.
///
/// They run on the framework. Where a part trains with functions that it is given, the solution's or
/// the learner's, it says so.
public struct BackpropagationExperiment: Sendable {
  let answers: BackpropagationAnswers

  /// Makes the experiment run with these functions.
  public init(_ answers: BackpropagationAnswers) { self.answers = answers }
}
