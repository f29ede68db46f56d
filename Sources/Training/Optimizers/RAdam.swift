import TensorCore

/// RAdam: ``Adam`` that begins without the division, and then with a rectified one (Liu et al., 2020, *On
/// the Variance of the Adaptive Learning Rate and Beyond*).
///
///     g ← g + λ·p
///     m ← β₁·m + (1 − β₁)·g
///     v ← β₂·v + (1 − β₂)·g²
///     p ← p − η · m̂ · r · √(1 − β₂ᵗ) / (√v + ε)     where ρₜ > 5, at step t
///     p ← p − η · m̂                                 before
///     with m̂ = m / (1 − β₁ᵗ), ρ∞ = 2/(1 − β₂) − 1, ρₜ = ρ∞ − 2·t·β₂ᵗ/(1 − β₂ᵗ)
///     and r² = (ρₜ − 4)(ρₜ − 2)·ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)·ρₜ)
///
/// The root mean square of a few gradients is unreliable: ρₜ is how many it is worth, and r makes the
/// variance of the step that of a later one. This replaces a warm-up of the learning rate.
public struct RAdam<Scalar: TensorScalar>: Optimizer, Sendable {
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

  /// Makes the optimizer with the defaults of PyTorch.
  ///
  /// Traps when the rate or the decay is negative, a beta is not in 0 ..< 1, or epsilon is not positive.
  public init(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireHyperparameters(
      learningRate, weightDecay, of: "RAdam", in: Scalar.self, file: file, line: line)
    requireBetas(beta1, beta2, of: "RAdam", file: file, line: line)
    requireNumber(
      epsilon, "epsilon", .positive, of: "RAdam", in: Scalar.self, file: file, line: line)
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
    let (keep1, take1) = (Scalar(beta1), Scalar(1 - beta1))
    let (keep2, take2) = (Scalar(beta2), Scalar(1 - beta2))
    // One loop for both formulas: where ρₜ is at most 5, the plain mean counts and the divided one does not.
    let rectification = rectification(at: step.count)
    let (plain, divided): (Scalar, Scalar) = rectification.map { (0, Scalar($0)) } ?? (1, 0)
    parameter.update(&state, along: gradient) { p, mean, square, g in
      let g = g + decay * p
      mean = keep1 * mean + take1 * g
      square = keep2 * square + take2 * g * g
      p -= rate * (plain * mean + divided * mean / (Scalar.sqrt(square) + epsilon))
    }
  }

  /// r·√(1 − β₂ᵗ); nil as long as ρₜ is at most 5.
  private func rectification(at step: Int) -> Double? {
    let power = Double.pow(beta2, Double(step))
    let limit = 2 / (1 - beta2) - 1
    let length = limit - 2 * Double(step) * power / (1 - power)
    guard length > 5 else { return nil }
    let squared = (length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)
    return (squared * (1 - power)).squareRoot()
  }
}
