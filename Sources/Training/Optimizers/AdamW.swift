import TensorCore

/// AdamW: ``Adam`` with decoupled weight decay (Loshchilov and Hutter, 2019, *Decoupled Weight Decay
/// Regularization*).
///
///     p ← p − η·λ·p
///     m ← β₁·m + (1 − β₁)·g
///     v ← β₂·v + (1 − β₂)·g²
///     p ← p − η · m̂ / (√v̂ + ε)     with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) at step t
///
/// The decay does not go through the averages, and so is not divided by the root mean square: all
/// parameters decay by the same share, whatever their gradients.
///
/// With `isAMSGrad`, u ← max(u, v) takes the place of v in the last line, as in ``AMSGrad``: the divisor of a
/// parameter never shrinks.
public struct AdamW<Scalar: TensorScalar>: Optimizer, Sendable {
  /// η, about the length of a step for each parameter; 0.001 by default.
  public var learningRate: Double
  /// β₁, the share of the mean that stays at each step; 0.9 by default.
  public let beta1: Double
  /// β₂, the share of the mean square that stays at each step; 0.999 by default.
  public let beta2: Double
  /// ε, which keeps the division finite; 1e-8 by default.
  public let epsilon: Double
  /// λ, the share of η·p that is taken from p at each step; 0.01 by default.
  public var weightDecay: Double
  /// Whether the divisor never shrinks; false by default.
  public let isAMSGrad: Bool
  /// Which parameters are trained, and how.
  public var parameterRule = ParameterRule.all
  /// m and v of each parameter, and u where there is one.
  public var state: OptimizerState<Scalar>

  /// Makes the optimizer with the defaults of PyTorch.
  ///
  /// Traps when the rate or the decay is negative, a beta is not in 0 ..< 1, or epsilon is not positive.
  public init(
    learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 1e-2, isAMSGrad: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireHyperparameters(
      learningRate, weightDecay, of: "AdamW", in: Scalar.self, file: file, line: line)
    requireBetas(beta1, beta2, of: "AdamW", file: file, line: line)
    requireNumber(
      epsilon, "epsilon", .positive, of: "AdamW", in: Scalar.self, file: file, line: line)
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.isAMSGrad = isAMSGrad
    state =
      isAMSGrad
      ? OptimizerState("mean", "square", "largestSquare") : OptimizerState("mean", "square")
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
    let keep = Scalar(1 - step.learningRate * step.weightDecay)
    let (keep1, take1) = (Scalar(beta1), Scalar(1 - beta1))
    let (keep2, take2) = (Scalar(beta2), Scalar(1 - beta2))
    let epsilon = Scalar(epsilon)
    if isAMSGrad {
      return parameter.update(&state, along: gradient) { p, mean, square, largest, g in
        mean = keep1 * mean + take1 * g
        square = keep2 * square + take2 * g * g
        largest = largest > square ? largest : square
        p = keep * p - rate * mean / (Scalar.sqrt(largest) * correction + epsilon)
      }
    }
    let isDone = parameter.vectorizedAdamUpdate(
      &state, along: gradient, keep: keep, keep1, take1, keep2, take2, rate: rate,
      correction: correction, epsilon: epsilon)
    if isDone { return }
    parameter.update(&state, along: gradient) { p, mean, square, g in
      mean = keep1 * mean + take1 * g
      square = keep2 * square + take2 * g * g
      p = keep * p - rate * mean / (Scalar.sqrt(square) * correction + epsilon)
    }
  }
}
