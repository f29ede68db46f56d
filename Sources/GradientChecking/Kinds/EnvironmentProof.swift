import Games
import TensorCore

/// Proves an environment with episodes of random actions: there is none before the reset, and one after it; all
/// chance comes from the generator, so that one seed gives the same episode, in a used environment, too; a copy
/// goes on from the same point; rewards are finite, and observations as many finite numbers as at the beginning;
/// a step's ending says what `hasEnded` says; and episodes end.
///
/// - Parameters:
///   - environment: The environment, before its first reset.
///   - episodes: How many episodes are played, at least 1; 20 by default.
///   - longest: After how many steps an episode should have ended, at least 1; 10 000 by default.
///   - seed: The seed of the first episode.
///   - file: The caller's file.
///   - line: The caller's line; traps with it when a number is below 1.
///   - features: The numbers of an observation.
/// - Returns: What is wrong; empty if all is well.
public func checkEnvironment<World: Environment>(
  _ environment: World, episodes: Int = 20, longest: Int = 10_000, seed: UInt64 = 1,
  file: StaticString = #fileID, line: UInt = #line,
  features: @escaping (World.Observation) -> [Double]
) -> [ProofProblem] {
  require(
    episodes > 0 && longest > 0,
    "checkEnvironment: expected at least 1 episode and 1 step, found \(episodes) and \(longest)",
    file: file, line: line)
  var report = ProofReport("\(World.self)", seed: seed)
  guard environment.hasEnded else {
    report.add(
      "reset", "hasEnded is false before the first reset.",
      "it should begin as true: no step can be taken yet.")
    return report.problems
  }
  guard environment.actionCount > 0 else {
    report.add("actions", "there are \(environment.actionCount) actions, expected at least 1.")
    return report.problems
  }
  let trials = (0..<UInt64(episodes)).lazy.map {
    EpisodeTrial<World>(seed: seed &+ $0, longest: longest, features: features)
  }
  // Other chance than the generator's makes what follows wrong, too, and may by chance be the same for an episode:
  // so all episodes are repeated first.
  var played: [[[Double]]] = []
  for trial in trials where report.problems.isEmpty {
    var (fresh, again) = (environment, environment)
    let episode = trial.play(&fresh, &report)
    played.append(episode)
    guard report.problems.isEmpty, trial.play(&again, &report) != episode else { continue }
    report.add(
      "repetition", "the same seed gives another episode.",
      "chance comes from elsewhere than the generator.")
  }
  var used = environment
  for (trial, episode) in zip(trials, played) where report.problems.isEmpty {
    var beside = environment
    if trial.play(&beside, besideCopies: true, &report) != episode {
      report.add(
        "copies", "steps of a copy change the episode.",
        "the environment holds a class, so that a copy is none.")
    } else if trial.play(&used, &report) != episode {
      report.add(
        "reset", "in an environment that was used before, the same seed gives another episode.",
        "reset leaves something as it was: the steps, the speed, the cards.")
    }
  }
  return report.problems
}

/// Proves an environment whose observations are vectors of features; all else is as above.
public func checkEnvironment<World: Environment>(
  _ environment: World, episodes: Int = 20, longest: Int = 10_000, seed: UInt64 = 1,
  file: StaticString = #fileID, line: UInt = #line
) -> [ProofProblem] where World.Observation: FeatureVector {
  checkEnvironment(
    environment, episodes: episodes, longest: longest, seed: seed, file: file, line: line,
    features: { $0.features })
}

/// One episode of random actions.
private struct EpisodeTrial<World: Environment> {
  let seed: UInt64
  let longest: Int
  let features: (World.Observation) -> [Double]

  /// All numbers of the episode: observations, actions, rewards and endings.
  func play(
    _ world: inout World, besideCopies: Bool = false, _ report: inout ProofReport
  ) -> [[Double]] {
    var generator = RandomGenerator(seed: seed)
    // Actions come from elsewhere, so that an environment that draws otherwise meets the same.
    var chooser = RandomGenerator(seed: seed &+ 1 << 32)
    let first = features(world.reset(using: &generator))
    var numbers = [first]
    guard !world.hasEnded else {
      report.add("reset", "hasEnded is true directly after a reset.", "reset does not set it back.")
      return numbers
    }
    for count in 1...longest {
      let action = chooser.uniformInteger(below: world.actionCount)
      if besideCopies {
        // A copy that goes its own way leaves this one as it is.
        var (copy, other) = (world, generator)
        _ = copy.step(world.actionCount - 1 - action, using: &other)
      }
      let step = world.step(action, using: &generator)
      let observation = features(step.observation)
      numbers.append(observation + [step.reward, Double(step.ending.rawValue)])
      guard step.reward.isFinite else {
        report.add("reward", "the reward of step \(count) is \(text(step.reward)).")
        return numbers
      }
      guard observation.count == first.count, observation.allSatisfy(\.isFinite) else {
        report.add(
          "observation",
          "the observation of step \(count) is \(observation.map(text)), expected \(first.count) finite "
            + "numbers as after the reset.")
        return numbers
      }
      guard world.hasEnded == (step.ending != .continues) else {
        report.add(
          "ending",
          "the ending of step \(count) is \(step.ending), and hasEnded is \(world.hasEnded).",
          "the two are set in different places.")
        return numbers
      }
      if world.hasEnded { return numbers }
    }
    report.add(
      "ending", "after \(longest) steps the episode has not ended.",
      "it has no limit: `truncated` is for that.")
    return numbers
  }
}
