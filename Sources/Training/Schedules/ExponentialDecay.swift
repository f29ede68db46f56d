import TensorCore

/// A rate that falls by the same factor at each step: η·γᵗ.
public struct ExponentialDecay: Schedule {
  /// η, the first rate.
  public let learningRate: Double
  /// γ, the factor.
  public let factor: Double

  /// Makes the schedule; traps when the rate or the factor is negative.
  public init(
    from learningRate: Double, factor: Double,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      learningRate, "learning rate", .atLeastZero, of: "ExponentialDecay", file: file, line: line)
    requireNumber(factor, "factor", .atLeastZero, of: "ExponentialDecay", file: file, line: line)
    self.learningRate = learningRate
    self.factor = factor
  }

  /// η·γᵗ.
  public func rate(at step: Int) -> Double { learningRate * Double.pow(factor, Double(step)) }
}
