import Gradus

/// The functions of lesson 2: of the learner, of the solution, or wrong ones.
public struct BackpropagationAnswers: Sendable {
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
    )
  /// Exercise 2.
  public var backward: @Sendable (_ tape: [ScalarRecord]) throws -> [Double]
  /// Exercise 3.
  public var centralDifference:
    @Sendable (_ f: (Double) throws -> Double, _ x: Double, _ h: Double) throws -> Double
  /// Exercise 4.
  public var reluBackward: @Sendable (_ x: Matrix, _ upstream: Matrix) throws -> Matrix
  /// Exercise 5.
  public var matmulBackward:
    @Sendable (_ a: Matrix, _ b: Matrix, _ upstream: Matrix) throws -> (a: Matrix, b: Matrix)
  /// Exercise 6.
  public var unbroadcast: @Sendable (_ upstream: Matrix, _ shape: Shape) throws -> Matrix
  /// Exercise 7.
  public var logSumExp: @Sendable (_ x: Matrix) throws -> Matrix
  /// Exercise 8.
  public var softmaxCrossEntropy:
    @Sendable (_ logits: Matrix, _ labels: Tensor<Int>) throws -> (loss: Double, gradient: Matrix)
  /// Exercise 9.
  public var isGradient:
    @Sendable (_ claimed: ClaimedGradient, _ function: Function, _ x: Matrix) throws -> Bool
  /// Exercise 10.
  public var forward:
    @Sendable (_ network: MLP, _ x: Matrix) throws -> (hidden: Matrix, logits: Matrix)
  /// Exercise 11.
  public var trainingStep:
    @Sendable (_ network: MLP, _ x: Matrix, _ labels: Tensor<Int>, _ learningRate: Double) throws ->
      (network: MLP, loss: Double)

  /// Puts the eleven functions together.
  public init(
    localDerivatives:
      @escaping @Sendable (ScalarOperation, Double, Double) throws -> (x: Double, y: Double),
    backward: @escaping @Sendable ([ScalarRecord]) throws -> [Double],
    centralDifference:
      @escaping @Sendable ((Double) throws -> Double, Double, Double) throws -> Double,
    reluBackward: @escaping @Sendable (Matrix, Matrix) throws -> Matrix,
    matmulBackward: @escaping @Sendable (Matrix, Matrix, Matrix) throws -> (a: Matrix, b: Matrix),
    unbroadcast: @escaping @Sendable (Matrix, Shape) throws -> Matrix,
    logSumExp: @escaping @Sendable (Matrix) throws -> Matrix,
    softmaxCrossEntropy:
      @escaping @Sendable (Matrix, Tensor<Int>) throws -> (loss: Double, gradient: Matrix),
    isGradient: @escaping @Sendable (ClaimedGradient, Function, Matrix) throws -> Bool,
    forward: @escaping @Sendable (MLP, Matrix) throws -> (hidden: Matrix, logits: Matrix),
    trainingStep:
      @escaping @Sendable (MLP, Matrix, Tensor<Int>, Double) throws -> (network: MLP, loss: Double)
  ) {
    self.localDerivatives = localDerivatives
    self.backward = backward
    self.centralDifference = centralDifference
    self.reluBackward = reluBackward
    self.matmulBackward = matmulBackward
    self.unbroadcast = unbroadcast
    self.logSumExp = logSumExp
    self.softmaxCrossEntropy = softmaxCrossEntropy
    self.isGradient = isGradient
    self.forward = forward
    self.trainingStep = trainingStep
  }
}
