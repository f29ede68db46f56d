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
    learnt: "A target that is never quite certain keeps logits from growing without end.",
    landmark: Landmark(
      "Sources/Layers/Losses/SoftmaxCrossEntropy.swift", "labelSmoothing: Double = 0"),
    solution: { $0.smoothedTargets = Regularization.smoothedTargets },
    check: { answers in
      for (labels, classCount, smoothing, what) in [
        ([1, 0, 3], 4, 0.2, "smoothedTargets([1, 0, 3], classCount: 4, smoothing: 0.2)"),
        ([2, 2], 3, 0, "smoothedTargets([2, 2], classCount: 3, smoothing: 0)"),
        ([0], 2, 1, "smoothedTargets([0], classCount: 2, smoothing: 1)"),
        ([9, 0, 4, 5], 10, 0.1, "smoothedTargets([9, 0, 4, 5], classCount: 10, smoothing: 0.1)"),
      ] as [(Tensor<Int>, Int, Double, String)] {
        try expect(
          answers.smoothedTargets(labels, classCount, smoothing),
          equals: try Regularization.smoothedTargets(
            labels, classCount: classCount, smoothing: smoothing), in: what,
          suspects: smoothingMistakes.suspects { try $0(labels, classCount, smoothing) })
      }
    },
    wrongAnswers: smoothingMistakes.wrongAnswers(\.smoothedTargets))

  /// Targets with one number for the right class and another for each of the others.
  private static func targets(
    _ labels: Tensor<Int>, _ classCount: Int, right: Double, others: Double
  ) -> Matrix {
    var targets = Matrix(repeating: others, shape: [labels.shape[0], classCount])
    for row in 0..<labels.shape[0] { targets[row, labels[row]] = right }
    return targets
  }

  private static let smoothingMistakes: [Mistake<Answers.SmoothedTargets>] = [
    Mistake(
      "does not add up to 1",
      "A row does not add up to 1: the right class gets its share of ε too, 1 − ε + ε/K."
    ) { labels, classes, smoothing in
      targets(labels, classes, right: 1 - smoothing, others: smoothing / Double(classes))
    },
    Mistake(
      "right class keeps its 1",
      "A row adds up to more than 1: what the others get is taken from the right class."
    ) { labels, classes, smoothing in
      targets(labels, classes, right: 1, others: smoothing / Double(classes))
    },
    Mistake(
      "ε for each of the others",
      "Each of the others gets the whole of ε, and a row adds up to more than 1: they share it."
    ) { labels, classes, smoothing in
      targets(labels, classes, right: 1 - smoothing, others: smoothing)
    },
    Mistake(
      "ε shared among the others only",
      "That deals ε out among the K − 1 others, and a row does add up to 1. But the rule here, and in "
        + "most programs, deals it out among all K classes, the right one too: ε/K for each."
    ) { labels, classes, smoothing in
      targets(
        labels, classes, right: 1 - smoothing, others: smoothing / Double(max(1, classes - 1)))
    },
    Mistake(
      "ε and 1 − ε exchanged",
      "ε and 1 − ε are exchanged: ε is how much of the certainty is given away."
    ) { labels, classes, smoothing in
      targets(
        labels, classes, right: smoothing + (1 - smoothing) / Double(classes),
        others: (1 - smoothing) / Double(classes))
    },
    Mistake(
      "ε given away, but not taken",
      "A row adds up to 1 + ε: the right class first gives ε away, then gets its share, 1 − ε + ε/K."
    ) { labels, classes, smoothing in
      targets(
        labels, classes, right: 1 + smoothing / Double(classes), others: smoothing / Double(classes)
      )
    },
    Mistake(
      "no smoothing",
      "That is 1 for the right class and 0 for all others: the smoothing has no effect."
    ) {
      labels, classes, _ in targets(labels, classes, right: 1, others: 0)
    },
    Mistake(
      "classes down the rows",
      "Rows and columns are exchanged: a row is a sample, a column a class."
    ) { labels, classes, smoothing in
      targets(
        labels, classes, right: 1 - smoothing + smoothing / Double(classes),
        others: smoothing / Double(classes)
      ).transposed()
    },
  ]
}
