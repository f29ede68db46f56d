import Gradus

/// A linear model ŷ = x·w + b; its gradient has the same two parts.
public struct LinearModel: Sendable {
  /// w, one weight a feature: shape [D, 1].
  public var weights: Tensor<Double>
  /// b, the prediction where all features are 0.
  public var bias: Double

  /// Makes a model from its parameters.
  public init(weights: Tensor<Double>, bias: Double) {
    self.weights = weights
    self.bias = bias
  }
}

/// The functions of lesson 1: of the learner, of the solution, or wrong ones.
public struct LinearRegressionAnswers: Sendable {
  /// A tensor of `Double`, the only kind in this lesson.
  public typealias Matrix = Tensor<Double>
  /// A model and the loss before each step that led to it.
  public typealias Training = (model: LinearModel, losses: [Double])
  /// Standardised features, with the mean and the standard deviation of each column.
  public typealias Standardization = (x: Matrix, mean: Matrix, deviation: Matrix)

  /// Exercise 1.
  public var matmul: @Sendable (_ a: Matrix, _ b: Matrix) throws -> Matrix
  /// Exercise 2.
  public var predict: @Sendable (_ x: Matrix, _ model: LinearModel) throws -> Matrix
  /// Exercise 3.
  public var meanSquaredError: @Sendable (_ prediction: Matrix, _ target: Matrix) throws -> Double
  /// Exercise 4.
  public var gradient:
    @Sendable (_ x: Matrix, _ target: Matrix, _ model: LinearModel) throws -> LinearModel
  /// Exercise 5.
  public var step:
    @Sendable (_ model: LinearModel, _ gradient: LinearModel, _ learningRate: Double) throws ->
      LinearModel
  /// Exercise 6.
  public var train:
    @Sendable (
      _ x: Matrix, _ target: Matrix, _ model: LinearModel, _ learningRate: Double, _ steps: Int
    ) throws -> Training
  /// Exercise 7.
  public var standardize: @Sendable (_ x: Matrix) throws -> Standardization
  /// Exercise 8.
  public var normalEquation: @Sendable (_ x: Matrix, _ target: Matrix) throws -> LinearModel

  /// Puts the eight functions together.
  public init(
    matmul: @escaping @Sendable (Matrix, Matrix) throws -> Matrix,
    predict: @escaping @Sendable (Matrix, LinearModel) throws -> Matrix,
    meanSquaredError: @escaping @Sendable (Matrix, Matrix) throws -> Double,
    gradient: @escaping @Sendable (Matrix, Matrix, LinearModel) throws -> LinearModel,
    step: @escaping @Sendable (LinearModel, LinearModel, Double) throws -> LinearModel,
    train: @escaping @Sendable (Matrix, Matrix, LinearModel, Double, Int) throws -> Training,
    standardize: @escaping @Sendable (Matrix) throws -> Standardization,
    normalEquation: @escaping @Sendable (Matrix, Matrix) throws -> LinearModel
  ) {
    self.matmul = matmul
    self.predict = predict
    self.meanSquaredError = meanSquaredError
    self.gradient = gradient
    self.step = step
    self.train = train
    self.standardize = standardize
    self.normalEquation = normalEquation
  }
}
