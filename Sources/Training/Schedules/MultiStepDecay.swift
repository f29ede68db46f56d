import TensorCore

/// A rate that falls by a factor at given steps: η·γᵏ after k of them.
public struct MultiStepDecay: Schedule {
  /// η, the first rate.
  public let learningRate: Double
  /// γ, the factor; 0.1 by default.
  public let factor: Double
  /// The first steps at each lower rate. One that is named twice counts twice.
  public let milestones: [Int]

  /// Makes the schedule; traps when the rate or the factor is negative.
  public init(
    from learningRate: Double, factor: Double = 0.1, at milestones: [Int],
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      learningRate, "learning rate", .atLeastZero, of: "MultiStepDecay", file: file, line: line)
    requireNumber(factor, "factor", .atLeastZero, of: "MultiStepDecay", file: file, line: line)
    self.learningRate = learningRate
    self.factor = factor
    self.milestones = milestones
  }

  /// η·γᵏ, where k milestones are at or before the step.
  public func rate(at step: Int) -> Double {
    learningRate * Double.pow(factor, Double(milestones.count { $0 <= step }))
  }
}
