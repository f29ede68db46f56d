import TensorCore

/// A ``MarkovDecisionProcess`` to act in: what the solver knows as a table, an agent meets by chance.
///
/// The observation is the number of the state. An episode is terminated in a terminal state, and
/// truncated after ``limit`` steps, if there is a limit.
public struct TabularEnvironment: Environment {
  /// The rules.
  public let process: MarkovDecisionProcess
  /// The number of steps after which an episode is truncated; nil for never.
  public let limit: Int?
  /// The state now.
  public private(set) var state = 0
  /// The number of steps since the reset.
  public private(set) var stepCount = 0
  /// Whether no step can be taken: before the first reset and after an episode's end.
  public private(set) var hasEnded = true

  /// Makes an environment; `reset` begins an episode. Traps when the limit is not positive.
  public init(
    _ process: MarkovDecisionProcess, limit: Int? = nil,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      limit ?? 1 > 0,
      "TabularEnvironment: expected a limit of at least 1 step, found \(limit ?? 0)",
      file: file, line: line)
    self.process = process
    self.limit = limit
  }

  /// The number of actions.
  public var actionCount: Int { process.actionCount }

  /// Begins an episode in a state drawn by the process' start probabilities.
  public mutating func reset(using generator: inout RandomGenerator) -> Int {
    reset(to: generator.categorical(process.startProbabilities))
    return state
  }

  /// Begins an episode in a given state; traps when that is terminal or does not exist.
  public mutating func reset(
    to state: Int, file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      !process.isTerminal(state, file: file, line: line),
      "TabularEnvironment.reset: nothing follows the terminal state \(state)",
      file: file, line: line)
    self.state = state
    stepCount = 0
    hasEnded = false
  }

  /// Draws what follows; call ``Environment/step(_:using:file:line:)``, which checks first.
  public mutating func advance(
    _ action: Int, using generator: inout RandomGenerator
  ) -> Step<Int> {
    let outcomes = process.outcomes(state: state, action: action)
    let outcome = outcomes[generator.categorical(outcomes.map(\.probability))]
    state = outcome.state
    stepCount += 1
    let ending: Ending =
      process.isTerminal(state) ? .terminated : stepCount == limit ? .truncated : .continues
    hasEnded = ending != .continues
    return Step(observation: state, reward: outcome.reward, ending: ending)
  }
}
