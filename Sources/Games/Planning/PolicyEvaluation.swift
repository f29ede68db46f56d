import TensorCore

extension MarkovDecisionProcess {
  /// The value of each state under a policy, by iteration: V(s) becomes Σ π(a|s)·Q(s, a), for all
  /// states at once, until it no longer changes (Sutton and Barto, 2018, section 4.1).
  ///
  /// The result is within `tolerance` of the exact values where γ < 1. Where γ = 1 there is no such
  /// bound: the last sweep changed no value by more than `tolerance`. Compare
  /// ``exactPolicyValues(_:discount:file:line:)``.
  ///
  /// - Parameters:
  ///   - policy: π, the probability of each action in each state, shape [S, A].
  ///   - discount: γ, in 0 ... 1. With 1, the policy must reach a terminal state sooner or later.
  ///   - tolerance: How far from the exact values the result may be; above 0.
  ///   - maximumSweeps: After how many sweeps to give up.
  ///   - file: The caller's file.
  ///   - line: The caller's line; traps with it when an argument is out of its range.
  /// - Returns: V, shape [S]; 0 for terminal states.
  /// - Throws: ``NotConverged`` when the sweeps do not suffice.
  public func policyValues(
    _ policy: Tensor<Double>, discount: Double, tolerance: Double = 1e-10,
    maximumSweeps: Int = 100_000, file: StaticString = #fileID, line: UInt = #line
  ) throws -> Tensor<Double> {
    requirePolicy(policy, in: "policyValues", file: file, line: line)
    return try fixedPoint(
      of: "policyValues", discount, tolerance, maximumSweeps, file: file, line: line
    ) { values in
      (policy * actionValues(of: values, discount: discount)).sum(along: 1)
    }
  }

  /// The value of each state under a policy, by solving the linear equations V = R + γ·P·V, where P
  /// and R are the transitions and the mean rewards under the policy.
  ///
  /// - Parameters:
  ///   - policy: π, the probability of each action in each state, shape [S, A].
  ///   - discount: γ, in 0 ... 1.
  ///   - file: The caller's file.
  ///   - line: The caller's line; traps with it when an argument is out of its range.
  /// - Returns: V, shape [S]; 0 for terminal states.
  /// - Throws: `SingularMatrix` when γ is 1 and the policy never ends from some state, whose value is
  ///   then not defined by the equations.
  public func exactPolicyValues(
    _ policy: Tensor<Double>, discount: Double, file: StaticString = #fileID, line: UInt = #line
  ) throws -> Tensor<Double> {
    requirePolicy(policy, in: "exactPolicyValues", file: file, line: line)
    requireNumber(
      discount, "discount", .fromZeroToOne, of: "exactPolicyValues", file: file, line: line)
    var matrix = Tensor<Double>.identity(stateCount, file: file, line: line)
    var rewards = Tensor<Double>.zeros([stateCount])
    for state in 0..<stateCount {
      for action in 0..<actionCount {
        for outcome in outcomes(state: state, action: action) {
          let probability = policy[state, action] * outcome.probability
          rewards[state] += probability * outcome.reward
          if !isTerminal(outcome.state) {
            matrix[state, outcome.state] -= discount * probability
          }
        }
      }
    }
    return try solve(matrix, rewards, file: file, line: line)
  }
}
