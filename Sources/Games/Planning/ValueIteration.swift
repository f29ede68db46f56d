import TensorCore

extension MarkovDecisionProcess {
  /// The best value that each state can have, by value iteration: V(s) becomes max over a of Q(s, a),
  /// for all states at once, until it no longer changes (Bellman, 1957).
  ///
  /// The best policy is greedy for the action values that follow:
  ///
  /// ```swift
  /// let values = try process.optimalValues(discount: 0.99)
  /// let best = greedyPolicy(for: process.actionValues(of: values, discount: 0.99), tolerance: 1e-9)
  /// ```
  ///
  /// The result is within `tolerance` of the exact values where γ < 1. Where γ = 1 there is no such
  /// bound: the last sweep changed no value by more than `tolerance`.
  ///
  /// - Parameters:
  ///   - discount: γ, in 0 ... 1.
  ///   - tolerance: How far from the exact values the result may be; above 0.
  ///   - maximumSweeps: After how many sweeps to give up.
  ///   - file: The caller's file.
  ///   - line: The caller's line; traps with it when an argument is out of its range.
  /// - Returns: V, shape [S]; 0 for terminal states.
  /// - Throws: ``NotConverged`` when the sweeps do not suffice, as where γ is 1 and rewards can be
  ///   collected forever.
  public func optimalValues(
    discount: Double, tolerance: Double = 1e-10, maximumSweeps: Int = 100_000,
    file: StaticString = #fileID, line: UInt = #line
  ) throws -> Tensor<Double> {
    try fixedPoint(
      of: "optimalValues", discount, tolerance, maximumSweeps, file: file, line: line
    ) { values in
      actionValues(of: values, discount: discount).max(along: 1)
    }
  }

  /// The best value that each state can have when only so many steps are left: as many sweeps of value
  /// iteration from 0. After the last step nothing is earned.
  ///
  /// This judges agents under a limit of steps. The best action then depends on the steps left, which an
  /// agent that sees only the state does not know; so it may not reach these values.
  ///
  /// - Parameters:
  ///   - steps: The number of steps left, at least 0.
  ///   - discount: γ, in 0 ... 1.
  ///   - file: The caller's file.
  ///   - line: The caller's line; traps with it when an argument is out of its range.
  /// - Returns: V, shape [S].
  public func optimalValues(
    within steps: Int, discount: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor<Double> {
    require(
      steps >= 0, "optimalValues: expected at least 0 steps, found \(steps)", file: file, line: line
    )
    requireNumber(
      discount, "discount", .fromZeroToOne, of: "optimalValues", file: file, line: line)
    var values = Tensor<Double>.zeros([stateCount])
    for _ in 0..<steps { values = actionValues(of: values, discount: discount).max(along: 1) }
    return values
  }
}
