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
  /// Exercise 5.
  public typealias RobustLoss =
    @Sendable (
      _ prediction: Variable<Double>, _ target: Matrix, _ weights: Matrix, _ epsilon: Double,
      _ reduction: LossReduction
    ) throws -> Variable<Double>
  /// Exercise 6.
  public typealias HessianVectorProduct =
    @Sendable (
      _ gradient: (Tensor<Dual<Double>>) throws -> Tensor<Dual<Double>>, _ x: Matrix, _ v: Matrix
    ) throws -> Matrix
  /// Exercise 7.
  public typealias AccumulatedStep =
    @Sendable (
      _ parameters: [Matrix], _ sizes: [Int], _ maximumNorm: Double, _ learningRate: Double,
      _ gradient: (_ part: Int, _ parameters: [Matrix]) throws -> [Matrix]
    ) throws -> [Matrix]
  /// Exercise 8.
  public typealias Kernel =
    @Sendable (
      _ x: UnsafePointer<Float>, _ b: Float, _ y: UnsafeMutablePointer<Float>, _ count: Int
    ) throws -> Void
  /// Exercise 9.
  public typealias Centered =
    @Sendable (
      _ x: Variable<Double>, _ runningMean: inout Matrix, _ momentum: Double, _ isTraining: Bool
    ) throws -> Variable<Double>
  /// A layer: from inputs to the output, and to what maps the upstream gradient to those of the inputs.
  public typealias Layer =
    (_ inputs: [Matrix]) throws -> (output: Matrix, pullback: (Matrix) throws -> [Matrix])
  /// Exercise 10.
  public typealias IsRightLayer =
    @Sendable (_ layer: Layer, _ shapes: [Shape], _ generator: inout RandomGenerator) throws -> Bool

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
  /// Exercise 5.
  public var robustLoss: RobustLoss = todo("robustLoss")
  /// Exercise 6.
  public var hessianVectorProduct: HessianVectorProduct = { _, _, _ in
    throw Todo("hessianVectorProduct")
  }
  /// Exercise 7.
  public var accumulatedStep: AccumulatedStep = { _, _, _, _, _ in throw Todo("accumulatedStep") }
  /// Exercise 8.
  public var squareplusKernel: Kernel = todo("squareplusKernel")
  /// Exercise 9.
  public var centered: Centered = { _, _, _, _ in throw Todo("centered") }
  /// Exercise 10.
  public var isRightLayer: IsRightLayer = { _, _, _ in throw Todo("isRightLayer") }

  /// Answers of which each is still to do.
  public init() {}
}
