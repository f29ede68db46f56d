import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let policyValues = Exercise<Answers>(
    "policyValues", "What a policy is worth",
    hints: [
      "Four loops, one in the other: sweeps, states, actions, outcomes. The new values start at 0 in each "
        + "sweep, and take the place of the old ones at its end.",
      "Each outcome adds policy[state, action] * outcome.probability times what it brings.",
      "What an outcome brings is outcome.reward + discount * values[outcome.state].",
    ],
    learned:
      "A value is a mean over what may follow, of a reward and the next value: the Bellman equation.",
    landmark: Landmark("Sources/Games/Planning/PolicyEvaluation.swift", "func policyValues"),
    solution: { $0.policyValues = Playing.policyValues },
    check: { answers in
      var suspicion = Suspicion(policyValuesMistakes)
      func compare(_ task: Task, _ discount: Double, _ sweeps: Int) throws {
        try suspicion.expect(
          answers.policyValues(task.policy, task.process, discount, sweeps),
          equals: Playing.policyValues(
            task.policy, in: task.process, discount: discount, sweeps: sweeps),
          in: "policyValues, \(task.name), discount \(discount), sweeps: \(sweeps)"
        ) { try $0(task.policy, task.process, discount, sweeps) }
      }
      let policy: Matrix = [
        [0.5, 0.125, 0.375], [0.2, 0.2, 0.6], [0.75, 0.25, 0], [0.3, 0.6, 0.1],
      ]
      let example = Task(
        process: three, policy: policy, name: "4 states, state 1 is terminal, 3 actions")
      for (discount, sweeps) in [(0.5, 3), (0.5, 1), (1, 2), (0.5, 0)] {
        try compare(example, discount, sweeps)
      }
      try compare(
        Task(process: vanishing, policy: [[1], [1], [1]], name: "3 states, one action"), 0.5, 2)
      for (place, task) in tasks(seed: 12_02).enumerated() {
        for discount in [0, 0.9, 1] {
          for sweeps in [1, 2, [7, 30, 12][place % 3]] { try compare(task, discount, sweeps) }
        }
        // Many sweeps, of which the last change little: none of them is left out.
        if task.process.stateCount < 4 { try compare(task, 0.9, 150) }
      }
    },
    wrongAnswers: policyValuesMistakes.wrongAnswers(\.policyValues),
    rightAnswers: [
      RightAnswer("the mean of the action values") {
        $0.policyValues = { policy, process, discount, sweeps in
          (0..<sweeps).reduce(Tensor<Double>.zeros([process.stateCount])) { values, _ in
            let q = process.actionValues(of: values, discount: discount)
            return (policy * q).sum(along: 1)
          }
        }
      },
      RightAnswer("a list of values, summed state by state") {
        $0.policyValues = { policy, process, discount, sweeps in
          var old = Array(repeating: 0.0, count: process.stateCount)
          for _ in 0..<sweeps {
            old = old.indices.map { state in
              (0..<process.actionCount).map { action in
                let worth = process.outcomes(state: state, action: action).map {
                  $0.probability * ($0.reward + discount * old[$0.state])
                }
                return policy[state, action] * worth.reduce(0, +)
              }.reduce(0, +)
            }
          }
          return Tensor(old)
        }
      },
      RightAnswer("as a matrix of transitions and a vector of rewards") {
        $0.policyValues = { policy, process, discount, sweeps in
          let count = process.stateCount
          var (transitions, rewards) = (Matrix.zeros([count, count]), Matrix.zeros([count, 1]))
          for state in 0..<count where !process.isTerminal(state) {
            for action in 0..<process.actionCount {
              for outcome in process.outcomes(state: state, action: action) {
                let probability = policy[state, action] * outcome.probability
                transitions[state, outcome.state] += probability
                rewards[state, 0] += probability * outcome.reward
              }
            }
          }
          var values = Matrix.zeros([count, 1])
          for _ in 0..<sweeps { values = rewards + matmul(transitions, values) * discount }
          return values.reshaped(to: [count])
        }
      },
    ])
}
