import Curriculum

/// Lesson 14: the same model elsewhere, smaller and faster; tuning by method; and when to leave Gradus.
public enum LeavingLesson {
  /// The functions that are judged.
  public typealias Answers = LeavingAnswers
  typealias Matrix = Answers.Matrix

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 14, title: "Out into the world", folder: "14-out-into-the-world",
    exercises: [
      translated, varint, quantizedRow, integerProduct, errorBound, comparison, roofline,
      halvingRound, allReduce,
    ],
    studies: [LeavingStudies.factors, LeavingStudies.search],
    report: reportLeaving)
}
