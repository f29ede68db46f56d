import TensorCore

/// RMSProp: divides each step by the root mean square of recent gradients (Tieleman and Hinton, 2012,
/// *Neural Networks for Machine Learning*, lecture 6.5), with momentum, and centered (Graves, 2013,
/// *Generating Sequences With Recurrent Neural Networks*), if wanted.
///
///     g ← g + λ·p
///     v ← α·v + (1 − α)·g²
///     m ← α·m + (1 − α)·g
///     b ← μ·b + g / (√v + ε)       centered: b ← μ·b + g / (√(v − m²) + ε)
///     p ← p − η·b
///
/// Centering divides by the standard deviation: where the gradient is steady, steps are longer. Without
/// momentum and centering, only v is remembered.
public struct RMSProp<Scalar: TensorScalar>: Optimizer, Sendable {
  /// η, about the length of a step for each parameter; 0.01 by default.
  public var learningRate: Double
  /// α, the share of the averages that stays at each step; 0.99 by default.
  public let alpha: Double
  /// μ, the share of the velocity that stays at each step; 0 by default.
  public let momentum: Double
  /// Whether the division is by the standard deviation.
  public let isCentered: Bool
  /// ε, which keeps the division finite; 1e-8 by default.
  public let epsilon: Double
  /// λ, which adds λ·p to the gradient; 0 by default.
  public var weightDecay: Double
  /// Which parameters are trained, and how.
  public var parameterRule = ParameterRule.all
  /// v of each parameter; with momentum or centering also m and b.
  public var state: OptimizerState<Scalar>

  /// Makes the optimizer with the defaults of PyTorch.
  ///
  /// Traps when the rate or the decay is negative, alpha or the momentum is not in 0 ..< 1, or epsilon
  /// is not positive.
  public init(
    learningRate: Double = 1e-2, alpha: Double = 0.99, momentum: Double = 0,
    isCentered: Bool = false, epsilon: Double = 1e-8, weightDecay: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireHyperparameters(
      learningRate, weightDecay, of: "RMSProp", in: Scalar.self, file: file, line: line)
    requireNumber(alpha, "alpha", .belowOne, of: "RMSProp", file: file, line: line)
    requireNumber(momentum, "momentum", .belowOne, of: "RMSProp", file: file, line: line)
    requireNumber(
      epsilon, "epsilon", .positive, of: "RMSProp", in: Scalar.self, file: file, line: line)
    self.learningRate = learningRate
    self.alpha = alpha
    self.momentum = momentum
    self.isCentered = isCentered
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    state =
      momentum > 0 || isCentered
      ? OptimizerState("square", "mean", "velocity") : OptimizerState("square")
  }

  /// Exact without momentum, where a gradient of zero takes a share of the averages; lazy with it.
  public var rowRule: RowRule {
    momentum > 0 ? .lazy : .exact(keeping: isCentered ? [alpha, alpha, 0] : [alpha])
  }

  /// One step of one parameter.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep
  ) {
    let (rate, decay) = (Scalar(step.learningRate), Scalar(step.weightDecay))
    let (keep, take, epsilon) = (Scalar(alpha), Scalar(1 - alpha), Scalar(epsilon))
    guard momentum > 0 || isCentered else {
      return parameter.update(&state, along: gradient) { p, square, g in
        let g = g + decay * p
        square = keep * square + take * g * g
        p -= rate * g / (Scalar.sqrt(square) + epsilon)
      }
    }
    let (momentum, centering): (Scalar, Scalar) = (Scalar(momentum), isCentered ? 1 : 0)
    parameter.update(&state, along: gradient) { p, square, mean, velocity, g in
      let g = g + decay * p
      square = keep * square + take * g * g
      mean = keep * mean + take * g
      // Rounding can make the difference negative where the gradient is steady.
      let variance = square - centering * mean * mean
      velocity = momentum * velocity + g / (Scalar.sqrt(variance > 0 ? variance : 0) + epsilon)
      p -= rate * velocity
    }
  }
}
