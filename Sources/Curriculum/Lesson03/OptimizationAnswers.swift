import Curriculum
import Gradus

/// What Adam remembers about a parameter.
public struct AdamState: Sendable {
  /// m, the mean of recent gradients, of the parameter's shape.
  public var mean: Tensor<Double>
  /// s, the mean square of recent gradients, of the parameter's shape.
  public var meanSquare: Tensor<Double>
  /// t, the number of steps taken.
  public var step: Int

  /// Puts a state together; before the first step it is zeros, zeros and 0.
  public init(mean: Tensor<Double>, meanSquare: Tensor<Double>, step: Int) {
    self.mean = mean
    self.meanSquare = meanSquare
    self.step = step
  }
}

/// The functions of lesson 3: of the learner, of the solution, or wrong ones.
public struct OptimizationAnswers: LessonAnswers {
  /// A tensor of `Double`, the only kind in this lesson.
  public typealias Matrix = Tensor<Double>
  /// A parameter and its velocity after a step.
  public typealias Moved = (parameter: Matrix, velocity: Matrix)
  /// A parameter and Adam's state after a step.
  public typealias AdamMoved = (parameter: Matrix, state: AdamState)
  /// Takes a step on a batch, and returns its mean loss.
  public typealias BatchStep = (_ x: Matrix, _ y: Matrix) throws -> Double
  /// The rates that were tried, the loss of each, and the rate that is suggested.
  public typealias RangeTest = (rates: [Double], losses: [Double], suggestion: Double)

  /// Exercise 1.
  public var momentum:
    @Sendable (
      _ parameter: Matrix, _ velocity: Matrix, _ gradient: Matrix, _ learningRate: Double,
      _ decay: Double
    ) throws -> Moved = todo("momentum")
  /// Exercise 2.
  public var nesterov:
    @Sendable (
      _ parameter: Matrix, _ velocity: Matrix, _ gradient: Matrix, _ learningRate: Double,
      _ decay: Double
    ) throws -> Moved = todo("nesterov")
  /// Exercise 3.
  public var rmsProp:
    @Sendable (
      _ parameter: Matrix, _ meanSquare: Matrix, _ gradient: Matrix, _ learningRate: Double,
      _ decay: Double, _ epsilon: Double
    ) throws -> (parameter: Matrix, meanSquare: Matrix) = todo("rmsProp")
  /// Exercise 4.
  public var adam:
    @Sendable (
      _ parameter: Matrix, _ state: AdamState, _ gradient: Matrix, _ learningRate: Double,
      _ beta1: Double, _ beta2: Double, _ epsilon: Double
    ) throws -> AdamMoved = todo("adam")
  /// Exercise 5.
  public var adamW:
    @Sendable (
      _ parameter: Matrix, _ state: AdamState, _ gradient: Matrix, _ learningRate: Double,
      _ beta1: Double, _ beta2: Double, _ epsilon: Double, _ weightDecay: Double
    ) throws -> AdamMoved = todo("adamW")
  /// Exercise 6.
  public var epoch:
    @Sendable (
      _ x: Matrix, _ y: Matrix, _ batchSize: Int, _ generator: inout RandomGenerator,
      _ step: BatchStep
    ) throws -> Double = { _, _, _, _, _ in throw Todo("epoch") }
  /// Exercise 7.
  public var learningRate:
    @Sendable (_ step: Int, _ warmUp: Int, _ total: Int, _ peak: Double) throws -> Double = todo(
      "learningRate")
  /// Exercise 8.
  public var clip: @Sendable (_ gradients: [Matrix], _ limit: Double) throws -> [Matrix] = todo(
    "clip")
  /// Exercise 9.
  public var rangeTest:
    @Sendable (_ low: Double, _ high: Double, _ count: Int, _ step: (Double) throws -> Double)
      throws -> RangeTest = { _, _, _, _ in throw Todo("rangeTest") }

  /// Answers of which each is still to do.
  public init() {}
}
