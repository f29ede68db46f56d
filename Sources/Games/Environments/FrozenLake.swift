/// Across a frozen lake to the goal, without falling into a hole: the maps and rules of Gymnasium's
/// `FrozenLake-v1`.
///
/// The ice is slippery: a step goes in the chosen direction or in one of the two at right angles to
/// it, each with probability 1/3. Reaching the goal is worth 1 and ends the episode; a hole ends it
/// without reward. An episode is truncated after 100 steps on the small map, 200 on the large one.
///
/// ```swift
/// let lake = FrozenLake.fourByFour
/// let values = try lake.process().optimalValues(discount: 0.99)   // values[0] is 0.542
/// var environment = lake.environment()                            // to learn it without the table
/// ```
///
/// Without a limit, the best chance to arrive on the small map is 14/17 = 0.8235; within 100 steps it
/// is 0.7442, which is all that an agent can show there.
public enum FrozenLake: Sendable, CaseIterable {
  /// The map of 4 rows and 4 columns.
  case fourByFour
  /// The map of 8 rows and 8 columns.
  case eightByEight

  /// The map.
  public var world: GridWorld {
    switch self {
    case .fourByFour: GridWorld(["SFFF", "FHFH", "FFFH", "HFFG"])
    case .eightByEight:
      GridWorld([
        "SFFFFFFF", "FFFFFFFF", "FFFHFFFF", "FFFFFHFF", "FFFHFFFF", "FHHFFFHF", "FHFFHFHF",
        "FFFHFFFG",
      ])
    }
  }

  /// The number of steps after which an episode is truncated: 100 and 200.
  public var limit: Int {
    switch self {
    case .fourByFour: 100
    case .eightByEight: 200
    }
  }

  /// The rules as a table, for the solvers.
  public func process(isSlippery: Bool = true) -> MarkovDecisionProcess {
    world.process(isSlippery: isSlippery, goalReward: 1)
  }

  /// The lake to walk on, with its limit of steps.
  public func environment(isSlippery: Bool = true) -> TabularEnvironment {
    TabularEnvironment(process(isSlippery: isSlippery), limit: limit)
  }
}
