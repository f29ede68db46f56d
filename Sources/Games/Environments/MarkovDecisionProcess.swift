import TensorCore

/// A task with finitely many states and actions whose rules are known: a table.
///
/// Where an agent is and what it does there decide, together with chance, what follows; nothing that
/// was before matters. Because the table is known, the values of a policy and the best values can be
/// computed: they judge an agent that learns from a ``TabularEnvironment`` of the same table.
///
/// States are numbered 0 ..< S, actions 0 ..< A.
public struct MarkovDecisionProcess: Sendable {
  /// What may follow an action.
  public struct Outcome: Sendable, Hashable {
    /// How probable it is, in 0 ... 1.
    public let probability: Double
    /// The state that follows.
    public let state: Int
    /// The reward.
    public let reward: Double

    /// Makes an outcome from its parts.
    public init(probability: Double, state: Int, reward: Double) {
      self.probability = probability
      self.state = state
      self.reward = reward
    }
  }

  /// S, the number of states.
  public let stateCount: Int
  /// A, the number of actions.
  public let actionCount: Int
  /// How probable it is to begin in each state, S numbers whose sum is 1.
  public let startProbabilities: [Double]
  private let terminal: [Bool]
  /// The outcomes of action a in state s are at s·A + a.
  private let table: [[Outcome]]

  /// Makes a process from its rules.
  ///
  /// Traps when a count is not positive, a state does not exist, a reward is not finite, or
  /// probabilities are negative or do not add up to 1; and when an episode could begin in a terminal
  /// state.
  ///
  /// - Parameters:
  ///   - startProbabilities: How probable it is to begin in each state; S numbers.
  ///   - actionCount: A, the number of actions.
  ///   - terminalStates: The states after which nothing follows; their value is 0.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///   - outcomes: What may follow an action in a state. It is not called for terminal states.
  public init(
    startProbabilities: [Double], actionCount: Int, terminalStates: [Int] = [],
    file: StaticString = #fileID, line: UInt = #line,
    outcomes: (_ state: Int, _ action: Int) throws -> [Outcome]
  ) rethrows {
    let stateCount = startProbabilities.count
    func check(_ holds: Bool, _ sentence: @autoclosure () -> String) {
      require(holds, "MarkovDecisionProcess: \(sentence())", file: file, line: line)
    }
    check(stateCount > 0, "expected a start probability for each state, found none")
    check(actionCount > 0, "expected at least 1 action, found \(actionCount)")
    check(
      isDistribution(startProbabilities),
      "expected start probabilities of at least 0 whose sum is 1, found \(startProbabilities)")
    requireMemory(
      for: productOrMax(stateCount, actionCount), of: [Outcome].self, as: "MarkovDecisionProcess",
      file: file, line: line)
    var terminal = Array(repeating: false, count: stateCount)
    for state in terminalStates {
      check(
        terminal.indices.contains(state),
        "expected terminal states in 0..<\(stateCount), found \(state)")
      check(startProbabilities[state] == 0, "an episode could begin in the terminal state \(state)")
      terminal[state] = true
    }
    var table: [[Outcome]] = []
    for state in 0..<stateCount {
      for action in 0..<actionCount {
        let row = terminal[state] ? [] : try outcomes(state, action)
        check(
          terminal[state] || isDistribution(row.map(\.probability)),
          "expected probabilities of at least 0 whose sum is 1 for action \(action) in state \(state), "
            + "found \(row.map(\.probability))")
        check(
          row.allSatisfy { terminal.indices.contains($0.state) && $0.reward.isFinite },
          "expected finite rewards and states in 0..<\(stateCount) after action \(action) in state "
            + "\(state), found \(row)")
        table.append(row)
      }
    }
    self.stateCount = stateCount
    self.actionCount = actionCount
    self.startProbabilities = startProbabilities
    self.terminal = terminal
    self.table = table
  }

  /// Whether nothing follows a state; traps when there is no such state.
  public func isTerminal(
    _ state: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Bool {
    require(
      terminal.indices.contains(state),
      "isTerminal: expected a state in 0..<\(stateCount), found \(state)", file: file, line: line)
    return terminal[state]
  }

  /// What may follow an action in a state; nothing where the state is terminal.
  ///
  /// Traps when there is no such state or action.
  public func outcomes(
    state: Int, action: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> [Outcome] {
    require(
      terminal.indices.contains(state) && action >= 0 && action < actionCount,
      "outcomes: expected a state in 0..<\(stateCount) and an action in 0..<\(actionCount), "
        + "found \(state) and \(action)",
      file: file, line: line)
    return table[state * actionCount + action]
  }
}

/// Whether numbers are probabilities: none is negative, and their sum is 1 to within rounding.
func isDistribution(_ probabilities: [Double]) -> Bool {
  // A policy may be the softmax of a network in `Float`: each of its n probabilities and of the sums
  // that made them is rounded by half an ulp of 1.
  let rounding = Double(probabilities.count) * Double(Float.ulpOfOne)
  return probabilities.allSatisfy { $0 >= 0 }
    && abs(probabilities.reduce(0, +) - 1) <= rounding
}
