import Games
import Gradus

/// How an agent learned to balance a pole, and what came of it.
public struct PoleTraining: Sendable {
  /// The number of environment steps after which the agent was tried.
  public internal(set) var steps: [Int] = []
  /// The mean length of 20 trial episodes then, by which the agent is chosen.
  public internal(set) var trials: [Double] = []
  /// The mean length of 100 further episodes, of the agent that was chosen.
  public internal(set) var chosen = 0.0
  /// The mean length of the same 100 episodes, of the agent at the end.
  public internal(set) var last = 0.0
}

/// Keeps the best agent of a training: tried on some episodes, reported on others.
///
/// Trials, reports and trainings draw from generators of their own, so that the 100 episodes of the report
/// took no part in choosing the agent.
struct PoleJudge<Agent> {
  private let seed: UInt64
  private let scores: (Agent, Tensor<Float>) -> Tensor<Float>
  private var best: Agent
  private(set) var training = PoleTraining()

  /// - Parameters:
  ///   - agent: The agent before its training.
  ///   - seed: Of trials and report.
  ///   - scores: An agent's scores of the two actions, shape [N, 2], in N states, shape [N, 4].
  init(
    _ agent: Agent, seed: UInt64, scores: @escaping (Agent, Tensor<Float>) -> Tensor<Float>
  ) {
    best = agent
    self.seed = seed
    self.scores = scores
  }

  /// Tries an agent, and keeps it if none before was better.
  mutating func consider(_ agent: Agent, afterSteps steps: Int) {
    let length = meanLength(agent, episodes: 20, seed: seed &+ 1_000_000)
    if length >= training.trials.max() ?? 0 { best = agent }
    training.steps.append(steps)
    training.trials.append(length)
  }

  /// The training with its report.
  func report(last: Agent) -> PoleTraining {
    var training = training
    training.chosen = meanLength(best, episodes: 100, seed: seed &+ 2_000_000)
    training.last = meanLength(last, episodes: 100, seed: seed &+ 2_000_000)
    return training
  }

  /// The mean length of episodes in which the action of the higher score is taken. They are played side
  /// by side, so that one product of matrices serves all.
  private func meanLength(_ agent: Agent, episodes: Int, seed: UInt64) -> Double {
    var generator = RandomGenerator(seed: seed)
    var carts = Array(repeating: CartPole(), count: episodes)
    for index in carts.indices { _ = carts[index].reset(using: &generator) }
    var steps = 0
    while !carts.isEmpty {
      let actions = scores(agent, featureMatrix(carts.map(\.state))).argmax(along: 1).elements
      for index in carts.indices {
        _ = carts[index].step(actions[index], using: &generator)
        steps += 1
      }
      carts.removeAll(where: \.hasEnded)
    }
    return Double(steps) / Double(episodes)
  }
}
