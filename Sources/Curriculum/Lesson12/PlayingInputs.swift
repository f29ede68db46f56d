import Curriculum
import Games
import Gradus

extension MarkovDecisionProcess {
  /// A process of random rules: each action has one to three outcomes, which may be the same state again.
  ///
  /// - Parameters:
  ///   - states: S. So many of them as `terminals` says are terminal, with states after them.
  ///   - rewards: A random reward, for each outcome.
  static func random(
    states: Int, actions: Int, terminals: Int, using generator: inout RandomGenerator,
    rewards: (inout RandomGenerator) -> Double
  ) -> MarkovDecisionProcess {
    // Not the last: what ends at the first terminal state so leaves out states.
    let ended = states - 1 - terminals..<states - 1
    return MarkovDecisionProcess(
      startProbabilities: (0..<states).map {
        ended.contains($0) ? 0 : 1 / Double(states - terminals)
      },
      actionCount: actions, terminalStates: Array(ended)
    ) { _, _ in
      let weights = (0...generator.uniformInteger(below: 3)).map { _ in 0.1 + generator.uniform() }
      return weights.map { weight in
        Outcome(
          probability: weight / weights.reduce(0, +),
          state: generator.uniformInteger(below: states), reward: rewards(&generator))
      }
    }
  }
}

extension Transition<Int> {
  /// A step in one line.
  init(
    _ state: Int, _ action: Int, reward: Double, to next: Int, _ ending: Ending = .continues
  ) {
    self.init(
      from: state, action: action, to: Step(observation: next, reward: reward, ending: ending))
  }

  /// The step in words.
  var text: String {
    "state \(observation), action \(action), reward \(reward), to state \(next), \(ending)"
  }
}

extension PlayingLesson {
  /// What a random task is made of.
  struct Task {
    let process: MarkovDecisionProcess
    let policy: Matrix
    let name: String
  }

  /// A number and what is counted: 1 step, 2 steps.
  static func count(_ number: Int, _ thing: String) -> String {
    "\(number) \(thing)\(number == 1 ? "" : "s")"
  }

  /// Tasks of many sizes, with rewards of every sort, and policies that are sure of some things.
  static func tasks(seed: UInt64) -> [Task] {
    var generator = RandomGenerator(seed: seed)
    let sizes = [
      (1, 1, 0), (1, 3, 0), (2, 2, 1), (3, 2, 1), (2, 5, 0), (4, 3, 2), (6, 1, 1), (11, 4, 3),
      (3, 3, 0),
    ]
    let rewards: [(String, @Sendable (inout RandomGenerator) -> Double)] = [
      ("rewards of both signs", { $0.normal() }), ("negative rewards", { -0.1 - $0.uniform() }),
      ("rewards of some thousands", { 3000 * $0.normal() }),
    ]
    return rewards.flatMap { name, reward in
      sizes.map { states, actions, terminals in
        let process = MarkovDecisionProcess.random(
          states: states, actions: actions, terminals: terminals, using: &generator, rewards: reward
        )
        var policy = Matrix.normal([states, actions], using: &generator).softmax()
        // Here and there one action alone is taken.
        for state in 0..<states where generator.bernoulli(0.3) {
          let chosen = generator.uniformInteger(below: actions)
          for action in 0..<actions { policy[state, action] = action == chosen ? 1 : 0 }
        }
        return Task(
          process: process, policy: policy,
          name: "\(count(states, "state")), \(terminals == 0 ? "none" : "\(terminals)") of them "
            + "terminal, \(count(actions, "action")), \(name)")
      }
    }
  }

  /// State 0 is worth 1 with one step left, and 0 with two: 1 + ½ · (−2), with a discount of ½.
  static let vanishing = MarkovDecisionProcess(
    startProbabilities: [1, 0, 0], actionCount: 1, terminalStates: [2]
  ) { state, _ in
    [.init(probability: 1, state: state + 1, reward: state == 0 ? 1 : -2)]
  }

  /// Three states and a terminal one, state 1, with two states after it; three actions; no two rewards are
  /// the same.
  static let three = MarkovDecisionProcess(
    startProbabilities: [0.5, 0, 0.25, 0.25], actionCount: 3, terminalStates: [1]
  ) { state, action in
    switch (state, action) {
    case (0, 0):
      [
        .init(probability: 0.75, state: 2, reward: 1),
        .init(probability: 0.25, state: 0, reward: -2),
      ]
    case (0, 1): [.init(probability: 1, state: 3, reward: 3)]
    case (0, 2):
      [.init(probability: 0.5, state: 1, reward: 7), .init(probability: 0.5, state: 2, reward: -6)]
    case (2, 0):
      [
        .init(probability: 0.625, state: 3, reward: -1),
        .init(probability: 0.375, state: 1, reward: 5),
      ]
    case (2, 1):
      [
        .init(probability: 0.875, state: 0, reward: 2),
        .init(probability: 0.125, state: 3, reward: 9),
      ]
    case (2, 2): [.init(probability: 1, state: 2, reward: -3)]
    case (3, 0):
      [
        .init(probability: 0.25, state: 1, reward: -5),
        .init(probability: 0.75, state: 0, reward: -4),
      ]
    case (3, 1):
      [
        .init(probability: 0.5, state: 3, reward: -7),
        .init(probability: 0.5, state: 2, reward: -8),
      ]
    default: [.init(probability: 1, state: 1, reward: -9)]
    }
  }
}
