import Gradus

/// Lesson 4: overfitting, and the remedies that hold a model back.
public enum RegularizationLesson {
  /// The functions that are judged.
  public typealias Answers = RegularizationAnswers
  typealias Matrix = Tensor<Double>

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 4, title: "Regularization", folder: "04-regularization",
    solution: RegularizationAnswers(
      standardize: Regularization.standardize,
      polynomialFeatures: Regularization.polynomialFeatures,
      l2Penalty: Regularization.l2Penalty,
      ridge: Regularization.ridge,
      l1Step: Regularization.l1Step,
      dropout: Regularization.dropout,
      dropoutBackward: Regularization.dropoutBackward,
      smoothedTargets: Regularization.smoothedTargets),
    stubs: RegularizationAnswers(
      standardize: todo("standardize"),
      polynomialFeatures: todo("polynomialFeatures"),
      l2Penalty: todo("l2Penalty"),
      ridge: todo("ridge"),
      l1Step: todo("l1Step"),
      dropout: todo("dropout"),
      dropoutBackward: todo("dropoutBackward"),
      smoothedTargets: todo("smoothedTargets")),
    exercises: [
      standardize, polynomialFeatures, l2Penalty, ridge, l1Step, dropout, dropoutBackward,
      smoothedTargets,
    ])
}
