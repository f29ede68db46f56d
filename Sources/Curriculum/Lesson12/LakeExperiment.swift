import Foundation
import Games
import Gradus

/// What Q-learning has made of a task, step by step.
public struct QLearningCurve: Sendable {
  /// The number of episodes after which the values were compared.
  public internal(set) var episodes: [Int] = []
  /// By how much the value of the worst state was wrong then: max over s of |max over a Q(s, a) − V*(s)|.
  public internal(set) var errors: [Double] = []
  /// The action values at the end, shape [S, A].
  public internal(set) var values: Tensor<Double>
  /// The number of steps taken.
  public internal(set) var stepCount = 0
}

extension PlayingExperiment {
  // MARK: (a) A table, against the exact values

  /// Learns action values from episodes alone, by Q-learning, and compares them with the best values.
  ///
  /// The share of each step, the rate, falls from 0.2 to 0.001, each episode by the same factor: large steps
  /// find out roughly, small ones take the mean over the ice's accidents.
  ///
  /// - Parameters:
  ///   - process: The rules. The learner does not see them.
  ///   - limit: The number of steps after which an episode is truncated.
  ///   - episodes: How many episodes to learn from.
  ///   - seed: Of the episodes.
  ///   - timeUpEnds: Whether the learner is told, wrongly, that a truncated episode has terminated.
  public func qLearning(
    _ process: MarkovDecisionProcess, limit: Int, episodes: Int, seed: UInt64,
    timeUpEnds: Bool = false
  ) throws -> QLearningCurve {
    let discount = 0.99
    let best = try process.optimalValues(discount: discount)
    var environment = TabularEnvironment(process, limit: limit)
    var generator = RandomGenerator(seed: seed)
    var curve = QLearningCurve(
      values: .zeros([process.stateCount, process.actionCount]))
    let actions = Array(0..<process.actionCount)
    for episode in 1...episodes {
      let rate = 0.2 * pow(0.001 / 0.2, Double(episode) / Double(episodes))
      var state = environment.reset(using: &generator)
      while !environment.hasEnded {
        let action = try answers.epsilonGreedy(
          actions.map { curve.values[state, $0] }, actions, 0.3, &generator)
        var step = environment.step(action, using: &generator)
        if timeUpEnds && step.ending == .truncated {
          step = Step(observation: step.observation, reward: step.reward, ending: .terminated)
        }
        try answers.qUpdate(
          &curve.values, Transition(from: state, action: action, to: step), rate, discount)
        state = step.observation
        curve.stepCount += 1
      }
      if episode % max(1, episodes / 100) == 0 {
        curve.episodes.append(episode)
        curve.errors.append((curve.values.max(along: 1) - best).abs().max())
      }
    }
    return curve
  }
}
