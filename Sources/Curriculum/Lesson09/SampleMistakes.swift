import Curriculum
import Gradus

extension RememberingLesson {
  static let sampleMistakes: [Mistake<Sample>] = [
    drawn("temperature ignored", "The temperature does not count: divide the logits by it.") {
      logits, _ in logits.softmax()
    },
    drawn("multiplied by the temperature", "The logits are divided by the temperature.") {
      ($0 * $1).softmax()
    },
    drawn("divided by the square", "The logits are divided by the temperature once, not twice.") {
      ($0 / ($1 * $1)).softmax()
    },
    drawn(
      "probabilities divided by the temperature",
      "The logits are divided by the temperature, before softmax."
    ) { $0.softmax() / $1 },
    drawn("temperature above 1 ignored", "Above 1 the temperature counts as well.") {
      ($0 / min($1, 1)).softmax()
    },
    drawn(
      "exp forgotten", "exp is missing: take it after the division by the temperature."
    ) {
      logits, _ in
      let differences = logits - logits.max()
      return differences / differences.sum()
    },
    drawn("the sign turned", "The larger the logit, the likelier: the sign is turned.") {
      (-$0 / $1).softmax()
    },
    drawn("softmax twice", "Softmax is taken once: what it gives are the probabilities.") {
      ($0 / $1).softmax().softmax()
    },
    drawn("divided by the largest", "The largest logit is subtracted: it is no divisor.") {
      ($0 / $0.max() / $1).softmax()
    },
    drawn("logits as probabilities", "Logits are no probabilities: take softmax of them.") {
      logits, temperature in logits / temperature
    },
    drawn(
      "overflow",
      "exp of thousands is infinity, and that of −thousands is 0: subtract the largest logit before exp."
    ) {
      let weights = ($0 / $1).exp()
      return weights / weights.sum()
    },
    drawn("the largest not divided", atSmallTemperature) {
      let weights = ($0 / $1 - $0.max()).exp()
      return weights / weights.sum()
    },
    drawn("powers of the probabilities", atSmallTemperature) { logits, temperature in
      let weights = logits.softmax().map { Double.pow($0, 1 / temperature) }
      return weights / weights.sum()
    },
    drawn("the mean subtracted", atSmallTemperature) {
      let weights = (($0 - $0.mean()) / $1).exp()
      return weights / weights.sum()
    },
    drawn("the smallest subtracted", atSmallTemperature) {
      let weights = (($0 - $0.min()) / $1).exp()
      return weights / weights.sum()
    },
    drawn("a little added to the probabilities", asTheyAre) { logits, temperature in
      let weights = ((logits - logits.max()) / temperature).exp()
      return (weights + 1e-9) / weights.sum()
    },
    drawn("not divided by the sum", "The probabilities add up to 1: divide by their sum.") {
      (($0 - $0.max()) / $1).exp()
    },
    Mistake("always the largest", greedy, { logits, _, _ in logits.argmax() }),
    largest("the largest below 1", below: 1),
    largest("the largest below 0.3", below: 0.3),
    largest("the largest below 1e-5", below: 1e-5),
    Mistake(
      "a little added to the temperature",
      "The temperature counts as it is, however small. At 0, take the largest logit.",
      { logits, temperature, draw in
        first((logits / (temperature + 1e-3)).softmax(), draw)
      }),
    Mistake(
      "no case for temperature 0",
      "Logits divided by 0 are NaN or infinite: at temperature 0, take the largest logit instead.",
      { logits, temperature, draw in first((logits / temperature).softmax(), draw) }),
    Mistake(
      "a smallest temperature",
      "At temperature 0 nothing is drawn: of equal logits, the first is taken.",
      { logits, temperature, draw in
        try Remembering.sample(logits, temperature: max(temperature, 1e-8), draw: draw)
      }),
    Mistake(
      "temperature 0 as 1", "At temperature 0 nothing is drawn: the largest is taken.",
      { logits, temperature, draw in
        try Remembering.sample(
          logits, temperature: temperature == 0 ? 1 : temperature, draw: draw)
      }),
    Mistake(
      "the last of the largest at 0", "Of equal ones, the first is taken at temperature 0.",
      { logits, temperature, draw in
        guard temperature == 0 else {
          return try Remembering.sample(logits, temperature: temperature, draw: draw)
        }
        let largest = logits.max()
        return logits.elements.lastIndex(of: largest)!
      }),
    Mistake(
      "the smallest at 0", "At temperature 0 the largest logit is taken; this is the smallest.",
      { logits, temperature, draw in
        temperature == 0
          ? (-logits).argmax()
          : try Remembering.sample(logits, temperature: temperature, draw: draw)
      }),
    picked(
      "compared with each alone",
      "draw is compared with the sum of the probabilities so far, not with each of them."
    ) { probabilities, draw in probabilities.firstIndex { $0 > draw } ?? probabilities.count - 1 },
    picked("one too late", "The first whose sum exceeds draw is the one, not the one after it.") {
      probabilities, draw in min(place(probabilities, draw) + 1, probabilities.count - 1)
    },
    picked("one too early", "The first whose sum exceeds draw is the one, not the one before it.") {
      probabilities, draw in max(place(probabilities, draw) - 1, 0)
    },
    picked("a little more than draw", asTheyAre) { place($0, $1 + 1e-9) },
    picked("a little less than draw", asTheyAre) { place($0, $1 - 1e-9) },
    picked("the first where none exceeds draw", whereNoneExceeds) {
      place($0, $1, otherwise: 0)
    },
    picked("a place too far where none exceeds draw", whereNoneExceeds) {
      place($0, $1, otherwise: $0.count)
    },
    picked(
      "≥ for >",
      "The sum has to exceed draw: with ≥, a draw of 0 takes the first even at probability 0."
    ) { probabilities, draw in
      var sum = 0.0
      return probabilities.firstIndex {
        sum += $0
        return sum >= draw
      } ?? probabilities.count - 1
    },
    picked(
      "from the end",
      "The probabilities are added up from the first one on, and compared with draw, not 1 − draw."
    ) {
      probabilities, draw in
      probabilities.count - 1 - place(probabilities.reversed(), draw)
    },
    picked("sorted first", inOrder) {
      probabilities, draw in place(probabilities.sorted(by: >), draw)
    },
    picked("in the order of the probabilities", inOrder) { probabilities, draw in
      let order = probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }
      return order[place(order.map { probabilities[$0] }, draw)]
    },
    picked("from the second on", "The sum begins with the first character: p[0] is missing.") {
      place([0] + $0.dropFirst(), $1)
    },
    picked("the first counted twice", "The sum begins at 0: p[0] is counted twice.") {
      place($0, $1 - $0[0])
    },
    picked("the last but one left out", "The loop ends too early: the sum goes through all.") {
      place(Array($0.dropLast(2)), $1, otherwise: $0.count - 1)
    },
    picked("uniform", "That draws each character alike: the probabilities do not count.") {
      probabilities, draw in Int(draw * Double(probabilities.count))
    },
  ]

  private static let greedy = "That is the largest: only at temperature 0 is it always taken."
  private static let atSmallTemperature =
    "At a small temperature, exp overflows, or all probabilities become 0: subtract the largest logit first, "
    + "then divide by the temperature, then take exp."
  private static let inOrder =
    "The characters keep their places: a draw is not of sorted probabilities."
  private static let asTheyAre =
    "The sum of the probabilities is compared with draw, both as they are: nothing is added or subtracted."
  private static let whereNoneExceeds =
    "Rounding may leave the sum a little below 1: then the last character is the answer."

  /// The largest below some temperature, and not only at 0.
  private static func largest(_ name: String, below limit: Double) -> Mistake<Sample> {
    Mistake(name, greedy) { logits, temperature, draw in
      try Remembering.sample(
        logits, temperature: temperature < limit ? 0 : temperature, draw: draw)
    }
  }

  /// The first at which the sum exceeds the draw.
  private static func place(
    _ probabilities: [Double], _ draw: Double, otherwise last: Int? = nil
  ) -> Int {
    var sum = 0.0
    return probabilities.firstIndex {
      sum += $0
      return sum > draw
    } ?? last ?? probabilities.count - 1
  }

  private static func first(_ probabilities: Matrix, _ draw: Double) -> Int {
    place(probabilities.elements, draw)
  }

  /// Drawn rightly from other probabilities.
  private static func drawn(
    _ name: String, _ why: String,
    _ probabilities: @escaping @Sendable (_ logits: Matrix, _ temperature: Double) -> Matrix
  ) -> Mistake<Sample> {
    Mistake(name, why) { logits, temperature, draw in
      temperature == 0 ? logits.argmax() : first(probabilities(logits, temperature), draw)
    }
  }

  /// Drawn in another way from the right probabilities.
  private static func picked(
    _ name: String, _ why: String,
    _ pick: @escaping @Sendable (_ probabilities: [Double], _ draw: Double) -> Int
  ) -> Mistake<Sample> {
    Mistake(name, why) { logits, temperature, draw in
      temperature == 0
        ? logits.argmax() : pick((logits / temperature).softmax().elements, draw)
    }
  }
}
