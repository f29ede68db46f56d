import Curriculum
import Foundation
import Gradus

extension MeaningLesson {
  static let negativesMistakes: [Mistake<Negatives>] = [
    weighted("power forgotten", "The weights are the counts to the power 0.75, not the counts.") {
      $0
    },
    weighted("square root", "The power is 0.75, and not 0.5.") { sqrt($0) },
    weighted(
      "whole numbers divided",
      "All words are drawn equally often. A weight is the count to the power 0.75; of whole numbers, 3 / 4 is 0."
    ) { _ in 1 },
    weighted("power 4/3", "The power is ¾, and not 4/3: it makes rare words less rare.") {
      pow($0, 4 / 3)
    },
    weighted("power −¾", "Frequent words are drawn more often than rare ones, not less often.") {
      $0 == 0 ? 0 : pow($0, -0.75)
    },
    weighted("all words alike", "How often a word is drawn depends on its count.") {
      $0 > 0 ? 1 : 0
    },
    weighted("words that never occur", "A word of count 0 has weight 0: it is never drawn.") {
      pow($0 + 1, 0.75)
    },
    Mistake(
      "the positive drawn", "The positive is never its own negative: its weight is 0.",
      { counts, _, draws in drawn(counts.elements.map { pow($0, 0.75) }, draws) }),
    Mistake(
      "the next one instead of the positive",
      "Without the positive, all others share its weight; not only the word after it.",
      { counts, positive, draws in
        drawn(counts.elements.map { pow($0, 0.75) }, draws).map {
          $0 == positive ? ($0 + 1) % counts.shape[0] : $0
        }
      }),
    Mistake(
      "the positive left out of the result",
      "There is one negative for each draw, none is left out.",
      { counts, positive, draws in
        drawn(counts.elements.map { pow($0, 0.75) }, draws).filter { $0 != positive }
      }),
    Mistake(
      "the positive in the total", "The total is that of the weights without the positive.",
      { counts, positive, draws in
        let weights = counts.elements.map { pow($0, 0.75) }
        return drawn(without(positive, weights), draws, total: weights.reduce(0, +))
      }),
    Mistake(
      "total of the counts", "A draw is multiplied by the total of the weights, not of the counts.",
      { counts, positive, draws in
        let others = without(positive, counts.elements)
        return drawn(others.map { pow($0, 0.75) }, draws, total: others.reduce(0, +))
      }),
    // The same two, where no word is taken if the sum does not get so far.
    Mistake(
      "the positive in the total, and no last word",
      "The total is that of the weights without the positive.",
      { counts, positive, draws in
        let weights = counts.elements.map { pow($0, 0.75) }
        let total = weights.reduce(0, +)
        return draws.compactMap { reached(without(positive, weights), $0 * total).first }
      }),
    Mistake(
      "total of the counts, and no last word",
      "A draw is multiplied by the total of the weights, not of the counts.",
      { counts, positive, draws in
        let others = without(positive, counts.elements)
        let total = others.reduce(0, +)
        return draws.compactMap { reached(others.map { pow($0, 0.75) }, $0 * total).first }
      }),
    Mistake(
      "the last word never drawn", lastMissing,
      { counts, positive, draws in
        try Meaning.negatives(counts, positive: positive, draws: draws).filter {
          $0 != counts.shape[0] - 1
        }
      }),
    Mistake(
      "the last word without weight", lastMissing,
      { counts, positive, draws in
        drawn(without(positive, counts.elements.map { pow($0, 0.75) }).dropLast() + [0], draws)
      }),
    Mistake(
      "word 0 never drawn", "Word 0 is a word like the others: it may be drawn, too.",
      { counts, positive, draws in
        drawn(without(0, without(positive, counts.elements.map { pow($0, 0.75) })), draws)
      }),
    Mistake(
      "all words that exceed the draw",
      "There is one word for each draw: stop at the first at which the sum exceeds draw · total.",
      { counts, positive, draws in
        let weights = without(positive, counts.elements.map { pow($0, 0.75) })
        let total = weights.reduce(0, +)
        return draws.flatMap { reached(weights, $0 * total) }
      }),
    Mistake(
      "compared before the weight is added",
      "Add the word's own weight first, and compare then: that is a word too late.",
      { counts, positive, draws in
        let weights = without(positive, counts.elements.map { pow($0, 0.75) })
        return drawn([0] + weights.dropLast(), draws, total: weights.reduce(0, +))
      }),
    Mistake(
      "the word before",
      "The word at which the sum exceeds draw · total is drawn, and not the one before it.",
      { counts, positive, draws in
        try Meaning.negatives(counts, positive: positive, draws: draws).map { max(0, $0 - 1) }
      }),
    Mistake(
      "draw not multiplied", "The sum of the weights is not 1: multiply the draw by the total.",
      { counts, positive, draws in
        drawn(without(positive, counts.elements.map { pow($0, 0.75) }), draws, total: 1)
      }),
    Mistake(
      "power of the sums", "Each count gets its power before they are added up, not their sum.",
      { counts, positive, draws in
        var (sum, before): (Double, Double) = (0, 0)
        let weights = without(positive, counts.elements).map { count in
          sum += count
          defer { before = pow(sum, 0.75) }
          return pow(sum, 0.75) - before
        }
        return drawn(weights, draws)
      }),
    Mistake(
      "numbers without the positive", "Words keep their numbers, also those after the positive.",
      { counts, positive, draws in
        try Meaning.negatives(counts, positive: positive, draws: draws).map {
          $0 > positive ? $0 - 1 : $0
        }
      }),
    Mistake(
      "all others without what comes after",
      "The words after the positive are drawn as well, not only those before it.",
      { counts, positive, draws in
        drawn(
          counts.elements.enumerated().map { $0.offset < positive ? pow($0.element, 0.75) : 0 },
          draws)
      }),
    Mistake(
      "each word once", "A word may be drawn again: repeated negatives stay.",
      { counts, positive, draws in
        var seen: Set<Int> = []
        return try Meaning.negatives(counts, positive: positive, draws: draws).filter {
          seen.insert($0).inserted
        }
      }),
    Mistake(
      "no word again", "A word that has been drawn keeps its weight: it may be drawn again.",
      { counts, positive, draws in
        var weights = without(positive, counts.elements.map { pow($0, 0.75) })
        return draws.map { draw in
          let word = drawn(weights, [draw])[0]
          if weights.count(where: { $0 > 0 }) > 1 { weights[word] = 0 }
          return word
        }
      }),
    Mistake(
      "the next word for one that was drawn", "A word may be drawn again: repeated negatives stay.",
      { counts, positive, draws in
        let weights = without(positive, counts.elements.map { pow($0, 0.75) })
        let total = weights.reduce(0, +)
        var words: [Int] = []
        for draw in draws {
          let above = reached(weights, draw * total)
          if let word = above.first(where: { !words.contains($0) }) { words.append(word) }
        }
        return words
      }),
    Mistake(
      "the sum goes on", "Each draw begins to add up at word 0, with a sum of 0.",
      { counts, positive, draws in
        let weights = without(positive, counts.elements.map { pow($0, 0.75) })
        let total = weights.reduce(0, +)
        var sum = 0.0
        return draws.map { draw in
          weights.firstIndex {
            sum += $0
            return sum > draw * total
          } ?? 0
        }
      }),
    Mistake(
      "the first draw for all", "Each negative has a draw of its own.",
      { counts, positive, draws in
        let words = try Meaning.negatives(counts, positive: positive, draws: draws)
        return words.map { _ in words[0] }
      }),
    Mistake(
      "sorted", "The negatives stand in the order of the draws, from the first to the last.",
      { counts, positive, draws in
        try Meaning.negatives(counts, positive: positive, draws: draws).sorted(by: >)
      }),
    Mistake(
      "from the last word", "Add up from word 0 on, not from the last word.",
      { counts, positive, draws in
        let weights = without(positive, counts.elements.map { pow($0, 0.75) })
        return drawn(weights.reversed(), draws).map { weights.count - 1 - $0 }
      }),
  ]

  static let borderMistakes: [Mistake<Negatives>] = [
    Mistake(
      "the sum reached, not exceeded",
      "At a draw exactly on the border the next word is drawn: the sum has to exceed draw · total.",
      { counts, positive, draws in
        let weights = without(positive, counts.elements.map { pow($0, 0.75) })
        let total = weights.reduce(0, +)
        return draws.map { draw in
          var sum = 0.0
          for (word, weight) in weights.enumerated() {
            sum += weight
            if draw * total <= sum { return word }
          }
          return weights.count - 1
        }
      })
  ]

  private static let lastMissing =
    "The last word may be drawn, too: does the loop go to the end?"

  /// Draws with weights made of the counts of all words but the positive.
  private static func weighted(
    _ name: String, _ why: String, _ weight: @escaping @Sendable (_ count: Double) -> Double
  ) -> Mistake<Negatives> {
    Mistake(name, why) { counts, positive, draws in
      drawn(without(positive, counts.elements.map(weight)), draws)
    }
  }

  private static func without(_ positive: Int, _ weights: [Double]) -> [Double] {
    weights.enumerated().map { $0.offset == positive ? 0 : $0.element }
  }

  /// For each draw the first word at which the sum of the weights exceeds it; else the last word.
  private static func drawn(_ weights: [Double], _ draws: [Double], total: Double? = nil) -> [Int] {
    let total = total ?? weights.reduce(0, +)
    return draws.map { reached(weights, $0 * total).first ?? weights.lastIndex { $0 > 0 } ?? 0 }
  }

  /// The words at which the sum of the weights exceeds a bound.
  private static func reached(_ weights: [Double], _ bound: Double) -> [Int] {
    weights.indices.filter { bound < weights[...$0].reduce(0, +) }
  }
}
