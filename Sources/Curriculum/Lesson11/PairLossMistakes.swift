import Curriculum
import Foundation
import Gradus

extension MeaningLesson {
  /// What the loss is made of, so that a mistake is one change to it.
  private struct ChangedLoss: Sendable {
    typealias Slopes = (positive: Double, negatives: Matrix)
    typealias Gradient = @Sendable (_ v: Matrix, _ u: Matrix, _ n: Matrix, Slopes) -> Matrix

    /// From the pair's product and those of the negatives.
    var loss: @Sendable (Double, [Double]) -> Double = {
      softplus(-$0) + $1.map(softplus).reduce(0, +)
    }
    /// The loss's slope along the pair's product.
    var positive: @Sendable (Double) -> Double = { sigmoid($0) - 1 }
    /// The loss's slopes along the negatives' products, shape [K, 1].
    var negatives: @Sendable (Matrix) -> Matrix = { $0.sigmoid() }
    var ofCenter: Gradient = { _, u, n, slopes in
      slopes.positive * u + (slopes.negatives * n).sum(along: 0)
    }
    var ofContext: Gradient = { v, _, _, slopes in slopes.positive * v }
    var ofNegatives: Gradient = { v, _, _, slopes in slopes.negatives * v }

    func callAsFunction(_ v: Matrix, _ u: Matrix, _ n: Matrix) -> PairLoss {
      let score = (v * u).sum()
      let scores = (n * v).sum(along: 1, keepingDimensions: true)
      let slopes = (positive(score), negatives(scores))
      return PairLoss(
        loss: loss(score, scores.elements), center: ofCenter(v, u, n, slopes),
        context: ofContext(v, u, n, slopes), negatives: ofNegatives(v, u, n, slopes))
    }
  }

  private static func softplus(_ x: Double) -> Double { max(x, 0) + log1p(exp(-abs(x))) }
  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedLoss) -> Void
  ) -> Mistake<PairLossOf> {
    var changed = ChangedLoss()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0, $1, $2) }
  }

  private static let infinite =
    "Where a product is large, e to its power is infinity, or σ is 0 and its logarithm −infinity: write the loss as "
    + "max(x, 0) + log(1 + e^(−|x|))."

  static let pairLossMistakes: [Mistake<PairLossOf>] = lossMistakes + slopeMistakes + vectorMistakes

  private static let lossMistakes: [Mistake<PairLossOf>] = [
    mistake("the logarithm of σ", infinite) {
      $0.loss = { -log(sigmoid($0)) - $1.map { log(sigmoid(-$0)) }.reduce(0, +) }
    },
    mistake("1 − σ of the negatives", infinite) {
      $0.loss = { softplus(-$0) - $1.map { log(1 - sigmoid($0)) }.reduce(0, +) }
    },
    mistake("log(1 + eˣ)", infinite) {
      $0.loss = { log1p(exp(-$0)) + $1.map { log1p(exp($0)) }.reduce(0, +) }
    },
    // How small the number is differs, so the check recognizes what becomes of it.
    mistake("a small number before the logarithm", "") {
      $0.loss = {
        -log(sigmoid($0) + 1e-10) - $1.map { log(sigmoid(-$0) + 1e-10) }.reduce(0, +)
      }
    },
    mistake("logarithm to base 2", "Take the natural logarithm, not that to base 2.") {
      $0.loss = { (softplus(-$0) + $1.map(softplus).reduce(0, +)) / log(2) }
    },
    mistake("the mean of all", "The K + 1 losses are added up, not averaged.") {
      $0.loss = { (softplus(-$0) + $1.map(softplus).reduce(0, +)) / Double($1.count + 1) }
    },
    mistake(
      "x for its magnitude",
      "In log(1 + e^(−|x|)) stands the magnitude of x, also where x is below 0."
    ) {
      @Sendable func loss(_ x: Double) -> Double { max(x, 0) + log1p(exp(-x)) }
      $0.loss = { loss(-$0) + $1.map(loss).reduce(0, +) }
    },
    mistake(
      "the negatives' sign forgotten",
      "That is the loss of negatives whose σ should be 1: in the loss, σ is taken of −v·n."
    ) { $0.loss = { softplus(-$0) + $1.map { softplus(-$0) }.reduce(0, +) } },
    mistake(
      "pair and negatives exchanged",
      "The signs are exchanged: σ of v·u for the pair, and σ of −v·n for a negative."
    ) { $0.loss = { softplus($0) + $1.map { softplus(-$0) }.reduce(0, +) } },
    mistake("the loss negative", "That is the logarithm of a probability: the loss is minus that.")
    {
      $0.loss = { -softplus(-$0) - $1.map(softplus).reduce(0, +) }
    },
    mistake("the loss without negatives", "The loss of the negatives is missing in the loss.") {
      loss in loss.loss = { score, _ in softplus(-score) }
    },
    mistake(
      "the loss of the first negative", "Each negative has its loss, not the first one alone."
    ) {
      $0.loss = { softplus(-$0) + softplus($1[0]) }
    },
    mistake("the loss without the pair", "The loss of the pair itself is missing in the loss.") {
      loss in loss.loss = { _, scores in scores.map(softplus).reduce(0, +) }
    },
    mistake(
      "the mean of the negatives",
      "The negatives' losses are added up, not averaged: K negatives weigh K times as much."
    ) {
      $0.loss = { softplus(-$0) + $1.map(softplus).reduce(0, +) / Double($1.count) }
      $0.negatives = { $0.sigmoid() / Double($0.shape[0]) }
    },
    mistake(
      "σ of the sum of the products",
      "Each negative has its own σ: the products are not added up before it."
    ) { $0.loss = { softplus(-$0) + softplus($1.reduce(0, +)) } },
    mistake(
      "probabilities without logarithm",
      "The loss takes the logarithm of each σ; these are the probabilities of being wrong."
    ) { $0.loss = { sigmoid(-$0) + $1.map(sigmoid).reduce(0, +) } },
  ]

  private static let ofSigmoid =
    "σ·(1 − σ) is the slope of σ; that of −log σ(−x) is σ(x) alone."

  private static let slopeMistakes: [Mistake<PairLossOf>] = [
    mistake(
      "1 not subtracted", "For the pair, the factor is σ(v·u) − 1: the 1 has not been subtracted."
    ) { $0.positive = sigmoid },
    mistake(
      "the pair's slope turned", "The pair's factor has the wrong sign: it is σ(v·u) − 1, below 0."
    ) { $0.positive = { 1 - sigmoid($0) } },
    mistake(
      "σ of −v·u",
      "For the pair, the factor is σ(v·u) − 1: σ is taken of v·u, without a minus sign."
    ) { $0.positive = { sigmoid(-$0) - 1 } },
    mistake(
      "negatives as pairs",
      "σ(v·n) − 1 is the factor of a pair from the text; that of a negative is σ(v·n)."
    ) { $0.negatives = { $0.sigmoid() - 1 } },
    mistake(
      "the negatives' slopes turned",
      "The negatives' factor has the wrong sign: it is σ(v·n), above 0."
    ) {
      $0.negatives = { -$0.sigmoid() }
    },
    mistake(
      "all gradients turned",
      "Those are the directions in which the loss falls: a gradient shows to where it grows."
    ) {
      $0.positive = { 1 - sigmoid($0) }
      $0.negatives = { -$0.sigmoid() }
    },
    mistake(
      "products in place of σ",
      "The gradients have the products themselves as factors: take σ of them."
    ) {
      $0.positive = { $0 - 1 }
      $0.negatives = { $0 }
    },
    mistake("the slope of σ", ofSigmoid) {
      $0.positive = { (sigmoid($0) - 1) * sigmoid($0) }
      $0.negatives = { $0.sigmoid() * (1 - $0.sigmoid()) }
    },
    mistake("the slope of σ for the negatives", ofSigmoid) {
      $0.negatives = { $0.sigmoid() * (1 - $0.sigmoid()) }
    },
    mistake("the negatives' slopes divided", "The gradients of the negatives are not divided by K.")
    {
      $0.negatives = { $0.sigmoid() / Double($0.shape[0]) }
    },
  ]

  private static let vectorMistakes: [Mistake<PairLossOf>] = [
    mistake(
      "the center without negatives",
      "The negatives move the center, too: Σ σ(v·n)·n belongs to its gradient."
    ) { $0.ofCenter = { _, u, _, slopes in slopes.positive * u } },
    mistake(
      "the center without the context",
      "The context moves the center, too: (σ(v·u) − 1)·u belongs to its gradient."
    ) { $0.ofCenter = { _, _, n, slopes in (slopes.negatives * n).sum(along: 0) } },
    mistake(
      "the center's negatives averaged", "In the center's gradient, the negatives are added up."
    ) {
      $0.ofCenter = { _, u, n, slopes in
        slopes.positive * u + (slopes.negatives * n).mean(along: 0)
      }
    },
    mistake(
      "center and context exchanged",
      "The slope of v·u along v is u, and along u it is v: the two gradients are exchanged."
    ) {
      let loss = ChangedLoss()
      $0.ofCenter = loss.ofContext
      $0.ofContext = loss.ofCenter
    },
    mistake(
      "the center's own vector",
      "The slope of v·u along v is u, the context's vector, and not v itself."
    ) {
      $0.ofCenter = { v, _, n, slopes in
        slopes.positive * v + (slopes.negatives * n).sum(along: 0)
      }
    },
    mistake(
      "the context's own vector",
      "The slope of v·u along u is v, the center's vector, and not u itself."
    ) {
      $0.ofContext = { _, u, _, slopes in slopes.positive * u }
    },
    mistake(
      "the negatives' own vectors",
      "The slope of v·n along n is v, the center's vector, and not n itself."
    ) {
      $0.ofNegatives = { _, _, n, slopes in slopes.negatives * n }
    },
    mistake(
      "the negatives' gradients divided", "The gradients of the negatives are not divided by K."
    ) {
      $0.ofNegatives = { v, _, n, slopes in slopes.negatives * v / Double(n.shape[0]) }
    },
    mistake(
      "the negatives moved by the context",
      "The slope of v·n along n is v, the center's vector, and not u."
    ) {
      $0.ofNegatives = { _, u, _, slopes in slopes.negatives * u }
    },
    mistake(
      "the context moved by the negatives",
      "The gradient of u knows nothing of the negatives: it is (σ(v·u) − 1)·v."
    ) {
      $0.ofContext = { v, _, _, slopes in (slopes.positive + slopes.negatives.sum()) * v }
    },
    mistake(
      "the negatives' gradients added up",
      "Each negative has a gradient of its own, one row for each: that is their sum."
    ) { $0.ofNegatives = { v, _, _, slopes in slopes.negatives.sum() * v } },
    mistake(
      "one gradient for all negatives",
      "Each negative has a gradient of its own, with its own σ: that is their sum, in each row."
    ) {
      $0.ofNegatives = { v, _, n, slopes in
        slopes.negatives.sum() * v * Matrix.ones(n.shape)
      }
    },
  ]
}
