import Curriculum
import Gradus

extension AttendingLesson {
  static let samplingMistakes: [Mistake<NextProbabilities>] = [
    draw("temperature ignored", "The temperature does not count.") { $0.temperature = 1 },
    draw("times the temperature", "The logits are divided by the temperature, not multiplied.") {
      $0.temperature = 1 / $0.temperature
    },
    draw(
      "the temperature after the softmax",
      "Probabilities are divided by the temperature: that changes nothing of them. Divide the logits."
    ) {
      $0.temperature = 1
      $0.isTemperedAfter = true
    },
    draw("k ignored", "k does not count: only the k largest are kept.") { $0.k = .max },
    draw("k: one too many", "That keeps one too many: k + 1.") { $0.k += 1 },
    draw("k: one too few", "That keeps one too few: k − 1.") { $0.k -= 1 },
    draw("k: the smallest", "Those are the k smallest logits: keep the largest.") {
      $0.order.reverse()
    },
    draw("k: the first in the list", "Those are the first k of the list: keep the k largest.") {
      $0.order.sort()
    },
    draw(
      "the temperature last",
      "The temperature comes first: k and p are of the divided logits, and not of those before."
    ) {
      $0.cutTemperature = 1
    },
    draw("p ignored", "p cuts off nothing: only as many are kept as have a share of p together.") {
      $0.p = 1
    },
    draw(
      "p in the order of the list", "The largest logits come first when it is counted what p keeps."
    ) {
      $0.order = $0.order.prefix($0.k).sorted()
    },
    draw(
      "without the one that crosses p", "The token with which the sum reaches p is kept as well."
    ) { $0.crosses = false },
    draw("one more than it takes", "That keeps one more than it takes to have a share of p.") {
      $0.extra = 1
    },
    draw("divided by the sum of all", addUpTo1) { $0.divisor = { shares, _ in shares.sum() } },
    draw("divided by the sum of the k largest", addUpTo1) {
      $0.divisor = { shares, kept in kept.reduce(0) { $0 + shares[$1] } }
    },
    draw("not divided by the sum", addUpTo1) { $0.divisor = { _, _ in 1 } },
    draw("0 in place of −∞", "What is cut off has no share: its logit becomes −∞, not 0.") {
      $0.isZeroLogit = true
    },
    draw("equal shares", "Each kept token has its own share, as softmax says.") {
      $0.isUniform = true
    },
    draw(
      "in falling order",
      "The probabilities stand in the order of the logits, not in falling order."
    ) {
      $0.isSorted = true
    },
    draw(
      "the likeliest alone",
      "That is the likeliest token alone: p is a share of what the kept ones have together, not of each by itself."
    ) { $0.k = 1 },
    draw("divided twice", "The logits are divided by the temperature once, not twice.") {
      $0.temperature *= $0.temperature
    },
  ]

  private static let addUpTo1 =
    "The probabilities of the kept tokens add up to 1: divide by their sum."

  /// Those that show where k and p cut off at different places.
  static let orderMistakes: [Mistake<NextProbabilities>] = [
    draw(
      "p of all", "p is a share of those that k has kept, not of all tokens: k comes first, then p."
    ) { $0.isOfKept = false }
  ]

  /// Those that show where one token is enough.
  static let fewMistakes: [Mistake<NextProbabilities>] = [
    draw("at least two", "One token alone is kept where it has a share of p: the first has, here.")
    {
      $0.least = 2
    }
  ]

  /// Those that show where two tokens have almost a share of p.
  static let slackMistakes: [Mistake<NextProbabilities>] = [
    draw("almost p is enough", "Less than p is not enough, however little is missing.") {
      $0.p -= 1e-3
    }
  ]

  /// Those that equal logits show.
  static let tieMistakes: [Mistake<NextProbabilities>] = [
    draw(
      "one more where p is reached", "A share of exactly p is enough: no other token is kept."
    ) { $0.stopsAtP = false },
    draw(
      "all equal ones",
      "Of equal logits at the limit the first are kept, so that there are k, not all."
    ) {
      let values = $0.logits
      let last = values[$0.order[min($0.k, values.shape[0]) - 1]]
      $0.k = values.elements.count { $0 >= last }
    },
    draw("the last of equal ones", "Of equal logits the first are kept, not the last.") {
      let values = $0.logits
      $0.order.sort { values[$0] > values[$1] || values[$0] == values[$1] && $0 > $1 }
    },
  ]

  /// Those that temperature 0 shows.
  static let coldMistakes: [Mistake<NextProbabilities>] = [
    draw("divided by 0", dividedBy0) { $0.coldest = nil },
    draw(
      "all alike at temperature 0",
      "At temperature 0 the first of the largest has all, and the others nothing."
    ) {
      $0.coldest = .ones($0.logits.shape) / Double($0.logits.elementCount)
    },
    draw(
      "all of the largest at temperature 0",
      "At temperature 0 the first of the largest has all, not each a part."
    ) {
      let values = $0.logits
      $0.coldest = values.map { $0 == values.max() ? 1 : 0 }
      $0.coldest! /= $0.coldest!.sum()
    },
    draw(
      "the last of the largest at temperature 0",
      "At temperature 0 the first of the largest has all, not the last."
    ) {
      let values = $0.logits
      $0.coldest = .zeros(values.shape)
      $0.coldest![values.elements.lastIndex(of: values.max())!] = 1
    },
    draw(
      "temperature 1 in place of 0",
      "At temperature 0 the first of the largest has all: it is not temperature 1."
    ) {
      if $0.temperature == 0 { $0.temperature = 1 }
    },
  ]

  /// Those that a very small temperature shows.
  static let smallMistakes: [Mistake<NextProbabilities>] = [
    draw(
      "a small temperature taken as 0",
      "Only temperature 0 itself gives all to one token: a small one is divided by, as any other."
    ) {
      $0.coldest = .zeros($0.logits.shape)
      $0.coldest![$0.order[0]] = 1
      if $0.temperature < 1e-6 { $0.temperature = 0 }
    },
    draw(
      "the temperature at least 0.001",
      "The temperature counts as it is, however small: it has no least value."
    ) {
      if $0.temperature > 0 { $0.temperature = max($0.temperature, 1e-3) }
    },
  ]

  /// Those that logits of thousands show.
  static let hotMistakes: [Mistake<NextProbabilities>] = [
    draw("e to the logits as they are", overflows) { $0.offset = 0 }
  ]

  /// The usual reason for NaN with a temperature, if there is one.
  static func reasonForNaN(_ logits: Matrix, _ temperature: Double) -> String? {
    temperature == 0
      ? dividedBy0 : logits.abs().max() / temperature > 700 ? overflows : nil
  }

  private static let dividedBy0 =
    "Nothing can be divided by a temperature of 0: before that, give all to the first of the largest."

  private static let overflows =
    "e to some thousands is infinite, and e to −thousands is 0: subtract the largest logit first."

  /// The steps to the probabilities, of which each may be changed.
  private struct Draw {
    let logits: Matrix
    /// The temperature that was handed over.
    let given: Double
    var temperature: Double
    var k: Int
    var p: Double
    var order: [Int]
    /// The result at temperature 0; nil for none of its own.
    var coldest: Matrix?
    var offset: Double
    var extra = 0
    /// How many are kept in any case.
    var least = 0
    var isOfKept = true
    /// The temperature of the shares of which k and p cut off some, where it is another one.
    var cutTemperature: Double?
    /// Whether it ends as soon as p is reached, and not only beyond it.
    var stopsAtP = true
    var (isTemperedAfter, crosses) = (false, true)
    var (isZeroLogit, isUniform, isSorted) = (false, false, false)
    /// What is divided by, of all shares and of those that k keeps; nil for the sum of those that are kept.
    var divisor: ((_ shares: Matrix, _ kept: [Int]) -> Double)?

    init(_ logits: Matrix, _ temperature: Double, _ k: Int, _ p: Double) {
      (self.logits, self.temperature, self.k, self.p) = (logits, temperature, k, p)
      given = temperature
      order = logits.argsort(isDescending: true).elements
      offset = logits.max()
      if temperature == 0 {
        coldest = .zeros(logits.shape)
        coldest![order[0]] = 1
      }
    }

    var result: Matrix {
      if temperature == 0, let coldest { return coldest }
      let shares = ((logits - offset) / temperature).exp()
      let kept = Array(order.prefix(max(k, 0)))
      let cut = cutTemperature.map { ((logits - offset) / $0).exp() } ?? shares
      let sum = isOfKept ? kept.reduce(0) { $0 + cut[$1] } : cut.sum()
      var (chosen, before) = ([Int](), 0.0)
      for token in kept {
        let reached = crosses ? before : before + cut[token]
        let isIn = crosses && stopsAtP ? reached < p * sum : reached <= p * sum
        if isIn { chosen.append(token) }
        before += cut[token]
      }
      chosen += kept.dropFirst(chosen.count).prefix(max(extra, least - chosen.count))
      var result = Matrix.zeros(logits.shape)
      if isZeroLogit { result += Double.exp(-offset / temperature) }
      for token in chosen { result[token] = isUniform ? 1 : shares[token] }
      result = result / (divisor?(shares, kept) ?? result.sum())
      if isTemperedAfter { result = result / given }
      return isSorted ? Matrix(result.elements.sorted(by: >)) : result
    }
  }

  private static func draw(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout Draw) -> Void
  ) -> Mistake<NextProbabilities> {
    Mistake(name, why) { logits, temperature, k, p in
      var draw = Draw(logits, temperature, k, p)
      change(&draw)
      return draw.result
    }
  }
}
