import Curriculum
import Gradus

// As in the learner's module, so that the solutions can be pasted over the exercises as they are.
/// A linear model ŷ = x·w + b.
public typealias LinearModel = Curriculum.LinearModel

/// The functions of lesson 1: of the learner, of the solution, or wrong ones.
public struct LinearRegressionAnswers: LessonAnswers {
  /// A tensor of `Double`, the only kind in this lesson.
  public typealias Matrix = Tensor<Double>
  /// A model and the loss before each step that led to it.
  public typealias Training = (model: LinearModel, losses: [Double])
  /// Standardized features, with the mean and the standard deviation of each column.
  public typealias Standardization = (x: Matrix, mean: Matrix, deviation: Matrix)

  /// Exercise 1.
  public var matmul: @Sendable (_ a: Matrix, _ b: Matrix) throws -> Matrix = todo("matmul")
  /// Exercise 2.
  public var predict: @Sendable (_ x: Matrix, _ model: LinearModel) throws -> Matrix = todo(
    "predict")
  /// Exercise 3.
  public var meanSquaredError: @Sendable (_ prediction: Matrix, _ target: Matrix) throws -> Double =
    todo("meanSquaredError")
  /// Exercise 4.
  public var gradient:
    @Sendable (_ x: Matrix, _ target: Matrix, _ model: LinearModel) throws -> LinearModel = todo(
      "gradient")
  /// Exercise 5.
  public var step:
    @Sendable (_ model: LinearModel, _ gradient: LinearModel, _ learningRate: Double) throws ->
      LinearModel = todo("step")
  /// Exercise 6.
  public var train:
    @Sendable (
      _ x: Matrix, _ target: Matrix, _ model: LinearModel, _ learningRate: Double, _ steps: Int
    ) throws -> Training = todo("train")
  /// Exercise 7.
  public var standardize: @Sendable (_ x: Matrix) throws -> Standardization = todo("standardize")
  /// Exercise 8.
  public var normalEquation: @Sendable (_ x: Matrix, _ target: Matrix) throws -> LinearModel = todo(
    "normalEquation")

  /// Answers of which each is still to do.
  public init() {}
}
