import TensorCore

extension RandomGenerator {
  /// The action of the highest value; where several have it, each of them equally often.
  ///
  /// An agent that always takes the first of equal actions never tries another while all that it knows is
  /// 0.
  ///
  /// - Parameters:
  ///   - values: The value of each action.
  ///   - actions: The actions that are possible; all, unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line; traps with it when no action is possible, one does not exist, or the
  ///     value of one is NaN.
  public mutating func greedy(
    _ values: [Double], among actions: [Int]? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Int {
    let actions = possible(actions, values, "greedy", file: file, line: line)
    let highest = actions.map { values[$0] }.max()!
    let best = actions.filter { values[$0] == highest }
    return best[uniformInteger(below: best.count)]
  }

  /// With probability ε any action, each equally often; else the one of the highest value, by
  /// ``greedy(_:among:file:line:)``. So the best action is taken with probability 1 − ε + ε/n.
  ///
  /// - Parameters:
  ///   - values: The value of each action.
  ///   - epsilon: ε, how often to explore, in 0 ... 1.
  ///   - actions: The n actions that are possible; all, unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line; traps with it when ε is out of its range, no action is possible, one
  ///     does not exist, or the value of one is NaN.
  public mutating func epsilonGreedy(
    _ values: [Double], epsilon: Double, among actions: [Int]? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Int {
    requireNumber(epsilon, "epsilon", .fromZeroToOne, of: "epsilonGreedy", file: file, line: line)
    let actions = possible(actions, values, "epsilonGreedy", file: file, line: line)
    if bernoulli(epsilon) { return actions[uniformInteger(below: actions.count)] }
    return greedy(values, among: actions, file: file, line: line)
  }
}

private func possible(
  _ actions: [Int]?, _ values: [Double], _ operation: String, file: StaticString, line: UInt
) -> [Int] {
  let actions = actions ?? Array(values.indices)
  require(
    !actions.isEmpty, "\(operation): expected at least one possible action, found none",
    file: file, line: line)
  for action in actions {
    require(
      values.indices.contains(action) && !values[action].isNaN,
      "\(operation): expected actions in 0..<\(values.count) with values that are numbers, found action "
        + "\(action) of values \(values.map { numberText($0) })",
      file: file, line: line)
  }
  return actions
}
