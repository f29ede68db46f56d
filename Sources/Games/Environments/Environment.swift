import TensorCore

/// What an agent acts in: it observes, acts, and gets a reward.
///
/// An environment is a value that holds one episode; a copy of it goes on from the same point. All
/// chance comes from the generator that is passed in, so one seed gives one episode.
///
/// ```swift
/// var generator = RandomGenerator(seed: 1)
/// var environment = CartPole()
/// var observation = environment.reset(using: &generator)
/// while !environment.hasEnded {
///   let step = environment.step(0, using: &generator)
///   observation = step.observation
/// }
/// ```
///
/// To write one, implement the four requirements; what calls it uses
/// ``step(_:using:file:line:)``, which checks the action and the episode first.
public protocol Environment: Sendable {
  /// What the agent sees: the number of a state, or a vector of features.
  associatedtype Observation: Sendable

  /// The number of actions; an action is an integer in 0 ..< `actionCount`.
  var actionCount: Int { get }

  /// Whether no step can be taken: before the first ``reset(using:)`` and after an episode's end.
  var hasEnded: Bool { get }

  /// Begins a new episode and returns its first observation.
  mutating func reset(using generator: inout RandomGenerator) -> Observation

  /// Takes one step, which ``step(_:using:file:line:)`` has checked.
  mutating func advance(_ action: Int, using generator: inout RandomGenerator) -> Step<Observation>
}

/// What follows an action.
public struct Step<Observation: Sendable>: Sendable {
  /// What the agent sees now; at an episode's end, the last that it sees.
  public let observation: Observation
  /// The reward for the action.
  public let reward: Double
  /// Whether the episode ends here, and why.
  public let ending: Ending

  /// Makes a step from its parts.
  public init(observation: Observation, reward: Double, ending: Ending) {
    self.observation = observation
    self.reward = reward
    self.ending = ending
  }
}

/// Whether an episode ends with a step, and why.
///
/// The difference matters wherever a value is estimated from a reward and the value of what follows.
/// After `terminated` nothing follows, and the value of what follows is 0. After `truncated` the
/// task would have gone on: only time was up, and the value of the last observation counts as it
/// does in the middle of an episode (Pardo et al., 2018, *Time Limits in Reinforcement Learning*).
///
/// A step that does both is `terminated`.
public enum Ending: UInt8, Sendable, Equatable, BitwiseCopyable {
  /// The episode goes on.
  case continues
  /// The task is over: a goal, a fall, the end of a game. Nothing follows.
  case terminated
  /// The limit of steps is reached, and the task is not over.
  case truncated
}

extension Environment {
  /// Takes an action and returns what follows.
  ///
  /// Traps when the action is not in 0 ..< ``actionCount``, and when there is no episode: before
  /// the first ``reset(using:)``, or after the end.
  @specialized(where Self == CartPole)
  @specialized(where Self == TabularEnvironment)
  public mutating func step(
    _ action: Int, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Step<Observation> {
    require(
      !hasEnded, "\(Self.self).step: the episode has ended, or none has begun; call reset first",
      file: file, line: line)
    require(
      action >= 0 && action < actionCount,
      "\(Self.self).step: expected an action in 0..<\(actionCount), found \(action)",
      file: file, line: line)
    return advance(action, using: &generator)
  }

  /// Plays one episode from its reset to its end and returns all of its transitions.
  ///
  /// An environment without a limit of steps may go on forever.
  ///
  /// - Parameters:
  ///   - generator: The source of chance, for the environment and for the choice of actions.
  ///   - file: The caller's file.
  ///   - line: The caller's line; traps with it when an action does not exist.
  ///   - choose: The action for an observation; it gets the generator to draw from.
  @specialized(where Self == CartPole)
  @specialized(where Self == TabularEnvironment)
  public mutating func playEpisode(
    using generator: inout RandomGenerator, file: StaticString = #fileID, line: UInt = #line,
    choosing choose: (Observation, inout RandomGenerator) throws -> Int
  ) rethrows -> [Transition<Observation>] {
    var transitions: [Transition<Observation>] = []
    var observation = reset(using: &generator)
    while !hasEnded {
      let action = try choose(observation, &generator)
      let step = step(action, using: &generator, file: file, line: line)
      transitions.append(Transition(from: observation, action: action, to: step))
      observation = step.observation
    }
    return transitions
  }
}
