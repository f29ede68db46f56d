import TensorCore

/// A rate that falls along half a wave of the cosine, jumps back, and falls again, each time over longer
/// (Loshchilov and Hutter, 2017, *SGDR: Stochastic Gradient Descent with Warm Restarts*):
///
///     η₁ + ½·(η₀ − η₁)·(1 + cos(π·t/T))      t steps after the last restart
///
/// The first fall takes T = `firstCycle` steps, each later one `multiplier` times those of the one
/// before.
public struct CosineRestarts: Schedule {
  /// η₀, the first rate of each cycle.
  public let learningRate: Double
  /// η₁, which each cycle falls to but does not reach; 0 by default.
  public let lastRate: Double
  /// The number of steps of the first cycle.
  public let firstCycle: Int
  /// How many times longer each cycle is than the one before; 1 by default.
  public let multiplier: Int

  /// Makes the schedule; traps when a rate is negative, or the cycle or the multiplier not positive.
  public init(
    from learningRate: Double, to lastRate: Double = 0, firstCycle: Int, multiplier: Int = 1,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireNumber(
      learningRate, "learning rate", .atLeastZero, of: "CosineRestarts", file: file, line: line)
    requireNumber(
      lastRate, "learning rate", .atLeastZero, of: "CosineRestarts", file: file, line: line)
    requireSteps(firstCycle, of: "CosineRestarts", file: file, line: line)
    require(
      multiplier >= 1, "CosineRestarts: expected a multiplier of at least 1, found \(multiplier)",
      file: file, line: line)
    self.learningRate = learningRate
    self.lastRate = lastRate
    self.firstCycle = firstCycle
    self.multiplier = multiplier
  }

  /// η₁ + ½·(η₀ − η₁)·(1 + cos(π·t/T)), t steps after the last restart.
  public func rate(at step: Int) -> Double {
    var (position, length) = (step, firstCycle)
    if multiplier == 1 {
      position %= length
    } else {
      while position >= length && length < .max {
        position -= length
        // A cycle too long for an `Int` has no end.
        let (next, overflow) = length.multipliedReportingOverflow(by: multiplier)
        length = overflow ? .max : next
      }
    }
    return cosine(from: learningRate, to: lastRate, share: Double(position) / Double(length))
  }
}
