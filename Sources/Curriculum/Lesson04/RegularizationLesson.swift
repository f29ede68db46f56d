import Curriculum
import Gradus

/// Lesson 4: overfitting, and the remedies that hold a model back.
public enum RegularizationLesson {
  /// The functions that are judged.
  public typealias Answers = RegularizationAnswers
  typealias Matrix = Tensor<Double>

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 4, title: "Regularization", folder: "04-regularization",
    exercises: [
      standardize, polynomialFeatures, l2Penalty, ridge, l1Step, dropout, dropoutBackward,
      smoothedTargets,
    ],
    report: reportRegularization)
}
