import Curriculum
import Gradus

extension BackpropagationLesson {
  typealias CrossEntropy =
    @Sendable (Matrix, Tensor<Int>) throws -> (loss: Double, gradient: Matrix)

  static let softmaxCrossEntropy = Exercise<Answers>(
    "softmaxCrossEntropy", "The loss of a classifier, and its gradient",
    hints: [
      "ln p is logits - logSumExp(logits), shape [B, K]; p is exp() of it.",
      "The loss adds up −ln p at each sample's label: a loop over the samples, logP[i, labels[i]].",
      "For the gradient take p, subtract 1 at each label, and divide everything by B.",
    ],
    learned:
      "Softmax and cross-entropy together have a simple gradient: the probabilities minus the "
      + "truth, over the number of samples.",
    landmark: Landmark(
      "Sources/Layers/Losses/SoftmaxCrossEntropy.swift", "func softmaxCrossEntropy"),
    solution: { $0.softmaxCrossEntropy = Backpropagation.softmaxCrossEntropy },
    check: { answers in
      func compare(
        _ logits: Matrix, _ labels: Tensor<Int>, in call: String,
        _ mistakes: [Mistake<CrossEntropy>]
      ) throws {
        try expect(
          answers.softmaxCrossEntropy(logits, labels), equals: crossEntropy(logits, labels),
          in: call,
          parts: [.number("loss", \.loss), .tensor("gradient", \.gradient)],
          suspects: mistakes.suspects { try $0(logits, labels) })
      }
      let logits: Matrix = [[2, 1, 0.5, 0], [0, 1, 0.5, 3], [1, 0, -1, 0.5]]
      try compare(
        logits, [2, 0, 3],
        in:
          "softmaxCrossEntropy([[2, 1, 0.5, 0], [0, 1, 0.5, 3], [1, 0, -1, 0.5]], labels: [2, 0, 3])",
        entropyMistakes)
      let extremes: [(text: String, logits: Matrix, labels: Tensor<Int>)] = [
        ("[[0, 50]], labels: [0]", [[0, 50]], [0]),
        ("[[0, -1000]], labels: [1]", [[0, -1000]], [1]),
        ("[[1000, 0]], labels: [0]", [[1000, 0]], [0]),
        (
          "[[-1000, 1000], [-1000, -1001]], labels: [0, 1]", [[-1000, 1000], [-1000, -1001]],
          [0, 1]
        ),
        ("[[0, 0, 0, -3000]], labels: [0]", [[0, 0, 0, -3000]], [0]),
        ("[[0, 0, 0, 3000]], labels: [3]", [[0, 0, 0, 3000]], [3]),
      ]
      for ((text, logits, labels), index) in zip(extremes, extremes.indices) {
        try compare(
          logits, labels, in: "softmaxCrossEntropy(\(text))",
          index == 0 ? [addedMistake] : index == 1 ? vanishingMistakes : [])
      }
      for var input in Input.all(seed: 8) {
        try compare(
          input.matrix(), input.labels([input.rows], below: input.columns),
          in: "softmaxCrossEntropy of \(input)", [])
      }
    },
    wrongAnswers: (entropyMistakes + [addedMistake] + vanishingMistakes).wrongAnswers(
      \.softmaxCrossEntropy),
    rightAnswers: [
      RightAnswer("a matrix of truths") {
        $0.softmaxCrossEntropy = { logits, labels in
          let (b, k) = (logits.shape[0], logits.shape[1])
          let y = Matrix(labels.reshaped(to: [b, 1]) .== Tensor<Int>(0..<k))
          let logP = logits - logits.logSumExp(along: 1, keepingDimensions: true)
          return (-(y * logP).sum() / Double(b), (logP.exp() - y) / Double(b))
        }
      },
      RightAnswer("a loop over the samples") {
        $0.softmaxCrossEntropy = { crossEntropy($0, $1) }
      },
      RightAnswer("the framework's differentiation") {
        $0.softmaxCrossEntropy = { logits, labels in
          let k = logits.shape[1]
          let y = Matrix(labels.expandingDimension(at: 1) .== Tensor<Int>(0..<k))
          let (loss, gradients) = valueWithGradients(at: [logits]) { variables in
            -(variables[0].logSoftmax() * Variable(y)).sum() / Double(labels.elementCount)
          }
          return (loss.scalar(), gradients[0])
        }
      },
    ])

  /// Sample by sample, and number by number.
  private static func crossEntropy(
    _ logits: Matrix, _ labels: Tensor<Int>
  ) -> (loss: Double, gradient: Matrix) {
    let (b, k) = (logits.shape[0], logits.shape[1])
    var (loss, gradient) = (0.0, Matrix.zeros([b, k]))
    for i in 0..<b {
      let row = (0..<k).map { logits[i, $0] }
      let largest = row.max()!
      let sum = row.map { Double.exp($0 - largest) }.reduce(0, +)
      loss += (Double.log(sum) + largest - row[labels[i]]) / Double(b)
      for j in 0..<k {
        gradient[i, j] =
          (Double.exp(row[j] - largest) / sum - (j == labels[i] ? 1 : 0)) / Double(b)
      }
    }
    return (loss, gradient)
  }
}
