import TensorCore

/// Adam: steps along the mean of recent gradients, divided by their root mean square (Kingma and Ba,
/// 2015, *Adam: A Method for Stochastic Optimization*).
///
///     g ← g + λ·p
///     m ← β₁·m + (1 − β₁)·g
///     v ← β₂·v + (1 − β₂)·g²
///     p ← p − η · m̂ / (√v̂ + ε)     with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) at step t
///
/// Both averages start from zero; dividing by the weight of what they have seen makes up for that (the
/// bias correction), so that the first step is η in the direction of −g, whatever the size of g.
///
/// The decay λ goes through the averages, and so is also divided by the root mean square: parameters
/// with large gradients hardly decay. ``AdamW`` is the one that decays all alike.
public struct Adam<Scalar: TensorScalar>: Optimizer, Sendable {
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
  /// m and v of each parameter.
  public var state = OptimizerState<Scalar>("mean", "square")

  /// Makes the optimizer with the defaults of the paper.
  ///
  /// Traps when the rate or the decay is negative, a beta is not in 0 ..< 1, or epsilon is not positive.
  public init(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireHyperparameters(
      learningRate, weightDecay, of: "Adam", in: Scalar.self, file: file, line: line)
    requireBetas(beta1, beta2, of: "Adam", file: file, line: line)
    requireNumber(
      epsilon, "epsilon", .positive, of: "Adam", in: Scalar.self, file: file, line: line)
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// Lazy: the mean moves all rows at each step. So it is PyTorch's `SparseAdam`, but for ε, which that one
  /// does not divide by the bias correction.
  public var rowRule: RowRule { .lazy }

  /// One step of one parameter.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep
  ) {
    // What is the same for all elements is calculated once, in double precision: η · m̂ is rate·m, and √v̂
    // is √v·correction.
    let rate = Scalar(step.learningRate / step.biasCorrection(beta1))
    let correction = Scalar(1 / step.biasCorrection(beta2).squareRoot())
    let (decay, epsilon) = (Scalar(step.weightDecay), Scalar(epsilon))
    let (keep1, take1) = (Scalar(beta1), Scalar(1 - beta1))
    let (keep2, take2) = (Scalar(beta2), Scalar(1 - beta2))
    let isDone = parameter.vectorizedAdamUpdate(
      &state, along: gradient, coupledDecay: decay, keep1, take1, keep2, take2, rate: rate,
      correction: correction, epsilon: epsilon)
    if isDone { return }
    parameter.update(&state, along: gradient) { p, mean, square, g in
      let g = g + decay * p
      mean = keep1 * mean + take1 * g
      square = keep2 * square + take2 * g * g
      p -= rate * mean / (Scalar.sqrt(square) * correction + epsilon)
    }
  }
}
