import Curriculum
import Gradus

/// Lesson 1: linear regression and mean squared error.
public enum LinearRegressionLesson {
  /// The functions that are judged.
  public typealias Answers = LinearRegressionAnswers
  typealias Matrix = Tensor<Double>

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 1, title: "Linear regression and MSE", folder: "01-linear-regression",
    exercises: [
      matmul, predict.after(matmul), meanSquaredError, gradient.after(matmul, predict), step,
      train.after(matmul, predict, meanSquaredError, gradient, step), standardize,
      normalEquation.after(matmul),
    ],
    report: reportLinearRegression)
}
