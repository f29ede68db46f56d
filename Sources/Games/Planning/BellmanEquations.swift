import TensorCore

extension MarkovDecisionProcess {
  /// Q, the value of each action in each state, from the values of the states that follow:
  /// Q(s, a) = Σ p·(r + γ·V(s′)) over the outcomes (p, s′, r).
  ///
  /// Everything here rests on this one sum (Bellman, 1957, *Dynamic Programming*): a policy's values
  /// are its mean over the policy's actions, the best values are its maximum.
  ///
  /// - Parameters:
  ///   - values: V, shape [S]. What stands there for terminal states does not count: their value is 0.
  ///   - discount: γ, in 0 ... 1.
  ///   - file: The caller's file.
  ///   - line: The caller's line; traps with it when the shape or the discount is wrong.
  /// - Returns: Q, shape [S, A]; 0 for terminal states.
  public func actionValues(
    of values: Tensor<Double>, discount: Double,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor<Double> {
    require(
      values.shape == [stateCount],
      "actionValues: expected a value for each of the \(stateCount) states, shape [\(stateCount)], "
        + "found shape \(values.shape)",
      file: file, line: line)
    requireNumber(
      discount, "discount", .fromZeroToOne, of: "actionValues", file: file, line: line)
    var result = Tensor<Double>.zeros([stateCount, actionCount], file: file, line: line)
    for state in 0..<stateCount {
      for action in 0..<actionCount {
        var sum = 0.0
        for outcome in outcomes(state: state, action: action) {
          let following = isTerminal(outcome.state) ? 0 : values[outcome.state]
          sum += outcome.probability * (outcome.reward + discount * following)
        }
        result[state, action] = sum
      }
    }
    return result
  }

  /// The policy that takes each action with the same probability: shape [S, A].
  public var uniformPolicy: Tensor<Double> {
    Tensor(repeating: 1 / Double(actionCount), shape: [stateCount, actionCount])
  }

  /// Stops unless a policy is a table of probabilities, shape [S, A]; terminal states do not count.
  func requirePolicy(
    _ policy: Tensor<Double>, in operation: String, file: StaticString, line: UInt
  ) {
    require(
      policy.shape == [stateCount, actionCount],
      "\(operation): expected a policy of shape [\(stateCount), \(actionCount)], found \(policy.shape)",
      file: file, line: line)
    for state in 0..<stateCount where !isTerminal(state) {
      let row = (0..<actionCount).map { policy[state, $0] }
      require(
        isDistribution(row),
        "\(operation): expected probabilities of at least 0 whose sum is 1 in state \(state), "
          + "found \(row.map { numberText($0) })",
        file: file, line: line)
    }
  }
}

/// The policy that takes the action of the highest value: shape [S, A] as the action values.
///
/// Where several actions are the best, each is taken with the same probability. A policy that always
/// takes the first of them is as good, but hides mistakes: where all values are still equal, it never
/// tries any other action.
///
/// - Parameters:
///   - actionValues: Q, shape [S, A].
///   - tolerance: By how much a value may be lower than the highest and still count as equal.
///   - file: The caller's file.
///   - line: The caller's line; traps with it when the shape is wrong, there is no action, a value is
///     NaN, or the tolerance is negative or not finite.
public func greedyPolicy(
  for actionValues: Tensor<Double>, tolerance: Double = 0,
  file: StaticString = #fileID, line: UInt = #line
) -> Tensor<Double> {
  require(
    actionValues.rank == 2 && actionValues.shape[1] > 0,
    "greedyPolicy: expected action values of shape [S, A], found \(actionValues.shape)",
    file: file, line: line)
  requireNumber(tolerance, "tolerance", .atLeastZero, of: "greedyPolicy", file: file, line: line)
  var policy = Tensor<Double>.zeros(actionValues.shape)
  for state in 0..<policy.shape[0] {
    let row = (0..<policy.shape[1]).map { actionValues[state, $0] }
    require(
      !row.contains { $0.isNaN }, "greedyPolicy: a value in state \(state) is NaN",
      file: file, line: line)
    let best = row.indices.filter { row[$0] >= row.max()! - tolerance }
    for action in best { policy[state, action] = 1 / Double(best.count) }
  }
  return policy
}
