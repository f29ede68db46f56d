import TensorCore
import Training

/// Steps along a running mean of gradients. (Your rule and the paper stand here.)
///
///     m ← μ·m + g
///     p ← p − η·(m + λ·p)
public struct Softstride<Scalar: TensorScalar>: Optimizer, Sendable {
  /// η, the length of a step; 0.01 by default.
  public var learningRate: Double
  /// μ, the share of the mean that stays at each step; 0.5 by default.
  public let momentum: Double
  /// λ, which draws parameters toward zero beside the gradient; 0 by default.
  public var weightDecay: Double
  /// Which parameters are trained, and how.
  public var parameterRule = ParameterRule.all
  /// m of each parameter.
  public var state = OptimizerState<Scalar>("momentum")

  /// Makes the optimizer. Traps when the rate or the decay is negative, or the momentum not in 0 ..< 1.
  public init(
    learningRate: Double = 0.01, momentum: Double = 0.5, weightDecay: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      learningRate >= 0 && weightDecay >= 0,
      "Softstride: expected a rate and a decay of at least 0, found \(learningRate) and "
        + "\(weightDecay)", file: file, line: line)
    require(
      (0..<1).contains(momentum),
      "Softstride: expected a momentum of at least 0 and below 1, found \(momentum)",
      file: file, line: line)
    self.learningRate = learningRate
    self.momentum = momentum
    self.weightDecay = weightDecay
  }

  /// One step of one parameter.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep
  ) {
    let (rate, decay) = (Scalar(step.learningRate), Scalar(step.weightDecay))
    let kept = Scalar(momentum)
    parameter.update(&state, along: gradient) { p, m, g in
      m = kept * m + g
      p -= rate * (m + decay * p)
    }
  }
}
