import TensorCore

/// A learning rate as a function of the step.
///
/// A schedule is a value without a state: it gives the rate itself, not a factor, and steps count from
/// 0, the first update. One line in the training loop applies it:
///
/// ```swift
/// let schedule = LinearWarmup(steps: 100, then: CosineDecay(from: 0.1, steps: 900))
/// for (step, batch) in batches.enumerated() {
///   optimizer.learningRate = schedule(step)
///   …
/// }
/// ```
///
/// Where the steps are epochs, it is called with the epoch. ``ReduceOnPlateau`` is the one that depends
/// on the loss instead.
public protocol Schedule: Sendable {
  /// The rate of a step; steps count from 0.
  func rate(at step: Int) -> Double
}

extension Schedule {
  /// The rate of a step; traps when the step is negative.
  public func callAsFunction(
    _ step: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Double {
    require(step >= 0, "\(Self.self): steps count from 0, found \(step)", file: file, line: line)
    return rate(at: step)
  }
}

/// Traps when a number of steps is not positive.
func requireSteps(_ steps: Int, of schedule: StaticString, file: StaticString, line: UInt) {
  require(
    steps > 0, "\(schedule): expected at least 1 step, found \(steps)", file: file, line: line)
}

/// The cosine half-wave that leads from one number to another as `share` goes from 0 to 1.
func cosine(from start: Double, to end: Double, share: Double) -> Double {
  end + (start - end) * (1 + Double.cos(.pi * share)) / 2
}
