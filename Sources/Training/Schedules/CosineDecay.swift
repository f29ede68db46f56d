import TensorCore

/// A rate that falls along half a wave of the cosine, slowly at both ends (Loshchilov and Hutter, 2017,
/// *SGDR: Stochastic Gradient Descent with Warm Restarts*):
///
///     η₁ + ½·(η₀ − η₁)·(1 + cos(π·t/T))
///
/// From step T on it stays at η₁. (PyTorch's `CosineAnnealingLR` rises again after step T.)
public struct CosineDecay: Schedule {
  /// η₀, the first rate.
  public let learningRate: Double
  /// η₁, the last rate; 0 by default.
  public let lastRate: Double
  /// T, the step at which the last rate is reached.
  public let steps: Int

  /// Makes the schedule; traps when a rate is negative or the number of steps is not positive.
  public init(
    from learningRate: Double, to lastRate: Double = 0, steps: Int,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      learningRate, "learning rate", .atLeastZero, of: "CosineDecay", file: file, line: line)
    requireNumber(
      lastRate, "learning rate", .atLeastZero, of: "CosineDecay", file: file, line: line)
    requireSteps(steps, of: "CosineDecay", file: file, line: line)
    self.learningRate = learningRate
    self.lastRate = lastRate
    self.steps = steps
  }

  /// η₁ + ½·(η₀ − η₁)·(1 + cos(π·t/T)).
  public func rate(at step: Int) -> Double {
    cosine(from: learningRate, to: lastRate, share: Double(min(step, steps)) / Double(steps))
  }
}
