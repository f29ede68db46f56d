import TensorCore

/// AdaMax: ``Adam`` with the largest recent gradient in place of the root mean square (Kingma and Ba, 2015,
/// *Adam: A Method for Stochastic Optimization*, section 7.1).
///
///     g ← g + λ·p
///     m ← β₁·m + (1 − β₁)·g
///     u ← max(β₂·u, |g| + ε)
///     p ← p − η / (1 − β₁ᵗ) · m / u     at step t
///
/// The maximum needs no bias correction: it is that of the first gradient at once.
public struct AdaMax<Scalar: TensorScalar>: Optimizer, Sendable {
  /// η, about the length of a step for each parameter; 0.002 by default.
  public var learningRate: Double
  /// β₁, the share of the mean that stays at each step; 0.9 by default.
  public let beta1: Double
  /// β₂, the share of the largest gradient that stays at each step; 0.999 by default.
  public let beta2: Double
  /// ε, which keeps the division finite; 1e-8 by default.
  public let epsilon: Double
  /// λ, which adds λ·p to the gradient; 0 by default.
  public var weightDecay: Double
  /// Which parameters are trained, and how.
  public var parameterRule = ParameterRule.all
  /// m and u of each parameter.
  public var state = OptimizerState<Scalar>("mean", "largest")

  /// Makes the optimizer with the defaults of the paper.
  ///
  /// Traps when the rate or the decay is negative, a beta is not in 0 ..< 1, or epsilon is not positive.
  public init(
    learningRate: Double = 2e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireHyperparameters(
      learningRate, weightDecay, of: "AdaMax", in: Scalar.self, file: file, line: line)
    requireBetas(beta1, beta2, of: "AdaMax", file: file, line: line)
    requireNumber(
      epsilon, "epsilon", .positive, of: "AdaMax", in: Scalar.self, file: file, line: line)
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
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
    let rate = Scalar(step.learningRate / step.biasCorrection(beta1))
    let (decay, epsilon) = (Scalar(step.weightDecay), Scalar(epsilon))
    let (keep1, take1, keep2) = (Scalar(beta1), Scalar(1 - beta1), Scalar(beta2))
    parameter.update(&state, along: gradient) { p, mean, largest, g in
      let g = g + decay * p
      mean = keep1 * mean + take1 * g
      let (old, new) = (keep2 * largest, g.magnitude + epsilon)
      largest = old > new ? old : new
      p -= rate * mean / largest
    }
  }
}
