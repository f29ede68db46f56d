import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let qUpdate = Exercise<Answers>(
    "qUpdate", "Learning from one step",
    hints: [
      "First the target, from what the table says before the change; then one number of it moves.",
      "The target begins as transition.reward; unless transition.ending is .terminated, discount times the "
        + "largest number in row transition.next is added.",
      "q[s, a] += rate * (target - q[s, a]), with s = transition.observation and a = transition.action.",
    ],
    learned:
      "Q-learning is value iteration with a sample in the place of the sum, and a small step toward it.",
    landmark: Landmark("Sources/Games/Planning/BellmanEquations.swift", "func actionValues"),
    solution: { $0.qUpdate = Playing.qUpdate },
    check: checkQUpdate,
    wrongAnswers: qUpdateMistakes.wrongAnswers(\.qUpdate),
    rightAnswers: [
      RightAnswer("early return after the end") {
        $0.qUpdate = { q, step, rate, discount in
          let (s, a) = (step.observation, step.action)
          guard step.ending != .terminated else {
            q[s, a] = (1 - rate) * q[s, a] + rate * step.reward
            return
          }
          var best = q[step.next, 0]
          for action in 1..<max(1, q.shape[1]) { best = max(best, q[step.next, action]) }
          q[s, a] = (1 - rate) * q[s, a] + rate * (step.reward + discount * best)
        }
      },
      RightAnswer("the maximum along the rows") {
        $0.qUpdate = { q, step, rate, discount in
          let best = step.ending == .terminated ? 0 : q.max(along: 1)[step.next]
          let error = step.reward + discount * best - q[step.observation, step.action]
          q[step.observation, step.action] += rate * error
        }
      },
      RightAnswer("a new table from the old one's elements") {
        $0.qUpdate = { q, step, rate, discount in
          let actions = q.shape[1]
          var numbers = q.elements
          let row = numbers[step.next * actions..<(step.next + 1) * actions]
          let following = step.ending == .terminated ? 0 : discount * row.max()!
          let place = step.observation * actions + step.action
          numbers[place] -= rate * (numbers[place] - step.reward - following)
          q = Tensor(shape: q.shape, elements: numbers)
        }
      },
    ])

  static let nanAsValue =
    "0 · (−∞) is NaN: after a terminal step do not multiply the next row by 0, but leave it out."

  @Sendable private static func checkQUpdate(_ answers: Answers) throws {
    var suspicion = Suspicion(qUpdateMistakes)
    func compare(
      _ q: Matrix, _ moves: [Move], _ rate: Double, _ discount: Double, _ name: String
    ) throws {
      /// The table after each of the steps, made from the same table.
      func tables(_ update: Answers.QUpdate) throws -> [Matrix] {
        try moves.map { move -> Matrix in
          var table = q
          try update(&table, move, rate, discount)
          return table
        }
      }
      let found = try tables(answers.qUpdate)
      let right = try tables { try Playing.qUpdate(&$0, after: $1, rate: $2, discount: $3) }
      let parts = moves.enumerated().flatMap { place, move -> [Part<[Matrix]>] in
        [
          .number("\(move.text), the value of that action") {
            $0[place][move.observation, move.action]
          },
          .value("\(move.text), other numbers that change") { changes(of: $0[place], move) },
        ]
      }
      func changes(of table: Matrix, _ move: Move) -> [String] {
        (0..<q.shape[0]).flatMap { state in
          (0..<q.shape[1]).compactMap { action in
            (state, action) != (move.observation, move.action)
              && table[state, action] != q[state, action] ? "q[\(state), \(action)]" : nil
          }
        }
      }
      for (move, table) in zip(moves, found) {
        try expect(
          !table[move.observation, move.action].isNaN,
          "qUpdate of \(name), \(move.text): the value that changes is NaN.", why: nanAsValue)
      }
      let call = "qUpdate of \(name), rate \(rate), discount \(discount)"
      try suspicion.expect(
        found, equals: right, in: call, parts: parts,
        otherwise: zip(moves, found).contains { !changes(of: $1, $0).isEmpty }
          ? "Only Q(s, a) changes: every other number stays as it is." : nil
      ) { try tables($0) }
    }
    // In state 2 one action is impossible; in the terminal state 3, all are.
    let never = -Double.infinity
    try compare(
      Tensor(shape: [4, 3], elements: [2, 9, 4, -5, -2, -3, never, 6, 3, never, never, never]),
      [
        Move(0, 2, reward: 10, to: 1), Move(0, 1, reward: 3, to: 1, .truncated),
        Move(0, 0, reward: 8, to: 1, .terminated), Move(1, 2, reward: 9, to: 2),
        Move(1, 1, reward: 1, to: 1), Move(2, 1, reward: -20, to: 3, .terminated),
      ], 0.25, 0.5, "[[2, 9, 4], [−5, −2, −3], [−∞, 6, 3], [−∞, −∞, −∞]]")
    try compare(
      [[1, 2], [-3e12, -2e12]], [Move(0, 1, reward: 4, to: 1)], 0.25, 0.5,
      "[[1, 2], [−3e12, −2e12]]")
    var generator = RandomGenerator(seed: 12_05)
    for var input in Input.all(seed: 12_05) {
      let (states, actions) = (input.rows, input.columns)
      for (rate, discount) in [(0.5, 1), (0.1, 0.9), (1, 0.5), (0.75, 0), (0, 0.5), (1, -1)] {
        let moves = Ending.all.map { ending in
          Move(
            generator.uniformInteger(below: states), generator.uniformInteger(below: actions),
            reward: input.tensor([1])[0], to: generator.uniformInteger(below: states), ending)
        }
        try compare(input.matrix(), moves, rate, discount, "a table \(input)")
      }
    }
  }
}
