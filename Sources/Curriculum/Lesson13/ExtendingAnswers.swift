import Curriculum
import GradientChecking
import Gradus

/// The functions of lesson 13: of the learner, of the solution, or wrong ones.
public struct ExtendingAnswers: LessonAnswers {
  /// Rows and columns, or any other shape.
  public typealias Matrix = Tensor<Double>
  /// An operation of two inputs on the tape, for one type of numbers.
  public typealias Operation<Scalar: TensorScalar> =
    @Sendable (_ x: Variable<Scalar>, _ b: Variable<Scalar>) throws -> Variable<Scalar>

  /// Exercise 1.
  public typealias SquareplusGradients =
    @Sendable (_ x: Matrix, _ b: Matrix, _ upstream: Matrix) throws -> (x: Matrix, b: Matrix)
  /// Exercise 3.
  public typealias MuonStep =
    @Sendable (
      _ weight: Matrix, _ gradient: Matrix, _ velocity: Matrix, _ learningRate: Double,
      _ momentum: Double
    ) throws -> (weight: Matrix, velocity: Matrix)
  /// Exercise 4.
  public typealias StableDecay =
    @Sendable (_ step: Int, _ total: Int, _ peak: Double, _ warmup: Int, _ decay: Int) throws ->
    Double

  /// Exercise 1.
  public var squareplusGradients: SquareplusGradients = todo("squareplusGradients")
  /// Exercise 2.
  public var squareplus: Operation<Double> = todo("squareplus")
  /// Exercise 2, on numbers that carry a derivative along.
  public var squareplusOfDuals: Operation<Dual<Double>> = todo("squareplus")
  /// Exercise 3.
  public var muonStep: MuonStep = todo("muonStep")
  /// Exercise 4.
  public var stableDecay: StableDecay = todo("stableDecay")

  /// Answers of which each is still to do.
  public init() {}
}
