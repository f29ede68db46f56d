import Games
import Gradus

/// Lesson 12, solved. The signatures are those of `Lessons/12-playing/Exercises.swift`, so that this file
/// can be pasted over it.
enum Playing {
  static func returns(
    rewards: [Double], endings: [Ending], nextValues: [Double], discount: Double
  ) throws -> [Double] {
    var returns = rewards
    for t in rewards.indices.reversed() {
      switch endings[t] {
      case .terminated: break
      case .continues where t + 1 < rewards.count: returns[t] += discount * returns[t + 1]
      case .continues, .truncated: returns[t] += discount * nextValues[t]
      }
    }
    return returns
  }

  static func policyValues(
    _ policy: Tensor<Double>, in process: MarkovDecisionProcess, discount: Double, sweeps: Int
  ) throws -> Tensor<Double> {
    var values = Tensor<Double>.zeros([process.stateCount])
    for _ in 0..<sweeps {
      var next = Tensor<Double>.zeros([process.stateCount])
      for state in 0..<process.stateCount {
        for action in 0..<process.actionCount {
          for outcome in process.outcomes(state: state, action: action) {
            next[state] +=
              policy[state, action] * outcome.probability
              * (outcome.reward + discount * values[outcome.state])
          }
        }
      }
      values = next
    }
    return values
  }

  static func valueIteration(
    in process: MarkovDecisionProcess, discount: Double, sweeps: Int
  ) throws -> Tensor<Double> {
    var q = Tensor<Double>.zeros([process.stateCount, process.actionCount])
    for _ in 0..<sweeps {
      let best = q.max(along: 1)
      for state in 0..<process.stateCount {
        for action in 0..<process.actionCount {
          q[state, action] = process.outcomes(state: state, action: action).reduce(0) {
            sum, outcome in
            sum + outcome.probability * (outcome.reward + discount * best[outcome.state])
          }
        }
      }
    }
    return q
  }

  static func epsilonGreedy(
    _ values: [Double], legal: [Int], epsilon: Double, using generator: inout RandomGenerator
  ) throws -> Int {
    let isExploring = generator.uniform() < epsilon
    let highest = legal.map { values[$0] }.max()!
    let choices = isExploring ? legal : legal.filter { values[$0] == highest }
    return choices[generator.uniformInteger(below: choices.count)]
  }

  static func qUpdate(
    _ q: inout Tensor<Double>, after transition: Transition<Int>, rate: Double, discount: Double
  ) throws {
    var target = transition.reward
    if transition.ending != .terminated {
      let values = (0..<q.shape[1]).map { q[transition.next, $0] }
      target += discount * values.max()!
    }
    q[transition.observation, transition.action] +=
      rate * (target - q[transition.observation, transition.action])
  }

  static func replay(
    _ transition: Transition<Int>, ring: inout ReplayRing, batchSize: Int,
    using generator: inout RandomGenerator
  ) throws -> [Transition<Int>] {
    if ring.slots.count < ring.capacity {
      ring.slots.append(transition)
    } else {
      ring.slots[ring.oldest] = transition
      ring.oldest = (ring.oldest + 1) % ring.capacity
    }
    var batch: [Transition<Int>] = []
    for _ in 0..<batchSize {
      batch.append(ring.slots[generator.uniformInteger(below: ring.slots.count)])
    }
    return batch
  }

  static func qLoss(
    _ values: Variable<Double>, actions: Tensor<Int>, rewards: Tensor<Double>,
    continuation: Tensor<Double>, nextValues: Variable<Double>, legal: Tensor<Bool>,
    discount: Double
  ) throws -> Variable<Double> {
    var targets = rewards
    for row in 0..<rewards.shape[0] where continuation[row] > 0 {
      let moves = (0..<legal.shape[1]).filter { legal[row, $0] }
      targets[row] += discount * moves.map { nextValues.value[row, $0] }.max()!
    }
    let chosen = values.gather(actions.expandingDimension(at: 1), along: 1)
    return (chosen.squeezingDimension(at: 1) - Variable(targets)).squared().mean()
  }

  static func minimax(_ game: TicTacToe) throws -> (value: Int, moves: [Int]) {
    if let result = game.result { return (result.points(for: game.player), []) }
    var best = (value: -1, moves: [Int]())
    for move in game.legalMoves {
      let value = -(try minimax(game.playing(move)).value)
      if value > best.value { best = (value, []) }
      if value == best.value { best.moves.append(move) }
    }
    return best
  }

  static func policyGradient(
    _ preferences: Tensor<Double>, episode: [Transition<Int>], weights: [Double], discount: Double
  ) throws -> Tensor<Double> {
    let policy = preferences.softmax()
    var gradient = Tensor<Double>.zeros(preferences.shape)
    var scale = 1.0
    for (step, weight) in zip(episode, weights) {
      let state = step.observation
      for action in 0..<preferences.shape[1] {
        let isTaken = action == step.action ? 1.0 : 0
        gradient[state, action] += scale * weight * (isTaken - policy[state, action])
      }
      scale *= discount
    }
    return gradient
  }

  static func advantages(
    of episodes: [[Transition<Int>]], discount: Double
  ) throws -> [[Double]] {
    let returns = try episodes.map { episode in
      try Playing.returns(
        rewards: episode.map(\.reward), endings: episode.map(\.ending),
        nextValues: episode.map { _ in 0 }, discount: discount)
    }
    return episodes.indices.map { own in
      episodes[own].indices.map { t in
        var others: [Double] = []
        for other in episodes.indices where other != own {
          for (step, value) in zip(episodes[other], returns[other])
          where step.observation == episodes[own][t].observation {
            others.append(value)
          }
        }
        let baseline = others.isEmpty ? 0 : others.reduce(0, +) / Double(others.count)
        return returns[own][t] - baseline
      }
    }
  }
}
