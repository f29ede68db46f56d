import TensorCore

/// A rate that goes from one number to another along a straight line: η₀ + (η₁ − η₀)·t/T. From step T on it
/// stays η₁.
public struct LinearDecay: Schedule {
  /// η₀, the first rate.
  public let learningRate: Double
  /// η₁, the rate from step T on; 0 by default.
  public let lastRate: Double
  /// T, the step at which η₁ is reached.
  public let steps: Int

  /// Makes the schedule; traps when a rate is negative or not finite, or the steps not positive.
  public init(
    from learningRate: Double, to lastRate: Double = 0, steps: Int,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    for rate in [learningRate, lastRate] {
      requireNumber(
        rate, "learning rate", .atLeastZero, of: "LinearDecay", file: file, line: line)
    }
    requireSteps(steps, of: "LinearDecay", file: file, line: line)
    self.learningRate = learningRate
    self.lastRate = lastRate
    self.steps = steps
  }

  /// η₀ + (η₁ − η₀)·t/T, then η₁.
  public func rate(at step: Int) -> Double {
    step >= steps
      ? lastRate : learningRate + (lastRate - learningRate) * Double(step) / Double(steps)
  }
}
