import Curriculum
import Gradus

extension RegularizationLesson {
  static let smoothedTargets = Exercise<Answers>(
    "smoothedTargets", "Not quite so certain",
    hints: [
      "Every class, the right one too, gets an equal share of ε: ε/K.",
      "Tensor(repeating: smoothing / Double(classCount), shape: [labels.shape[0], classCount])",
      "Then targets[row, labels[row]] += 1 - smoothing, for each row. Each row adds up to 1.",
    ],
    learned: "A target that is never quite certain keeps logits from growing without end.",
    landmark: Landmark(
      "Sources/Layers/Losses/SoftmaxCrossEntropy.swift", "labelSmoothing: Double = 0"),
    solution: { $0.smoothedTargets = Regularization.smoothedTargets },
    check: { answers in
      try check(
        answers, [1, 0, 1, 2, 0], 4, 0.3,
        in: "smoothedTargets([1, 0, 1, 2, 0], classCount: 4, smoothing: 0.3)")
      try check(
        answers, [2, 2], 3, 0, in: "smoothedTargets([2, 2], classCount: 3, smoothing: 0)",
        tellsApart: false)
      try check(
        answers, [0], 2, 1, in: "smoothedTargets([0], classCount: 2, smoothing: 1)",
        tellsApart: false)
      try check(
        answers, [9, 0, 4, 5, 5], 10, 0.05,
        in: "smoothedTargets([9, 0, 4, 5, 5], classCount: 10, smoothing: 0.05)")
      for (place, var input) in Input.all(seed: 48).enumerated() {
        let labels = input.labels([input.rows], below: input.columns)
        let smoothing = [0.3, 0, 0.05, 1, 0.6][place % 5]
        try check(
          answers, labels, input.columns, smoothing,
          in: "smoothedTargets(\(labels.elements), classCount: \(input.columns), smoothing: "
            + "\(smoothing))", tellsApart: false)
      }
    },
    wrongAnswers: smoothingMistakes.wrongAnswers(\.smoothedTargets),
    rightAnswers: [
      RightAnswer("a mixture of certainty and equal shares") {
        $0.smoothedTargets = { labels, classes, smoothing in
          var certain = Matrix.zeros([labels.shape[0], classes])
          for row in 0..<labels.shape[0] { certain[row, labels[row]] = 1 }
          return (1 - smoothing) * certain + smoothing / Double(classes)
        }
      },
      RightAnswer("element by element") {
        $0.smoothedTargets = { labels, classes, smoothing in
          let share = smoothing / Double(classes)
          let elements = labels.elements.flatMap { label in
            (0..<classes).map { $0 == label ? 1 - smoothing + share : share }
          }
          return Tensor(shape: [labels.shape[0], classes], elements: elements)
        }
      },
      RightAnswer("1 minus what the others get") {
        $0.smoothedTargets = { labels, classes, smoothing in
          let share = smoothing / Double(classes)
          return targets(
            labels, classes, right: 1 - share * Double(classes - 1), others: share)
        }
      },
    ])

  private static func check(
    _ answers: Answers, _ labels: Tensor<Int>, _ classCount: Int, _ smoothing: Double,
    in what: String, tellsApart: Bool = true
  ) throws {
    try expect(
      answers.smoothedTargets(labels, classCount, smoothing),
      equals: try Regularization.smoothedTargets(
        labels, classCount: classCount, smoothing: smoothing), in: what,
      suspects: tellsApart
        ? smoothingMistakes.suspects { try $0(labels, classCount, smoothing) } : [])
  }
}
