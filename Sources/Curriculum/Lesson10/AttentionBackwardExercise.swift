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

  private static let backwardMistakes: [Mistake<AttentionBackward>] = [
    backward(
      "no row's sum", "The row's sum is not subtracted: all weights of a row change together."
    ) { $0.subtracted = .zeros($0.ofWeights.shape) },
    backward(
      "the sum without the weights", "The row's sum is that of P ⊙ (of P), not of (of P) alone."
    ) { $0.subtracted = $0.ofWeights.sum(along: -1, keepingDimensions: true) },
    backward("the mean of the row", "That is the mean of a row of P ⊙ (of P): take its sum.") {
      $0.subtracted = $0.subtracted / Double($0.weights.shape[-1])
    },
    backward("the sum of the column", "Each query has a softmax of its own: sum along its row.") {
      $0.subtracted = ($0.weights * $0.ofWeights).sum(along: -2, keepingDimensions: true)
    },
    backward("the sum of everything", "Each query has a softmax of its own: sum along its row.") {
      $0.subtracted = ($0.weights * $0.ofWeights).sum(along: [-2, -1], keepingDimensions: true)
    },
    backward(
      "the sum of the whole tensor", "Each query has a softmax of its own: sum along its row."
    ) { $0.subtracted = Matrix(($0.weights * $0.ofWeights).sum()) },
    backward("the sum added", "The row's sum is subtracted, not added.") {
      $0.subtracted = -$0.subtracted
    },
    backward(
      "P·(1 − P)", "P ⊙ (1 − P) is the diagonal alone: a score changes the other weights, too."
    ) { $0.ofScores = $0.weights * (1 - $0.weights) * $0.ofWeights * $0.scale },
    backward("no softmax", "The softmax is missing on the way back.") {
      $0.ofScores = $0.ofWeights * $0.scale
    },
    backward("not times P", "The difference is still to be multiplied by the weights.") {
      $0.ofScores = ($0.ofWeights - $0.subtracted) * $0.scale
    },
    backward("no scale", "The scale is missing: the scores were divided by √d.") {
      $0.scale = 1
    },
    backward("divided by d", "The scores were divided by √d, and not by d.") {
      $0.scale *= $0.scale
    },
    backward("divided by d, in the weights as well", "The scores were divided by √d, and not by d.")
    { $0.divide(by: Double($0.queries.shape[-1])) },
    backward(
      "divided by d in the weights alone", "The weights are those of attention: divide by √d."
    ) {
      let scale = $0.scale
      $0.divide(by: Double($0.queries.shape[-1]))
      $0.scale = scale
    },
    backward("no scale anywhere", "The scale is missing: the scores were divided by √d.") {
      $0.divide(by: 1)
    },
    backward(
      "divided by the root of e", "d is how many numbers a query has, not how many a value has."
    ) { $0.divide(by: Double($0.values.shape[-1]).squareRoot()) },
    backward(
      "equal weights where nothing is seen",
      "A query that may look nowhere has weights of 0, not equal ones."
    ) {
      let sees = Matrix($0.mask).max(along: -1, keepingDimensions: true) .!= 0
      $0.weights = select(sees, $0.weights, Matrix(1 / Double($0.mask.shape[1])))
      $0.subtracted = ($0.weights * $0.ofWeights).sum(along: -1, keepingDimensions: true)
    },
    Mistake(
      "queries and keys exchanged", "The gradients of the queries and of the keys are exchanged.",
      { queries, keys, values, mask, upstream in
        let right = try Attending.attentionBackward(
          queries, keys, values, mask: mask, upstream: upstream)
        return AttentionGradients(queries: right.keys, keys: right.queries, values: right.values)
      }),
    backward("the keys' without the scale", "The gradient of the keys is divided by √d as well.") {
      $0.scaleOfKeys = 1 / $0.scale
    },
    backward(
      "the queries' without the scale", "The gradient of the queries is divided by √d as well."
    ) { $0.scaleOfQueries = 1 / $0.scale },
    backward("upstream of ones", "upstream does not count.") {
      $0.upstream = .ones($0.upstream.shape)
    },
    backward("the mask ignored", "Those are weights without the mask.") {
      $0.mask = Tensor(repeating: true, shape: $0.mask.shape)
    },
    backward("the mask inverted", "The mask is inverted: true means that a query may look.") {
      $0.mask = $0.mask .== Tensor(false)
    },
    backward(
      "the values' by the scores", "The gradient of the values is Pᵀ·upstream, by the weights."
    ) { $0.weightsOfValues = { select($0.mask, scores($0.queries, $0.keys), Matrix(0)) } },
    backward(
      "the values' by the gradient of the scores", "The gradient of the values is Pᵀ·upstream."
    ) { $0.weightsOfValues = { $0.computedOfScores } },
    backward("the sign turned", "The sign of the gradients of queries and keys is turned.") {
      $0.scale = -$0.scale
    },
  ]

  /// Those that scores of some ten thousands show.
  private static let numericalBackwardMistakes: [Mistake<AttentionBackward>] = [
    backward(
      "the largest of all scores",
      "The largest score of all is subtracted: e to the others of a row may then be 0, all of them. Take each row's."
    ) {
      let scores = AttendingLesson.scores($0.queries, $0.keys)
      let largest = select($0.mask, scores, Matrix(-.infinity)).max()
      $0.weights = divided(select($0.mask, (scores - largest).exp(), Matrix(0)))
      $0.subtracted = ($0.weights * $0.ofWeights).sum(along: -1, keepingDimensions: true)
    }
  ]

  /// The way back, step by step, each of which may be changed.
  private struct WayBack {
    let queries, keys, values: Matrix
    var mask: Tensor<Bool> { didSet { update() } }
    var upstream: Matrix { didSet { update() } }
    /// What the scores are divided by before the softmax, and what the gradients are multiplied by.
    private var divisor: Double
    var scale: Double
    var (scaleOfQueries, scaleOfKeys) = (1.0, 1.0)
    var weights = Matrix(0), ofWeights = Matrix(0), subtracted = Matrix(0)
    var ofScores: Matrix?
    var weightsOfValues: (WayBack) -> Matrix = { $0.weights }

    init(_ q: Matrix, _ k: Matrix, _ v: Matrix, _ mask: Tensor<Bool>, _ upstream: Matrix) {
      (queries, keys, values, self.mask, self.upstream) = (q, k, v, mask, upstream)
      divisor = Double(q.shape[-1]).squareRoot()
      scale = 1 / divisor
      update()
    }

    /// Divides by another number, both ways.
    mutating func divide(by divisor: Double) {
      (self.divisor, scale) = (divisor, 1 / divisor)
      update()
    }

    private mutating func update() {
      weights = softmax(products(queries, keys) / divisor, mask)
      ofWeights = matmul(upstream, values, transposeB: true)
      subtracted = (weights * ofWeights).sum(along: -1, keepingDimensions: true)
    }

    var computedOfScores: Matrix { ofScores ?? weights * (ofWeights - subtracted) * scale }

    var gradients: AttentionGradients {
      AttentionGradients(
        queries: matmul(computedOfScores, keys) * scaleOfQueries,
        keys: matmul(computedOfScores, queries, transposeA: true) * scaleOfKeys,
        values: matmul(weightsOfValues(self), upstream, transposeA: true))
    }
  }

  private static func backward(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout WayBack) -> Void
  ) -> Mistake<AttentionBackward> {
    Mistake(name, why) { queries, keys, values, mask, upstream in
      var way = WayBack(queries, keys, values, mask, upstream)
      change(&way)
      return way.gradients
    }
  }
}
