import TensorCore

/// A rate that falls by a factor every so many steps: η·γ^⌊t/n⌋.
public struct StepDecay: Schedule {
  /// η, the first rate.
  public let learningRate: Double
  /// γ, the factor; 0.1 by default.
  public let factor: Double
  /// n, the number of steps at one rate.
  public let interval: Int

  /// Makes the schedule; traps when the rate or the factor is negative, or the interval is not positive.
  public init(
    from learningRate: Double, factor: Double = 0.1, every interval: Int,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      learningRate, "learning rate", .atLeastZero, of: "StepDecay", file: file, line: line)
    requireNumber(factor, "factor", .atLeastZero, of: "StepDecay", file: file, line: line)
    requireSteps(interval, of: "StepDecay", file: file, line: line)
    self.learningRate = learningRate
    self.factor = factor
    self.interval = interval
  }

  /// η·γ^⌊t/n⌋.
  public func rate(at step: Int) -> Double {
    learningRate * Double.pow(factor, Double(step / interval))
  }
}
