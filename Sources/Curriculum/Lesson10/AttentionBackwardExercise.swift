import Curriculum
import Gradus

extension AttendingLesson {
  typealias AttentionBackward =
    @Sendable (Matrix, Matrix, Matrix, Tensor<Bool>, Matrix) throws -> AttentionGradients

  static let attentionBackward = Exercise<Answers>(
    "attentionBackward", "Back through attention",
    hints: [
      "The weights P are those of attention, zeros for a query that may look nowhere; put them into a function "
        + "that both exercises call.",
      "matmul(weights, upstream, transposeA: true) is the gradient of the values.",
      "The sum of a row is (weights * ofWeights).sum(along: -1, keepingDimensions: true); then everything is "
        + "multiplied by the weights, and divided by √d as in the scores.",
    ],
    learned:
      "Where a softmax is sure, its weights are 1 and 0, and the gradient of its scores is 0: a sure head does not learn.",
    landmark: Landmark("Sources/Layers/Attention/FusedAttention.swift", "func fusedAttention"),
    solution: { $0.attentionBackward = Attending.attentionBackward },
    check: { answers in
      func compare(
        _ input: AttentionCase, _ mistakes: [Mistake<AttentionBackward>] = []
      ) throws {
        let (q, k, v) = (input.queries, input.keys, input.values)
        let found = try answers.attentionBackward(q, k, v, input.mask, input.upstream)
        try expectNoNaN(
          [found.values, found.queries, found.keys], in: "attentionBackward of \(input)",
          from: input)
        try expect(
          found,
          equals: Attending.attentionBackward(
            q, k, v, mask: input.mask, upstream: input.upstream),
          in: "attentionBackward of \(input)",
          parts: [
            .tensor("gradient of the values", \.values),
            .tensor("gradient of the queries", \.queries),
            .tensor("gradient of the keys", \.keys),
          ], suspects: mistakes.suspects { try $0(q, k, v, input.mask, input.upstream) })
      }
      for sight in AttentionCase.Sight.allCases {
        try compare(.general(seed: 1020, sight), backwardMistakes)
      }
      try compare(.zeros)
      try compare(.large, numericalBackwardMistakes)
      for input in AttentionCase.all(seed: 1021) { try compare(input.withModestValues) }
    },
    wrongAnswers: (backwardMistakes + numericalBackwardMistakes).wrongAnswers(
      \.attentionBackward),
    rightAnswers: [
      RightAnswer("the framework's differentiation") {
        $0.attentionBackward = { queries, keys, values, mask, upstream in
          let gradients = valueWithGradients(at: [queries, keys, values], upstream: upstream) {
            scaledDotProductAttention($0[0], $0[1], $0[2], mask: .allowed(mask))
          }.gradients
          return AttentionGradients(
            queries: gradients[0], keys: gradients[1], values: gradients[2])
        }
      },
      RightAnswer("transposed, and the row's sum from the result") {
        $0.attentionBackward = { queries, keys, values, mask, upstream in
          let scale = 1 / Double(queries.shape[-1]).squareRoot()
          let weights = softmax(scores(queries, keys), mask)
          // The row's sum of P ⊙ (u·Vᵀ) is that of u ⊙ (P·V).
          let sum = (upstream * matmul(weights, values)).sum(along: -1, keepingDimensions: true)
          let ofScores = (matmul(upstream, values.transposed()) - sum) * weights * scale
          return AttentionGradients(
            queries: matmul(ofScores, keys), keys: matmul(ofScores.transposed(), queries),
            values: matmul(weights.transposed(), upstream))
        }
      },
      RightAnswer("the softmax's matrix of derivatives for each row") {
        $0.attentionBackward = { queries, keys, values, mask, upstream in
          let weights = softmax(scores(queries, keys), mask)
          let m = weights.shape[-1]
          // diag(p) − p·pᵀ, shape [..., Q, M, M].
          let rows = weights.expandingDimension(at: -1)
          let columns = weights.expandingDimension(at: -2)
          let one = Matrix(
            shape: [m, m], elements: (0..<m * m).map { $0 / m == $0 % m ? 1 : 0 })
          let derivatives = rows * one - rows * columns
          let ofWeights = matmul(upstream, values, transposeB: true).expandingDimension(at: -1)
          let ofScores =
            matmul(derivatives, ofWeights).reshaped(to: weights.shape)
            / Double(queries.shape[-1]).squareRoot()
          return AttentionGradients(
            queries: matmul(ofScores, keys), keys: matmul(ofScores, queries, transposeA: true),
            values: matmul(weights, upstream, transposeA: true))
        }
      },
    ])
}
