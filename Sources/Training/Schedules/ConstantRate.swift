import TensorCore

/// One rate at every step.
public struct ConstantRate: Schedule {
  /// η, the rate.
  public let learningRate: Double

  /// Makes the schedule; traps when the rate is negative or not finite.
  public init(_ learningRate: Double, file: StaticString = #fileID, line: UInt = #line) {
    requireNumber(
      learningRate, "learning rate", .atLeastZero, of: "ConstantRate", file: file, line: line)
    self.learningRate = learningRate
  }

  /// η.
  public func rate(at step: Int) -> Double { learningRate }
}
