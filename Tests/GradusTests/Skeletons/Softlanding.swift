import TensorCore
import Training

/// A rate that is halved again and again: η·2^(−t/T). (Your formula and the paper stand here.)
public struct Softlanding: Schedule {
  /// η, the first rate.
  public let learningRate: Double
  /// T, how many steps halve it.
  public let steps: Int

  /// Makes the schedule; traps when the rate is negative or not finite, or the steps not positive.
  public init(
    from learningRate: Double, steps: Int, file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      learningRate >= 0 && learningRate.isFinite && steps > 0,
      "Softlanding: expected a rate of at least 0 and at least 1 step, found \(learningRate) and "
        + "\(steps)", file: file, line: line)
    self.learningRate = learningRate
    self.steps = steps
  }

  /// η·2^(−t/T).
  public func rate(at step: Int) -> Double {
    learningRate * Double.pow(2, -Double(step) / Double(steps))
  }
}
