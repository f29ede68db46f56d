import TensorCore

/// AMSGrad: ``Adam``, but the divisor of a parameter never shrinks (Reddi, Kale and Kumar, 2018, *On the
/// Convergence of Adam and Beyond*).
///
///     g ← g + λ·p
///     m ← β₁·m + (1 − β₁)·g
///     v ← β₂·v + (1 − β₂)·g²
///     u ← max(u, v)
///     p ← p − η · m̂ / (√û + ε)     with m̂ = m / (1 − β₁ᵗ) and û = u / (1 − β₂ᵗ) at step t
///
/// Adam forgets large gradients that are rare, and may then step too far; this one remembers the largest
/// mean square. As in PyTorch, the maximum is that of v before its bias correction.
public struct AMSGrad<Scalar: TensorScalar>: Optimizer, Sendable {
  /// η, about the length of a step for each parameter; 0.001 by default.
  public var learningRate: Double
  /// β₁, the share of the mean that stays at each step; 0.9 by default.
  public let beta1: Double
  /// β₂, the share of the mean square that stays at each step; 0.999 by default.
  public let beta2: Double
  /// ε, which keeps the division finite; 1e-8 by default.
  public let epsilon: Double
  /// λ, which adds λ·p to the gradient; 0 by default.
  public var weightDecay: Double
  /// Which parameters are trained, and how.
  public var parameterRule = ParameterRule.all
  /// m, v and u of each parameter.
  public var state = OptimizerState<Scalar>("mean", "square", "largestSquare")

  /// Makes the optimizer with the defaults of Adam.
  ///
  /// Traps when the rate or the decay is negative, a beta is not in 0 ..< 1, or epsilon is not positive.
  public init(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireHyperparameters(
      learningRate, weightDecay, of: "AMSGrad", in: Scalar.self, file: file, line: line)
    requireBetas(beta1, beta2, of: "AMSGrad", file: file, line: line)
    requireNumber(
      epsilon, "epsilon", .positive, of: "AMSGrad", in: Scalar.self, file: file, line: line)
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
    let correction = Scalar(1 / step.biasCorrection(beta2).squareRoot())
    let (decay, epsilon) = (Scalar(step.weightDecay), Scalar(epsilon))
    let (keep1, take1) = (Scalar(beta1), Scalar(1 - beta1))
    let (keep2, take2) = (Scalar(beta2), Scalar(1 - beta2))
    parameter.update(&state, along: gradient) { p, mean, square, largest, g in
      let g = g + decay * p
      mean = keep1 * mean + take1 * g
      square = keep2 * square + take2 * g * g
      largest = largest > square ? largest : square
      p -= rate * mean / (Scalar.sqrt(largest) * correction + epsilon)
    }
  }
}
