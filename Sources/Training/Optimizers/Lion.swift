import TensorCore

/// Lion: steps of one length, in the direction of the sign of a mean gradient (Chen et al., 2023, *Symbolic
/// Discovery of Optimization Algorithms*; the rule was found by a program that searched among programs).
///
///     p ← p − η · (sign(β₁·m + (1 − β₁)·g) + λ·p)
///     m ← β₂·m + (1 − β₂)·g
///
/// The mean that decides the direction forgets faster than the one that is kept. Half the memory of Adam,
/// and a tenth to a third of its learning rate: each step has the length η for each parameter.
public struct Lion<Scalar: TensorScalar>: Optimizer, Sendable {
  /// η, the length of each step for each parameter; 0.0001 by default.
  public var learningRate: Double
  /// β₁, the share of the kept mean in the direction; 0.9 by default.
  public let beta1: Double
  /// β₂, the share of the mean that stays at each step; 0.99 by default.
  public let beta2: Double
  /// λ, the share of η·p that is taken from p at each step; 0 by default.
  public var weightDecay: Double
  /// Which parameters are trained, and how.
  public var parameterRule = ParameterRule.all
  /// m of each parameter.
  public var state = OptimizerState<Scalar>("mean")

  /// Makes the optimizer with the defaults of the paper.
  ///
  /// Traps when the rate or the decay is negative, or a beta is not in 0 ..< 1.
  public init(
    learningRate: Double = 1e-4, beta1: Double = 0.9, beta2: Double = 0.99,
    weightDecay: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireHyperparameters(
      learningRate, weightDecay, of: "Lion", in: Scalar.self, file: file, line: line)
    requireBetas(beta1, beta2, of: "Lion", file: file, line: line)
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.weightDecay = weightDecay
  }

  /// Lazy: the mean moves all rows at each step.
  public var rowRule: RowRule { .lazy }

  /// One step of one parameter.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep
  ) {
    let (rate, decay) = (Scalar(step.learningRate), Scalar(step.weightDecay))
    let (keep1, take1) = (Scalar(beta1), Scalar(1 - beta1))
    let (keep2, take2) = (Scalar(beta2), Scalar(1 - beta2))
    parameter.update(&state, along: gradient) { p, mean, g in
      let direction = keep1 * mean + take1 * g
      let sign: Scalar = direction > 0 ? 1 : direction < 0 ? -1 : 0
      p -= rate * (sign + decay * p)
      mean = keep2 * mean + take2 * g
    }
  }
}
