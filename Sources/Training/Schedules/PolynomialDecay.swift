import TensorCore

/// A rate that falls to zero along a power of the time that is left: η·(1 − t/T)ᵖ; with p = 1 a straight
/// line. From step T on it stays zero.
public struct PolynomialDecay: Schedule {
  /// η, the first rate.
  public let learningRate: Double
  /// T, the step at which zero is reached.
  public let steps: Int
  /// p, the power; 1 by default.
  public let power: Double

  /// Makes the schedule; traps when the rate is negative, or the steps or the power not positive.
  public init(
    from learningRate: Double, steps: Int, power: Double = 1,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      learningRate, "learning rate", .atLeastZero, of: "PolynomialDecay", file: file, line: line)
    requireSteps(steps, of: "PolynomialDecay", file: file, line: line)
    requireNumber(power, "power", .positive, of: "PolynomialDecay", file: file, line: line)
    self.learningRate = learningRate
    self.steps = steps
    self.power = power
  }

  /// η·(1 − t/T)ᵖ.
  public func rate(at step: Int) -> Double {
    learningRate * Double.pow(1 - Double(min(step, steps)) / Double(steps), power)
  }
}
