import Gradus

/// Lesson 1: linear regression and mean squared error.
public enum LinearRegressionLesson {
  /// The functions that are judged.
  public typealias Answers = LinearRegressionAnswers
  typealias Matrix = Tensor<Double>

  /// The lesson's exercises and their solution.
  public static let lesson = Lesson(
    number: 1, title: "Linear regression and MSE", folder: "01-linear-regression",
    solution: LinearRegressionAnswers(
      matmul: LinearRegression.matmul,
      predict: LinearRegression.predict,
      meanSquaredError: LinearRegression.meanSquaredError,
      gradient: LinearRegression.gradient,
      step: LinearRegression.step,
      train: LinearRegression.train,
      standardize: LinearRegression.standardize,
      normalEquation: LinearRegression.normalEquation),
    stubs: LinearRegressionAnswers(
      matmul: todo("matmul"),
      predict: todo("predict"),
      meanSquaredError: todo("meanSquaredError"),
      gradient: todo("gradient"),
      step: todo("step"),
      train: todo("train"),
      standardize: todo("standardize"),
      normalEquation: todo("normalEquation")),
    exercises: [
      matmul, predict.after(matmul), meanSquaredError, gradient.after(matmul, predict), step,
      train.after(matmul, predict, meanSquaredError, gradient, step), standardize,
      normalEquation.after(matmul),
    ])
}

/// A regression problem with seeded random numbers, for checks that no special case should pass.
struct RandomRegression {
  let x: Tensor<Double>
  let target: Tensor<Double>
  let model: LinearModel

  /// - Parameters:
  ///   - samples: N.
  ///   - features: D.
  ///   - seed: The same seed gives the same problem.
  init(samples: Int, features: Int, seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    x = .normal([samples, features], mean: 1, using: &generator)
    target = .normal([samples, 1], using: &generator)
    model = LinearModel(
      weights: .normal([features, 1], using: &generator), bias: generator.normal())
  }
}

/// Throws a ``Disagreement`` when one of the two parts of a model differs.
func expect(
  _ found: LinearModel, equals expected: LinearModel, in what: String, tolerance: Double = 1e-9,
  suspects: [Suspect<LinearModel>] = []
) throws {
  try expect(
    found.weights, equals: expected.weights, in: what + ", weights", tolerance: tolerance,
    suspects: suspects.map { Suspect($0.result.weights, $0.mistake) })
  try expect(
    found.bias, equals: expected.bias, in: what + ", bias", tolerance: tolerance,
    suspects: suspects.map { Suspect($0.result.bias, $0.mistake) })
}
