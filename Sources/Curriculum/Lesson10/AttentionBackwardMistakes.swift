import Curriculum
import Gradus

extension AttendingLesson {
  static let backwardMistakes =
    wrongWeights.map { wrong in
      backward(wrong.name, wrong.why) { $0.use(wrong.weights($0.queries, $0.keys, $0.mask)) }
    } + wrongWaysBack

  /// Those that are made with the right weights, or with a divisor of their own both ways.
  private static let wrongWaysBack: [Mistake<AttentionBackward>] = [
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
    backward("no softmax on the way back", "The softmax is missing on the way back.") {
      $0.ofScores = $0.ofWeights * $0.scale
    },
    backward("not times P", "The difference is still to be multiplied by the weights.") {
      $0.ofScores = ($0.ofWeights - $0.subtracted) * $0.scale
    },
    backward(
      "the sum outside of the brackets", "The weights are multiplied with the whole difference."
    ) { $0.ofScores = ($0.weights * $0.ofWeights - $0.subtracted) * $0.scale },
    backward(
      "times √d on the way back",
      "The gradients are divided by √d, as the scores were, not multiplied."
    ) { $0.scale = 1 / $0.scale },
    backward(
      "divided by the root of e on the way back",
      "d is how many numbers a query has, not how many a value has."
    ) { $0.scale = 1 / Double($0.values.shape[-1]).squareRoot() },
    backward("no scale on the way back", "The scale is missing: the scores were divided by √d.") {
      $0.scale = 1
    },
    backward("divided by d on the way back", "The scores were divided by √d, and not by d.") {
      $0.scale *= $0.scale
    },
    backward("divided by d, in the weights as well", "The scores were divided by √d, and not by d.")
    { $0.divide(by: Double($0.queries.shape[-1])) },
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
      $0.use(select(sees, $0.weights, Matrix(1 / Double($0.mask.shape[1]))))
    },
    Mistake(
      "queries and keys exchanged", "The gradients of the queries and of the keys are exchanged.",
      { queries, keys, values, mask, upstream in
        let right = try Attending.attentionBackward(
          queries, keys, values, mask: mask, upstream: upstream)
        return AttentionGradients(queries: right.keys, keys: right.queries, values: right.values)
      }),
    Mistake(
      "keys and values exchanged", "The gradients of the keys and of the values are exchanged.",
      { queries, keys, values, mask, upstream in
        let right = try Attending.attentionBackward(
          queries, keys, values, mask: mask, upstream: upstream)
        return AttentionGradients(queries: right.queries, keys: right.values, values: right.keys)
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
  static let numericalBackwardMistakes: [Mistake<AttentionBackward>] = [
    backward("the largest of all scores", notLargestOfRow) {
      let scores = AttendingLesson.scores($0.queries, $0.keys)
      let largest = select($0.mask, scores, Matrix(-.infinity)).max()
      $0.use(divided(select($0.mask, (scores - largest).exp(), Matrix(0))))
    },
    backward("the largest of the hidden ones, too", notLargestOfRow) {
      let scores = AttendingLesson.scores($0.queries, $0.keys)
      let largest = scores.max(along: -1, keepingDimensions: true)
      $0.use(divided(select($0.mask, (scores - largest).exp(), Matrix(0))))
    },
  ]

  /// The way back, step by step, each of which may be changed.
  private struct WayBack {
    let queries, keys, values: Matrix
    let mask: Tensor<Bool>
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

    /// Goes back with other weights.
    mutating func use(_ weights: Matrix) {
      self.weights = weights
      ofWeights = matmul(upstream, values, transposeB: true)
      subtracted = (weights * ofWeights).sum(along: -1, keepingDimensions: true)
    }

    private mutating func update() { use(softmax(products(queries, keys) / divisor, mask)) }

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
