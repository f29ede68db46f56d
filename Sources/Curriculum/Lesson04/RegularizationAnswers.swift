import Curriculum
import Gradus

// As in the learner's module, so that the solutions can be pasted over the exercises as they are.
/// A linear model ŷ = x·w + b.
public typealias LinearModel = Curriculum.LinearModel

/// The functions of lesson 4: of the learner, of the solution, or wrong ones.
public struct RegularizationAnswers: LessonAnswers {
  /// A tensor of `Double`, the only kind in this lesson.
  public typealias Matrix = Tensor<Double>

  /// Exercise 1.
  public typealias Standardize =
    @Sendable (_ train: Matrix, _ test: Matrix) throws -> (train: Matrix, test: Matrix)
  /// Exercise 2.
  public typealias PolynomialFeatures = @Sendable (_ x: Matrix, _ degree: Int) throws -> Matrix
  /// Exercise 3.
  public typealias L2Penalty =
    @Sendable (_ model: LinearModel, _ strength: Double) throws -> (
      penalty: Double, gradient: LinearModel
    )
  /// Exercise 4.
  public typealias Ridge =
    @Sendable (_ x: Matrix, _ target: Matrix, _ strength: Double) throws -> LinearModel
  /// Exercise 5.
  public typealias L1Step =
    @Sendable (
      _ model: LinearModel, _ gradient: LinearModel, _ learningRate: Double, _ strength: Double
    ) throws -> LinearModel
  /// Exercise 6.
  public typealias Dropout =
    @Sendable (_ x: Matrix, _ draws: Matrix, _ probability: Double, _ isTraining: Bool) throws ->
    Matrix
  /// Exercise 7.
  public typealias DropoutBackward =
    @Sendable (_ upstream: Matrix, _ draws: Matrix, _ probability: Double) throws -> Matrix
  /// Exercise 8.
  public typealias SmoothedTargets =
    @Sendable (_ labels: Tensor<Int>, _ classCount: Int, _ smoothing: Double) throws -> Matrix

  /// Exercise 1.
  public var standardize: Standardize = todo("standardize")
  /// Exercise 2.
  public var polynomialFeatures: PolynomialFeatures = todo("polynomialFeatures")
  /// Exercise 3.
  public var l2Penalty: L2Penalty = todo("l2Penalty")
  /// Exercise 4.
  public var ridge: Ridge = todo("ridge")
  /// Exercise 5.
  public var l1Step: L1Step = todo("l1Step")
  /// Exercise 6.
  public var dropout: Dropout = todo("dropout")
  /// Exercise 7.
  public var dropoutBackward: DropoutBackward = todo("dropoutBackward")
  /// Exercise 8.
  public var smoothedTargets: SmoothedTargets = todo("smoothedTargets")

  /// Answers of which each is still to do.
  public init() {}
}
