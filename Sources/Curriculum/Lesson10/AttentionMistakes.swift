import Curriculum
import Gradus

extension AttendingLesson {
  /// Wrong weights, which attention and its gradient may both be computed with.
  static let wrongWeights: [Weighing] = [
    Weighing("no scale", "The scale is missing: divide the scores by √d.") {
      softmax(products($0, $1), $2)
    },
    Weighing("divided by d", "The scores are divided by √d, and not by d.") {
      softmax(products($0, $1) / Double($0.shape[-1]), $2)
    },
    Weighing("times √d", "The scores are divided by √d; those are multiplied by it.") {
      softmax(products($0, $1) * Double($0.shape[-1]).squareRoot(), $2)
    },
    Weighing("divided by √M", "d is how many numbers a key has; that is divided by √M.") {
      softmax(products($0, $1) / Double($1.shape[-2]).squareRoot(), $2)
    },
    Weighing(
      "the weights divided by √d", "The scale belongs before the softmax: the weights add up to 1."
    ) {
      softmax(products($0, $1), $2) / Double($0.shape[-1]).squareRoot()
    },
    Weighing("divided by √T", "d is how many numbers a query has; that is divided by √Q.") {
      softmax(products($0, $1) / Double($0.shape[-2]).squareRoot(), $2)
    },
    Weighing(
      "divided by the root of the second axis",
      "d is how many numbers a query has, queries.shape[-1]: the last axis, however many stand in front."
    ) { softmax(products($0, $1) / Double($0.shape[1]).squareRoot(), $2) },
    Weighing(
      "softmax over the queries",
      "The softmax goes over the keys, along each row: those weights add up to 1 along the columns."
    ) { softmax(scores($0, $1), $2, along: -2) },
    Weighing(
      "softmax over all scores at once", oneForEach
    ) { softmax(scores($0, $1), $2, along: [-2, -1]) },
    Weighing("no softmax", "The softmax is missing.") { select($2, scores($0, $1), Matrix(0)) },
    Weighing("not divided by the sum", "The shares are not divided by their sum.") {
      select($2, scores($0, $1).exp(), Matrix(0))
    },
    Weighing(
      "not divided by the sum, with the largest subtracted",
      "The shares are not divided by their sum."
    ) { shares(scores($0, $1), $2) },
    Weighing(
      "divided by the sums of the columns",
      "The shares are divided by the sums of columns: sum along each query's row, along: -1."
    ) { divided(shares(scores($0, $1), $2), along: -2) },
    Weighing("sigmoid", "That is the sigmoid of each score: the weights of a query add up to 1.") {
      select($2, scores($0, $1).sigmoid(), Matrix(0))
    },
    Weighing("the mask ignored", "The mask does not count.") { queries, keys, mask in
      softmax(scores(queries, keys), Tensor(repeating: true, shape: mask.shape))
    },
    Weighing("a causal mask of its own", ownMask) {
      softmax(scores($0, $1), triangle($2.shape, offset: $2.shape[1] - $2.shape[0]))
    },
    Weighing("the mask inverted", "The mask is inverted: true means that a query may look.") {
      queries, keys, mask in softmax(scores(queries, keys), mask .== Tensor(false))
    },
    Weighing(
      "masked after the softmax",
      "The mask counts after the softmax: what is hidden has still taken its share of the sum."
    ) { queries, keys, mask in
      select(mask, scores(queries, keys).softmax(along: -1), Matrix(0))
    },
    Weighing(
      "0 in place of −∞", "A hidden score becomes −∞ and not 0: e to 0 is 1, a share like others."
    ) { select($2, scores($0, $1), Matrix(0)).softmax(along: -1) },
    Weighing(
      "the mask added as 0 and 1", "The mask is added to the scores as 1 and 0: that hides nothing."
    ) { (scores($0, $1) + Matrix($2)).softmax(along: -1) },
    Weighing("divided by d / 2", "The scores are divided by √d, the root of d, and not by d / 2.") {
      softmax(products($0, $1) * 2 / Double($0.shape[-1]), $2)
    },
    Weighing(
      "divided by √d, and the weights as well",
      "Only the scores are divided by √d: the weights add up to 1 as they are."
    ) { softmax(scores($0, $1), $2) / Double($0.shape[-1]).squareRoot() },
    Weighing("divided by M", "The shares are divided by their sum, and not by their number.") {
      shares(scores($0, $1), $2) / Double($1.shape[-2])
    },
    Weighing("divided by the sum of all", oneForEach) { queries, keys, mask in
      let shares = shares(scores(queries, keys), mask)
      return shares / shares.sum()
    },
    Weighing("softmax twice", "That is a softmax of the weights: one softmax, of the scores.") {
      softmax(softmax(scores($0, $1), $2), $2)
    },
    Weighing(
      "equal weights", "The scores do not count: all keys that the mask allows have equal weights."
    ) { softmax(scores($0, $1) * 0, $2) },
    Weighing(
      "the best key alone",
      "The key with the largest score has all: each that the mask allows has its share, e to its score."
    ) { queries, keys, mask in
      let shares = shares(scores(queries, keys), mask)
      return select(shares .== 1, shares, Matrix(0))
    },
  ]

  static let attentionMistakes =
    wrongWeights.map { weighing($0.name, $0.why, $0.weights) } + ownAttentionMistakes

  /// Those that its gradient does not share.
  private static let ownAttentionMistakes: [Mistake<Attention>] = [
    Mistake(
      "divided by the root of e", "d is how many numbers a query has, not how many a value has.",
      { queries, keys, values, mask in
        matmul(
          softmax(products(queries, keys) / Double(values.shape[-1]).squareRoot(), mask), values)
      }),
    weighing("a causal mask of its own, from the first key", ownMask) {
      softmax(scores($0, $1), triangle($2.shape, offset: 0))
    },
    weighing(
      "a score of 0 hidden",
      "A score that happens to be 0 is hidden: let the mask decide, not the score."
    ) { queries, keys, mask in
      let scores = scores(queries, keys)
      let products = Matrix(mask) * scores
      return softmax(scores, products .!= 0)
    },
    Mistake("no case for a row that sees nothing") { queries, keys, values, mask in
      let hidden = select(mask, scores(queries, keys), Matrix(-.infinity))
      let shares = (hidden - hidden.max(along: -1, keepingDimensions: true)).exp()
      return matmul(shares / shares.sum(along: -1, keepingDimensions: true), values)
    },
    Mistake(
      "the mean where nothing is seen",
      "A query that may look nowhere brings home zeros, not a mean.",
      { queries, keys, values, mask in
        let sees = Matrix(mask).max(along: -1, keepingDimensions: true) .!= 0
        let weights = softmax(scores(queries, keys), mask)
        return matmul(select(sees, weights, Matrix(1 / Double(mask.shape[1]))), values)
      }),
    Mistake(
      "the weights themselves", "Those are the weights: multiply them with the values.",
      { queries, keys, _, mask in softmax(scores(queries, keys), mask) }),
    Mistake(
      "a mean of the keys", "That is a mean of the keys: the values are what is brought home.",
      { queries, keys, _, mask in matmul(softmax(scores(queries, keys), mask), keys) }),
    Mistake(
      "keys that ask keys", "Those are the scores of keys with keys: the queries ask.",
      { _, keys, values, _ in
        let all = Tensor(repeating: true, shape: [keys.shape[-2], keys.shape[-2]])
        return matmul(softmax(scores(keys, keys), all), values)
      }),
  ]

  /// Those that numbers of ordinary size do not show.
  static let numericalMistakes: [Mistake<Attention>] = [
    weighing("a finite number in place of −∞", finiteScore) {
      (scores($0, $1) + select($2, Matrix(0), Matrix(-10_000))).softmax(along: -1)
    },
    weighing("−100 in place of −∞", finiteScore) { finite(-100, $0, $1, $2) },
    weighing("−1000 in place of −∞", finiteScore) { finite(-1000, $0, $1, $2) },
    weighing("−10 000 in place of −∞", finiteScore) { finite(-10_000, $0, $1, $2) },
    Mistake("e to the scores as they are") { queries, keys, values, mask in
      let shares = select(mask, scores(queries, keys).exp(), Matrix(0))
      return matmul(divided(shares), values)
    },
    weighing(
      "the largest of all scores",
      notLargestOfRow
    ) { queries, keys, mask in
      let scores = scores(queries, keys)
      let hidden = select(mask, scores, Matrix(-.infinity))
      return divided(select(mask, (scores - hidden.max()).exp(), Matrix(0)))
    },
    weighing(
      "the largest of all scores, of hidden ones, too",
      notLargestOfRow
    ) { queries, keys, mask in
      let scores = scores(queries, keys)
      return divided(select(mask, (scores - scores.max()).exp(), Matrix(0)))
    },
    weighing(
      "the largest of the hidden ones, too",
      notLargestOfRow
    ) { queries, keys, mask in
      let scores = scores(queries, keys)
      let largest = scores.max(along: -1, keepingDimensions: true)
      return divided(select(mask, (scores - largest).exp(), Matrix(0)))
    },
  ]

  private static let oneForEach = "Each query's weights add up to 1 by themselves."

  private static let ownMask = "The mask that is handed over counts, and not one of your own."

  /// True up to the query's number and an offset.
  private static func triangle(_ shape: Shape, offset: Int) -> Tensor<Bool> {
    let keys = shape[1]
    return Tensor(
      shape: shape,
      elements: (0..<shape.elementCount).map { $0 % keys <= $0 / keys + offset })
  }

  private static let finiteScore =
    "A hidden score is −∞ and not a large negative number: other scores can be lower. Or give what is hidden a "
    + "share of 0."

  /// Weights with a finite score where the mask is false, and zeros for a query that may look nowhere.
  private static func finite(
    _ hidden: Double, _ queries: Matrix, _ keys: Matrix, _ mask: Tensor<Bool>
  ) -> Matrix {
    let weights = select(mask, scores(queries, keys), Matrix(hidden)).softmax(along: -1)
    let sees = Matrix(mask).max(along: -1, keepingDimensions: true) .!= 0
    return select(sees, weights, Matrix(0))
  }

  typealias Weights =
    @Sendable (_ queries: Matrix, _ keys: Matrix, _ mask: Tensor<Bool>) -> Matrix

  /// A mistake in the weights.
  struct Weighing: Sendable {
    let name, why: String
    let weights: Weights

    init(_ name: String, _ why: String, _ weights: @escaping Weights) {
      (self.name, self.why, self.weights) = (name, why, weights)
    }
  }

  private static func weighing(
    _ name: String, _ why: String, _ weights: @escaping Weights
  ) -> Mistake<Attention> {
    Mistake(name, why) { queries, keys, values, mask in
      matmul(weights(queries, keys, mask), values)
    }
  }

  static func products(_ queries: Matrix, _ keys: Matrix) -> Matrix {
    matmul(queries, keys, transposeB: true)
  }

  static func scores(_ queries: Matrix, _ keys: Matrix) -> Matrix {
    products(queries, keys) / Double(queries.shape[-1]).squareRoot()
  }

  /// The softmax of what the mask allows, along some axes.
  static func softmax(_ scores: Matrix, _ mask: Tensor<Bool>, along axes: Axes = -1) -> Matrix {
    divided(shares(scores, mask, along: axes), along: axes)
  }

  /// e to the scores less the largest of those that the mask allows.
  private static func shares(
    _ scores: Matrix, _ mask: Tensor<Bool>, along axes: Axes = -1
  ) -> Matrix {
    let hidden = select(mask, scores, Matrix(-.infinity))
    let largest = hidden.max(along: axes, keepingDimensions: true)
    return select(mask, (scores - largest).exp(), Matrix(0))
  }

  static func divided(_ shares: Matrix, along axes: Axes = -1) -> Matrix {
    let sums = shares.sum(along: axes, keepingDimensions: true)
    return shares / select(sums .== 0, Matrix(1), sums)
  }
}
