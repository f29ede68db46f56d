import Curriculum

/// The computations of lesson 10, one part a file.
///
/// They run on the framework. What trains with functions that it is given, the solution's or the learner's,
/// says so.
public struct AttendingExperiment: Sendable {
  let answers: AttendingAnswers

  /// Makes the experiment run with these functions.
  public init(_ answers: AttendingAnswers) { self.answers = answers }
}
