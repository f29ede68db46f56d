import TensorCore

/// Stochastic gradient descent (Robbins and Monro, 1951), with momentum (Polyak, 1964, the heavy ball)
/// or Nesterov's momentum (Nesterov, 1983, in the form of Sutskever et al., 2013).
///
///     g ← g + λ·p
///     v ← μ·v + (1 − τ)·g      at the first step v ← g
///     p ← p − η·v              with Nesterov's momentum p ← p − η·(g + μ·v)
///
/// Without momentum, p ← p − η·g, and nothing is remembered.
public struct SGD<Scalar: TensorScalar>: Optimizer, Sendable {
  /// η, the length of a step relative to the gradient.
  public var learningRate: Double
  /// μ, the share of the velocity that stays at each step; 0, the default, is plain descent.
  public let momentum: Double
  /// τ, how much less than whole a gradient counts in the velocity; 0 by default.
  public let dampening: Double
  /// Whether the gradient is followed by one more step of the velocity, as if it had been taken where
  /// the velocity leads.
  public let isNesterov: Bool
  /// λ, which adds λ·p to the gradient; 0 by default.
  public var weightDecay: Double
  /// Which parameters are trained, and how.
  public var parameterRule = ParameterRule.all
  /// v of each parameter, if there is momentum.
  public var state: OptimizerState<Scalar>

  /// Makes the optimizer.
  ///
  /// Traps when the rate or the decay is negative or not finite, when the momentum is not in 0 ..< 1,
  /// and when Nesterov's momentum is asked for without momentum or with dampening.
  public init(
    learningRate: Double, momentum: Double = 0, dampening: Double = 0, isNesterov: Bool = false,
    weightDecay: Double = 0, file: StaticString = #fileID, line: UInt = #line
  ) {
    requireHyperparameters(
      learningRate, weightDecay, of: "SGD", in: Scalar.self, file: file, line: line)
    requireNumber(momentum, "momentum", .belowOne, of: "SGD", file: file, line: line)
    requireNumber(
      dampening, "dampening", .finite, of: "SGD", in: Scalar.self, file: file, line: line)
    require(
      !isNesterov || momentum > 0 && dampening == 0,
      "SGD: Nesterov's momentum needs a momentum, and no dampening; found \(momentum) and "
        + "\(dampening)", file: file, line: line)
    self.learningRate = learningRate
    self.momentum = momentum
    self.dampening = dampening
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
    state = momentum == 0 ? OptimizerState() : OptimizerState("velocity")
  }

  /// Exact without momentum, lazy with it: a velocity moves all rows at each step.
  public var rowRule: RowRule { momentum == 0 ? .exact(keeping: []) : .lazy }

  /// One step of one parameter.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep
  ) {
    let (rate, decay) = (Scalar(step.learningRate), Scalar(step.weightDecay))
    guard momentum > 0 else {
      return parameter.update(with: gradient) { p, g in p - rate * (g + decay * p) }
    }
    // At the first step the velocity is the whole gradient.
    let share = Scalar(step.count == 1 ? 1 : 1 - dampening)
    let momentum = Scalar(momentum)
    // One loop for both: g + μ·v with Nesterov's momentum, and v without.
    let (ofGradient, ofVelocity): (Scalar, Scalar) = isNesterov ? (1, momentum) : (0, 1)
    parameter.update(&state, along: gradient) { p, velocity, g in
      let g = g + decay * p
      velocity = momentum * velocity + share * g
      p -= rate * (ofGradient * g + ofVelocity * velocity)
    }
  }
}
