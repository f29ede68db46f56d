import Curriculum

/// Lesson 13: an operation, an optimizer and a kernel of one's own, and how to find the fault.
public enum ExtendingLesson {
  /// The functions that are judged.
  public typealias Answers = ExtendingAnswers
  typealias Matrix = Answers.Matrix

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 13, title: "Extending", folder: "13-extending",
    exercises: [
      squareplusGradients, squareplus, muonStep, stableDecay, robustLoss, hessianVectorProduct,
      accumulatedStep, squareplusKernel, centered, isRightLayer,
    ],
    report: reportExtending)
}
