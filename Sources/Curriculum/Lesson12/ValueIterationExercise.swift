import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let valueIteration = Exercise<Answers>(
    "valueIteration", "The best there is",
    hints: [
      "It is exercise 2 with two changes: each action keeps a number of its own, and what follows is worth "
        + "the largest number in the row of the next state.",
      "Take the largest number of each row before the sweep changes any: let best = q.max(along: 1).",
      "Each outcome adds outcome.probability * (outcome.reward + discount * best[outcome.state]).",
    ],
    learned:
      "Who knows the rules can compute the best play; what learns without them is judged by it.",
    landmark: Landmark("Sources/Games/Planning/ValueIteration.swift", "func optimalValues"),
    solution: { $0.valueIteration = Playing.valueIteration },
    check: { answers in
      var suspicion = Suspicion(valueIterationMistakes)
      func compare(
        _ process: MarkovDecisionProcess, _ name: String, _ discount: Double, _ sweeps: Int
      ) throws {
        let call = "valueIteration, \(name), discount \(discount), sweeps: \(sweeps)"
        let found = try answers.valueIteration(process, discount, sweeps)
        try expect(
          !found.elements.contains { $0.isInfinite }, "\(call): there is an infinite number.",
          why: infiniteValue)
        try suspicion.expect(
          found,
          equals: Playing.valueIteration(in: process, discount: discount, sweeps: sweeps), in: call
        ) { try $0(process, discount, sweeps) }
      }
      for (discount, sweeps) in [(0.5, 3), (0.5, 2), (0.5, 1), (1, 4), (0.5, 0)] {
        try compare(three, "4 states, state 1 is terminal, 3 actions", discount, sweeps)
      }
      try compare(vanishing, "3 states, one action", 0.5, 2)
      for (place, task) in tasks(seed: 12_03).enumerated() {
        for discount in [0, 0.9, 1] {
          for sweeps in [1, 2, [7, 30, 12][place % 3]] {
            try compare(task.process, task.name, discount, sweeps)
          }
        }
        // Many sweeps, of which the last change little: none of them is left out.
        if task.process.stateCount < 4 { try compare(task.process, task.name, 0.9, 150) }
      }
    },
    wrongAnswers: valueIterationMistakes.wrongAnswers(\.valueIteration),
    rightAnswers: [
      RightAnswer("the largest number is looked for at each outcome") {
        $0.valueIteration = { process, discount, sweeps in
          let (states, actions) = (process.stateCount, process.actionCount)
          var q = Matrix.zeros([states, actions])
          for _ in 0..<sweeps {
            let old = q
            for state in 0..<states {
              for action in 0..<actions {
                q[state, action] = 0
                for outcome in process.outcomes(state: state, action: action) {
                  var best = -Double.infinity
                  for next in 0..<actions { best = max(best, old[outcome.state, next]) }
                  q[state, action] += outcome.probability * (outcome.reward + discount * best)
                }
              }
            }
          }
          return q
        }
      },
      RightAnswer("on the values, and the actions' at the end") {
        $0.valueIteration = { process, discount, sweeps in
          guard sweeps > 0 else { return .zeros([process.stateCount, process.actionCount]) }
          let values = process.optimalValues(within: sweeps - 1, discount: discount)
          return process.actionValues(of: values, discount: discount)
        }
      },
      RightAnswer("lists of lists") {
        $0.valueIteration = { process, discount, sweeps in
          let (states, actions) = (0..<process.stateCount, 0..<process.actionCount)
          var q = states.map { _ in actions.map { _ in 0.0 } }
          for _ in 0..<sweeps {
            let best = q.map { $0.max()! }
            q = states.map { state in
              actions.map { action in
                process.outcomes(state: state, action: action).map {
                  $0.probability * $0.reward + discount * $0.probability * best[$0.state]
                }.reduce(0, +)
              }
            }
          }
          return Tensor(shape: [states.count, actions.count], elements: Array(q.joined()))
        }
      },
    ])
}
