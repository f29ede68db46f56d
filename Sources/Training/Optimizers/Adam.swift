import SIMDKernels
import TensorCore

/// Adam: steps along the mean of recent gradients, divided by their root mean square (Kingma and Ba,
/// 2015, *Adam: A Method for Stochastic Optimization*).
///
///     g ← g + λ·p
///     m ← β₁·m + (1 − β₁)·g
///     v ← β₂·v + (1 − β₂)·g²
///     p ← p − η · m̂ / (√v̂ + ε)     with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) at step t
///
/// Both averages start from zero; dividing by the weight of what they have seen makes up for that, so
/// that the first step is η in the direction of −g, whatever the size of g.
///
/// The decay λ goes through the averages, and so is divided by the root mean square, too: parameters
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

  /// One step of one parameter.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep
  ) {
    // What is the same for all elements is calculated once, in double precision.
    let c = AdamCoefficients(
      coupledDecay: Scalar(step.weightDecay), keptParameter: 1,
      keptMean: Scalar(beta1), newMean: Scalar(1 - beta1),
      keptSquare: Scalar(beta2), newSquare: Scalar(1 - beta2),
      rate: Scalar(step.learningRate / (1 - Double.pow(beta1, Double(step.count)))),
      correction: Scalar(1 / (1 - Double.pow(beta2, Double(step.count))).squareRoot()),
      epsilon: Scalar(epsilon))
    if parameter.vectorizedAdamUpdate(&state, along: gradient, c) { return }
    parameter.update(&state, along: gradient) { p, mean, square, g in
      let g = g + c.coupledDecay * p
      mean = c.keptMean * mean + c.newMean * g
      square = c.keptSquare * square + c.newSquare * g * g
      p -= c.rate * mean / (Scalar.sqrt(square) * c.correction + c.epsilon)
    }
  }
}
