import Curriculum
import Gradus

/// The functions of lesson 10: of the learner, of the solution, or wrong ones.
public struct AttendingAnswers: LessonAnswers {
  /// Exercise 1.
  public var shiftedTargets:
    @Sendable (_ tokens: Tensor<Int>) throws -> (inputs: Tensor<Int>, targets: Tensor<Int>) = todo(
      "shiftedTargets")

  /// Answers of which each is still to do.
  public init() {}
}
