import Curriculum
import Gradus

extension LeavingLesson {
  static let comparison = Exercise<Answers>(
    "comparison", "Before and after",
    hints: [
      "argmax(along: 1) is the class that is predicted for each row. Agreement is the share of rows in which both "
        + "models predict the same, whether it is right or not.",
      "The loss of a row is log Σ exp(logit) − logit of its label. Subtract the row's largest logit first, so that "
        + "no exponential overflows.",
      "let shifted = logits - logits.max(along: 1, keepingDimensions: true); "
        + "shifted - shifted.exp().sum(along: 1, keepingDimensions: true).log() are the logs of the probabilities.",
    ],
    learned:
      "Accuracy hides what agreement shows: two models may be right equally often, and on different rows.",
    landmark: Landmark(
      "Sources/Layers/Losses/SoftmaxCrossEntropy.swift", "func softmaxCrossEntropy"),
    solution: { $0.comparison = Leaving.comparison },
    check: checkComparison,
    wrongAnswers: comparisonMistakes.wrongAnswers(\.comparison),
    rightAnswers: [
      RightAnswer("the framework's loss") {
        $0.comparison = { before, after, labels in
          func loss(_ logits: Matrix) -> Double {
            softmaxCrossEntropy(logits: Variable(logits), labels: Tensor(labels)).value.scalar()
          }
          let (a, b) = (before.argmax(along: 1), after.argmax(along: 1))
          return (Double(countRight(a, b)) / Double(labels.count), loss(before), loss(after))
        }
      },
      RightAnswer("loops") {
        $0.comparison = { before, after, labels in
          func best(_ logits: Matrix, _ row: Int) -> Int {
            var best = 0
            for j in 1..<max(1, logits.shape[1]) where logits[row, j] > logits[row, best] {
              best = j
            }
            return best
          }
          func loss(_ logits: Matrix, _ row: Int) -> Double {
            let top = logits[row, best(logits, row)]
            var sum = 0.0
            for j in 0..<logits.shape[1] { sum += Double.exp(logits[row, j] - top) }
            return top + Double.log(sum) - logits[row, labels[row]]
          }
          var (same, first, second) = (0.0, 0.0, 0.0)
          for row in labels.indices {
            if best(before, row) == best(after, row) { same += 1 }
            first += loss(before, row)
            second += loss(after, row)
          }
          let count = Double(labels.count)
          return (same / count, first / count, second / count)
        }
      },
      RightAnswer("one minus the share of rows that differ; probabilities, then their logs") {
        $0.comparison = { before, after, labels in
          func loss(_ logits: Matrix) -> Double {
            let logs = logits.logSoftmax()
            return zip(labels.indices, labels).map { -logs[$0.0, $0.1] }.reduce(0, +)
              / Double(labels.count)
          }
          let different = zip(before.argmax(along: 1).elements, after.argmax(along: 1).elements)
            .filter { $0 != $1 }
          return (1 - Double(different.count) / Double(labels.count), loss(before), loss(after))
        }
      },
    ])

  @Sendable private static func checkComparison(_ answers: Answers) throws {
    var suspicion = Suspicion(comparisonMistakes)
    func compare(_ before: Matrix, _ after: Matrix, _ labels: [Int], _ name: String) throws {
      let result = try answers.comparison(before, after, labels)
      try suspicion.expect(
        result, equals: try Leaving.comparison(before: before, after: after, labels: labels),
        in: "comparison of \(name)",
        parts: [
          .number("agreement") { $0.agreement }, .number("loss before") { $0.lossBefore },
          .number("loss after") { $0.lossAfter },
        ]
      ) { try $0(before, after, labels) }
    }
    try compare(
      [[3, 1], [0, 2], [5, 4], [1, 2]], [[2, 1], [3, 0], [7, 6], [8, 1]], [0, 0, 0, 0],
      "four rows of two logits")
    // Nine rows, of which two agree, one of them on the wrong class; one has a tie. In six both have the same
    // least logit.
    try compare(
      [
        [1, 3, 0], [2, 0, 1], [0, 1, 4], [2, 2, 1], [1, 0, 5], [0, 1, 3], [1, 0, 0.5], [0, 0.5, 3],
        [4, 1, 0],
      ],
      [
        [1, 2, 0], [1, 0, 2], [3, 1, 0], [1, 5, 0], [4, 0, 1], [0, 6, 1], [0, 1, 0.5], [0, 1, 5],
        [0, 1, 2],
      ], [1, 2, 2, 1, 2, 2, 1, 0, 2], "nine rows of three logits, one with a tie")
    try compare(
      [[1000, 0], [999, 1001]], [[999, 1000], [1500, -2000]], [1, 0], "logits of 1000")
    try compare([[1000, 0], [1, 2]], [[2, 1], [2000, 0]], [1, 0], "rows of 1000 and of 1")
    try compare([[-1000, -1001]], [[-2000, 0]], [1], "logits of −1000")
    for (place, sort) in Input.all(seed: 14_06).enumerated() {
      var input = sort
      let before = input.matrix()
      let after = place.isMultiple(of: 3) ? before : before + 0.5 * input.matrix()
      try compare(
        before, after, input.labels([input.rows], below: input.columns).elements,
        "logits \(input)")
    }
  }

  static let underflow =
    "Subtract from each row its *own* largest logit: where that of another row is far larger, all exponentials are 0."
  static let overflow =
    "exp(1000) is more than a Double can hold: subtract the row's largest logit first."
}
