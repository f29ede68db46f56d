import TensorCore

/// AdaDelta: steps as long as the recent steps, scaled by the recent gradients, so that no learning rate has
/// to be found (Zeiler, 2012, *ADADELTA: An Adaptive Learning Rate Method*).
///
///     g ← g + λ·p
///     v ← ρ·v + (1 − ρ)·g²
///     d ← g · √(u + ε) / √(v + ε)
///     u ← ρ·u + (1 − ρ)·d²
///     p ← p − η·d
///
/// The step d has the unit of the parameter, which g alone does not have. It begins from √ε.
public struct AdaDelta<Scalar: TensorScalar>: Optimizer, Sendable {
  /// η, a factor on the step; 1 by default.
  public var learningRate: Double
  /// ρ, the share of both mean squares that stays at each step; 0.9 by default.
  public let rho: Double
  /// ε, which sets the first steps and keeps the division finite; 1e-6 by default.
  public let epsilon: Double
  /// λ, which adds λ·p to the gradient; 0 by default.
  public var weightDecay: Double
  /// Which parameters are trained, and how.
  public var parameterRule = ParameterRule.all
  /// v and u of each parameter.
  public var state = OptimizerState<Scalar>("square", "stepSquare")

  /// Makes the optimizer with the defaults of PyTorch.
  ///
  /// Traps when the rate or the decay is negative, rho is not in 0 ..< 1, or epsilon is not positive.
  public init(
    learningRate: Double = 1, rho: Double = 0.9, epsilon: Double = 1e-6,
    weightDecay: Double = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireHyperparameters(
      learningRate, weightDecay, of: "AdaDelta", in: Scalar.self, file: file, line: line)
    requireNumber(rho, "rho", .belowOne, of: "AdaDelta", file: file, line: line)
    requireNumber(
      epsilon, "epsilon", .positive, of: "AdaDelta", in: Scalar.self, file: file, line: line)
    self.learningRate = learningRate
    self.rho = rho
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// Exact: a gradient of zero takes a share of both mean squares.
  public var rowRule: RowRule { .exact(keeping: [rho, rho]) }

  /// One step of one parameter.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func updateParameter(
    _ parameter: inout Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    along gradient: Tensor<Scalar>, at step: OptimizerStep
  ) {
    let (rate, decay) = (Scalar(step.learningRate), Scalar(step.weightDecay))
    let (keep, take, epsilon) = (Scalar(rho), Scalar(1 - rho), Scalar(epsilon))
    parameter.update(&state, along: gradient) { p, square, stepSquare, g in
      let g = g + decay * p
      square = keep * square + take * g * g
      let step = g * (Scalar.sqrt(stepSquare + epsilon) / Scalar.sqrt(square + epsilon))
      stepSquare = keep * stepSquare + take * step * step
      p -= rate * step
    }
  }
}
