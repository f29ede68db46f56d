import TensorCore

/// AdaGrad: divides each step by the root of all squared gradients so far (Duchi, Hazan and Singer, 2011,
/// *Adaptive Subgradient Methods for Online Learning and Stochastic Optimization*).
///
///     g ← g + λ·p
///     s ← s + g²
///     p ← p − η / (1 + (t − 1)·δ) · g / (√(s + s₀) + ε)     at step t
///
/// Parameters whose gradients are rare or small take larger steps. Since s only grows, all steps shrink.
public struct AdaGrad<Scalar: TensorScalar>: Optimizer, Sendable {
  /// η, the length of the first step for each parameter; 0.01 by default.
  public var learningRate: Double
  /// δ, how fast the rate falls; 0 by default.
  public let rateDecay: Double
  /// s₀, what the sum begins with; 0 by default.
  public let initialSum: Double
  /// ε, which keeps the division finite; 1e-10 by default.
  public let epsilon: Double
  /// λ, which adds λ·p to the gradient; 0 by default.
  public var weightDecay: Double
  /// Which parameters are trained, and how.
  public var parameterRule = ParameterRule.all
  /// s of each parameter.
  public var state = OptimizerState<Scalar>("sum")

  /// Makes the optimizer with the defaults of PyTorch.
  ///
  /// Traps when the rate, a decay or the sum is negative, or epsilon is not positive.
  public init(
    learningRate: Double = 1e-2, rateDecay: Double = 0, initialSum: Double = 0,
    epsilon: Double = 1e-10, weightDecay: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireHyperparameters(
      learningRate, weightDecay, of: "AdaGrad", in: Scalar.self, file: file, line: line)
    requireNumber(
      rateDecay, "rate decay", .atLeastZero, of: "AdaGrad", in: Scalar.self, file: file, line: line)
    requireNumber(
      initialSum, "sum", .atLeastZero, of: "AdaGrad", in: Scalar.self, file: file, line: line)
    requireNumber(
      epsilon, "epsilon", .positive, of: "AdaGrad", in: Scalar.self, file: file, line: line)
    self.learningRate = learningRate
    self.rateDecay = rateDecay
    self.initialSum = initialSum
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// Exact: a gradient of zero adds nothing to the sum.
  public var rowRule: RowRule { .exact(keeping: [1]) }

  /// One step of one parameter.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep
  ) {
    let rate = Scalar(step.learningRate / (1 + Double(step.count - 1) * rateDecay))
    let (decay, epsilon) = (Scalar(step.weightDecay), Scalar(epsilon))
    let initialSum = Scalar(initialSum)
    parameter.update(&state, along: gradient) { p, sum, g in
      let g = g + decay * p
      sum += g * g
      p -= rate * g / (Scalar.sqrt(sum + initialSum) + epsilon)
    }
  }
}
