import TensorCore

/// NAdam: ``Adam`` with Nesterov's look-ahead (Dozat, 2016, *Incorporating Nesterov Momentum into Adam*).
///
///     g ← g + λ·p
///     m ← β₁·m + (1 − β₁)·g
///     v ← β₂·v + (1 − β₂)·g²
///     p ← p − η · m̂ / (√v̂ + ε)     with v̂ = v / (1 − β₂ᵗ) at step t, and
///     m̂ = (1 − μₜ)·g / (1 − μ₁⋯μₜ) + μₜ₊₁·m / (1 − μ₁⋯μₜ₊₁)
///     μₜ = β₁·(1 − ½·0.96^(t·ψ))
///
/// The present gradient counts for more than in Adam, as if the mean had moved on already. The momentum
/// μₜ grows from about β₁/2 to β₁.
public struct NAdam<Scalar: TensorScalar>: Optimizer, Sendable {
  /// η, about the length of a step for each parameter; 0.002 by default.
  public var learningRate: Double
  /// β₁, the share of the mean that stays at each step; 0.9 by default.
  public let beta1: Double
  /// β₂, the share of the mean square that stays at each step; 0.999 by default.
  public let beta2: Double
  /// ε, which keeps the division finite; 1e-8 by default.
  public let epsilon: Double
  /// λ, which adds λ·p to the gradient; 0 by default.
  public var weightDecay: Double
  /// ψ, how fast the momentum grows; 0.004 by default.
  public let momentumDecay: Double
  /// Which parameters are trained, and how.
  public var parameterRule = ParameterRule.all
  /// m and v of each parameter.
  public var state = OptimizerState<Scalar>("mean", "square")

  /// Makes the optimizer with the defaults of PyTorch.
  ///
  /// Traps when the rate or a decay is negative, a beta is not in 0 ..< 1, or epsilon is not positive.
  public init(
    learningRate: Double = 2e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0,
    momentumDecay: Double = 4e-3,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireHyperparameters(
      learningRate, weightDecay, of: "NAdam", in: Scalar.self, file: file, line: line)
    requireBetas(beta1, beta2, of: "NAdam", file: file, line: line)
    requireNumber(
      epsilon, "epsilon", .positive, of: "NAdam", in: Scalar.self, file: file, line: line)
    requireNumber(
      momentumDecay, "momentum decay", .atLeastZero, of: "NAdam", in: Scalar.self, file: file,
      line: line)
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.momentumDecay = momentumDecay
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
    let (next, product) = (momentum(at: step.count + 1), momentumProduct(through: step.count))
    let ofGradient = Scalar(
      step.learningRate * (1 - momentum(at: step.count)) / (1 - product))
    let ofMean = Scalar(step.learningRate * next / (1 - product * next))
    let correction = Scalar(1 / step.biasCorrection(beta2).squareRoot())
    let (decay, epsilon) = (Scalar(step.weightDecay), Scalar(epsilon))
    let (keep1, take1) = (Scalar(beta1), Scalar(1 - beta1))
    let (keep2, take2) = (Scalar(beta2), Scalar(1 - beta2))
    parameter.update(&state, along: gradient) { p, mean, square, g in
      let g = g + decay * p
      mean = keep1 * mean + take1 * g
      square = keep2 * square + take2 * g * g
      p -= (ofGradient * g + ofMean * mean) / (Scalar.sqrt(square) * correction + epsilon)
    }
  }

  /// μₜ.
  private func momentum(at step: Int) -> Double {
    beta1 * (1 - 0.5 * Double.pow(0.96, Double(step) * momentumDecay))
  }

  /// μ₁⋯μₜ. It follows from the number of steps, and so is not part of the state. After some hundred
  /// factors at most it no longer shows in 1 − μ₁⋯μₜ, and the rest is left out.
  private func momentumProduct(through step: Int) -> Double {
    var product = 1.0
    var earlier = 1
    while earlier <= step && product > 1e-20 {
      product *= momentum(at: earlier)
      earlier += 1
    }
    return product
  }
}
