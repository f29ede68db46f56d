/// A rate that rises along a straight line to the first rate of another schedule, which then follows
/// (Goyal et al., 2017, *Accurate, Large Minibatch SGD*).
///
/// With n steps of warm-up, step t < n has the rate s(0)·(t + 1)/n, and later ones s(t − n). So the first
/// step already moves, the last of the warm-up has the full rate, and the schedule begins after it.
public struct LinearWarmup<Following: Schedule>: Schedule {
  /// n, the number of steps of the warm-up.
  public let steps: Int
  /// s, what follows.
  public let following: Following

  /// Puts a warm-up in front of a schedule; traps when the number of steps is not positive.
  public init(
    steps: Int, then following: Following, file: StaticString = #fileID, line: UInt = #line
  ) {
    requireSteps(steps, of: "LinearWarmup", file: file, line: line)
    self.steps = steps
    self.following = following
  }

  /// s(0)·(t + 1)/n, then s(t − n).
  public func rate(at step: Int) -> Double {
    step < steps
      ? following.rate(at: 0) * Double(step + 1) / Double(steps) : following.rate(at: step - steps)
  }
}
