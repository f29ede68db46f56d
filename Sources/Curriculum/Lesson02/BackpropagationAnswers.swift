import Curriculum
import Gradus

/// The functions of lesson 2: of the learner, of the solution, or wrong ones.
public struct BackpropagationAnswers: LessonAnswers {
  /// A tensor of `Double`, the only kind in this lesson.
  public typealias Matrix = Tensor<Double>
  /// A function of a tensor that gives a number.
  public typealias Function = (Matrix) throws -> Double
  /// What claims to be the gradient of such a function.
  public typealias ClaimedGradient = (Matrix) throws -> Matrix

  /// Exercise 1.
  public var localDerivatives:
    @Sendable (_ operation: ScalarOperation, _ x: Double, _ y: Double) throws -> (
      x: Double, y: Double
    ) = todo("localDerivatives")
  /// Exercise 2.
  public var backward: @Sendable (_ tape: [ScalarRecord]) throws -> [Double] = todo("backward")
  /// Exercise 3.
  public var centralDifference:
    @Sendable (_ f: (Double) throws -> Double, _ x: Double, _ h: Double) throws -> Double = {
      _, _, _ in throw Todo("centralDifference")
    }
  /// Exercise 4.
  public var reluBackward: @Sendable (_ x: Matrix, _ upstream: Matrix) throws -> Matrix = todo(
    "reluBackward")
  /// Exercise 5.
  public var matmulBackward:
    @Sendable (_ a: Matrix, _ b: Matrix, _ upstream: Matrix) throws -> (a: Matrix, b: Matrix) =
      todo("matmulBackward")
  /// Exercise 6.
  public var unbroadcast: @Sendable (_ upstream: Matrix, _ shape: Shape) throws -> Matrix = todo(
    "unbroadcast")
  /// Exercise 7.
  public var logSumExp: @Sendable (_ x: Matrix) throws -> Matrix = todo("logSumExp")
  /// Exercise 8.
  public var softmaxCrossEntropy:
    @Sendable (_ logits: Matrix, _ labels: Tensor<Int>) throws -> (loss: Double, gradient: Matrix) =
      todo("softmaxCrossEntropy")
  /// Exercise 9.
  public var isGradient:
    @Sendable (_ claimed: ClaimedGradient, _ function: Function, _ x: Matrix) throws -> Bool = {
      _, _, _ in throw Todo("isGradient")
    }
  /// Exercise 10.
  public var forward:
    @Sendable (_ network: MLP, _ x: Matrix) throws -> (hidden: Matrix, logits: Matrix) = todo(
      "forward")
  /// Exercise 11.
  public var trainingStep:
    @Sendable (_ network: MLP, _ x: Matrix, _ labels: Tensor<Int>, _ learningRate: Double) throws ->
      (network: MLP, loss: Double) = todo("trainingStep")

  /// Answers of which each is still to do.
  public init() {}
}
