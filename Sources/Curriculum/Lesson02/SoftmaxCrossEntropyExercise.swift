import Curriculum
import Gradus

extension BackpropagationLesson {
  static let softmaxCrossEntropy = Exercise<Answers>(
    "softmaxCrossEntropy", "The loss of a classifier, and its gradient",
    hints: [
      "ln p is logits - logSumExp(logits), shape [B, K]; p is exp() of it.",
      "The loss adds up −ln p at each sample's label: a loop over the samples, logP[i, labels[i]].",
      "For the gradient take p, subtract 1 at each label, and divide everything by B.",
    ],
    learnt:
      "Softmax and cross-entropy together have a simple gradient: the probabilities minus the "
      + "truth, over the number of samples.",
    landmark: Landmark(
      "Sources/Layers/Losses/SoftmaxCrossEntropy.swift", "func softmaxCrossEntropy"),
    solution: { $0.softmaxCrossEntropy = Backpropagation.softmaxCrossEntropy },
    check: { answers in
      let logits: Matrix = [[2, 1, 0], [0, 3, 1]]
      let labels: Tensor<Int> = [0, 2]
      let call = "softmaxCrossEntropy([[2, 1, 0], [0, 3, 1]], labels: [0, 2])"
      let p = (logits - logits.logSumExp(along: 1, keepingDimensions: true)).exp()
      let y: Matrix = [[1, 0, 0], [0, 0, 1]]
      let each = [-Double.log(p[0, 0]), -Double.log(p[1, 2])]
      let (loss, gradient) = try answers.softmaxCrossEntropy(logits, labels)
      try expect(
        loss, equals: (each[0] + each[1]) / 2, in: call + ", loss",
        suspects: [
          Suspect(each[0] + each[1], "That is the sum: divide by the number of samples."),
          Suspect((each[0] + each[1]) / 6, "The mean is over the samples, not over all elements."),
          Suspect(
            -(each[0] + each[1]) / 2, "The sign is wrong: ln p is negative, the loss is not."),
          Suspect((p[0, 0] + p[1, 2]) / 2, "That is the mean probability: take −ln of each first."),
          Suspect(-(p[0, 0] + p[1, 2]) / 2, "The logarithm is missing."),
          Suspect(
            (each[0] - Double.log(p[1, 0])) / 2, "Is the label of each sample used, labels[i]?"),
          Suspect(
            (-logits[0, 0] - logits[1, 2]) / 2,
            "logSumExp has to be subtracted from the logits."),
        ])
      try expect(
        gradient, equals: (p - y) / 2, in: call + ", gradient",
        suspects: [
          Suspect(
            p - y, "The loss is a mean, so its gradient is divided by the number of samples."),
          Suspect((y - p) / 2, "The sign is wrong: it is p − y."),
          Suspect(p / 2, "The 1 at each label is not subtracted."),
          Suspect(p, "The 1 at each label is not subtracted, and it is not divided by B."),
          Suspect((p - y) / 6, "Divide by the number of samples, not by that of all elements."),
          Suspect(
            ((logits - logits.logSumExp(along: 1, keepingDimensions: true)) - y) / 2,
            "That has ln p where p belongs."),
        ])
      let (large, ofLarge) = try answers.softmaxCrossEntropy([[1000, 0]], [0])
      try expect(
        large.isFinite,
        "softmaxCrossEntropy([[1000, 0]], labels: [0]), loss: expected 0, found \(large).",
        why: "exp overflows: use your logSumExp.")
      try expect(large, equals: 0, in: "softmaxCrossEntropy([[1000, 0]], labels: [0]), loss")
      try expect(
        ofLarge, equals: [[0, 0]], in: "softmaxCrossEntropy([[1000, 0]], labels: [0]), gradient")

      var generator = RandomGenerator(seed: 8)
      let random = Matrix.normal([6, 4], using: &generator)
      let classes = Tensor<Int>((0..<6).map { _ in generator.uniformInteger(below: 4) })
      let variable = Variable(random).logSoftmax().value
      let expected = -(0..<6).map { variable[$0, classes[$0]] }.reduce(0, +) / 6
      try expect(
        answers.softmaxCrossEntropy(random, classes).loss, equals: expected,
        in: "softmaxCrossEntropy of random logits, shape [6, 4], loss")
    },
    wrongAnswers: [
      changed("sum instead of mean") { loss, gradient, n in (loss * n, gradient * n) },
      changed("gradient not divided by B") { loss, gradient, n in (loss, gradient * n) },
      changed("sign of the loss") { loss, gradient, _ in (-loss, gradient) },
      changed("y − p") { loss, gradient, _ in (loss, -gradient) },
      WrongAnswer("1 not subtracted at the label") { answers in
        let right = answers.softmaxCrossEntropy
        answers.softmaxCrossEntropy = { logits, labels in
          let p = (logits - logits.logSumExp(along: 1, keepingDimensions: true)).exp()
          return (try right(logits, labels).loss, p / Double(logits.shape[0]))
        }
      },
      WrongAnswer("overflows") { answers in
        answers.softmaxCrossEntropy = { logits, labels in
          var p = logits.exp() / logits.exp().sum(along: 1, keepingDimensions: true)
          var loss = 0.0
          let n = Double(logits.shape[0])
          for i in 0..<logits.shape[0] {
            loss -= Double.log(p[i, labels[i]]) / n
            p[i, labels[i]] -= 1
          }
          return (loss, p / n)
        }
      },
      WrongAnswer("always class 0") { answers in
        let right = answers.softmaxCrossEntropy
        answers.softmaxCrossEntropy = { logits, labels in try right(logits, labels.map { _ in 0 }) }
      },
      WrongAnswer("no logarithm") { answers in
        let right = answers.softmaxCrossEntropy
        answers.softmaxCrossEntropy = { logits, labels in
          let p = (logits - logits.logSumExp(along: 1, keepingDimensions: true)).exp()
          let atLabels = (0..<labels.elementCount).map { p[$0, labels[$0]] }
          return (
            -atLabels.reduce(0, +) / Double(labels.elementCount), try right(logits, labels).gradient
          )
        }
      },
    ])

  /// The right result, changed by a function of loss, gradient and the number of samples.
  private static func changed(
    _ mistake: String,
    _ change: @escaping @Sendable (Double, Matrix, Double) -> (loss: Double, gradient: Matrix)
  ) -> WrongAnswer<Answers> {
    WrongAnswer(mistake) { answers in
      let right = answers.softmaxCrossEntropy
      answers.softmaxCrossEntropy = { logits, labels in
        let (loss, gradient) = try right(logits, labels)
        return change(loss, gradient, Double(logits.shape[0]))
      }
    }
  }
}
