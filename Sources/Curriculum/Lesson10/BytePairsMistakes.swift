import Curriculum
import Gradus

extension AttendingLesson {
  /// Those that a text without long runs of one token shows.
  static let pairMistakes: [Mistake<BytePairs>] = [
    merging(
      "the first of equal ones",
      "Of equally frequent pairs the smallest is taken, not the first in the text."
    ) { $0.best = { counts, order in order.first { counts[$0] == counts.values.max() } } },
    merging(
      "the last of equal ones",
      "Of equally frequent pairs the smallest is taken, not the last in the text."
    ) { $0.best = { counts, order in order.last { counts[$0] == counts.values.max() } } },
    merging(
      "the largest of equal ones",
      "Of equally frequent pairs the smallest is taken, not the largest."
    ) {
      $0.best = { counts, _ in counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key }
    },
    merging(
      "equal ones by the second token",
      "Equally frequent pairs are compared by their first token first."
    ) {
      $0.best = { counts, _ in
        counts.max {
          ($0.value, $1.key.second, $1.key.first) < ($1.value, $0.key.second, $0.key.first)
        }?.key
      }
    },
    merging("the rarest pair", "That is the rarest pair: take the most frequent one.") {
      $0.least = 1
      $0.best = { counts, _ in counts.min { ($0.value, $0.key) < ($1.value, $1.key) }?.key }
    },
    merging(
      "both orders together", "A pair has an order: 1, 2 is another one than 2, 1."
    ) {
      $0.count = { pairs in
        Dictionary(
          pairs.map { (TokenPair(min($0.first, $0.second), max($0.first, $0.second)), 1) },
          uniquingKeysWith: +)
      }
    },
    merging(
      "only the first place", "The pair is merged wherever it is, not at its first place only."
    ) {
      $0.merge = { tokens, pair, new in
        guard
          let place = tokens.indices.dropLast().first(where: {
            TokenPair(tokens[$0], tokens[$0 + 1]) == pair
          })
        else { return tokens }
        return tokens[..<place] + [new] + tokens[(place + 2)...]
      }
    },
    merging(
      "the second token stays",
      "The new token takes the place of both: the second one is still there."
    ) {
      $0.merge = { tokens, pair, new in
        tokens.indices.map {
          $0 + 1 < tokens.count && TokenPair(tokens[$0], tokens[$0 + 1]) == pair ? new : tokens[$0]
        }
      }
    },
    merging("the last token lost", "The last token of the text has disappeared: it stays, too.") {
      let merge = $0.merge
      $0.merge = { tokens, pair, new in
        let merged = merge(tokens, pair, new)
        return merged.last == new ? merged : Array(merged.dropLast())
      }
    },
    merging("new tokens from V + 1", "The first new token is V: tokens are counted from 0.") {
      $0.new = { $0 + $1 + 1 }
    },
    merging(
      "always the same new token", "Each merge has a new token of its own: V, V + 1, and so on."
    ) { $0.new = { vocabulary, _ in vocabulary } },
    merging(
      "new tokens from the largest one on",
      "The first new token is V, which is handed over, whatever tokens the text has."
    ) { $0.newOfText = { ($0.max() ?? 0) + 1 } },
    merging(
      "only pairs of old tokens",
      "New tokens form pairs as well: with their neighbors, they are counted like others."
    ) {
      $0.isCounted = { pair, vocabulary in max(pair.first, pair.second) < vocabulary }
    },
    merging("new tokens downward", "New tokens count upward from V.") { $0.new = { $0 - $1 } },
    merging("one merge too many", "That is one merge too many.") { $0.limit = { $0 + 1 } },
    merging("one merge too few", "That is one merge too few.") { $0.limit = { $0 - 1 } },
    merging("one merge", "That is one merge: it goes on until there are `merges`.") {
      $0.limit = { min($0, 1) }
    },
    Mistake(
      "counted once",
      "The pairs are counted again after each merge: new tokens have neighbors, too.",
      { tokens, merges, vocabulary in
        let counts = Merging().count(zip(tokens, tokens.dropFirst()).map { TokenPair($0, $1) })
        let pairs = counts.filter { $0.value >= 2 }.sorted {
          ($1.value, $0.key) < ($0.value, $1.key)
        }
        .prefix(merges).map(\.key)
        var tokens = tokens
        for (place, pair) in pairs.enumerated() {
          tokens = Merging().merge(tokens, pair, vocabulary + place)
        }
        return (tokens, pairs)
      }),
    Mistake(
      "the text as it was", "Those are the old tokens: give the merged ones back.",
      { tokens, merges, vocabulary in
        (tokens, try Attending.bytePairs(tokens, merges: merges, vocabulary: vocabulary).pairs)
      }),
    Mistake(
      "pairs in reverse", "The pairs stand in the order of the merges, the first one first.",
      { tokens, merges, vocabulary in
        let (merged, pairs) = try Attending.bytePairs(
          tokens, merges: merges, vocabulary: vocabulary)
        return (merged, pairs.reversed())
      }),
  ]

  /// Those that show where a token stands beside itself.
  static let overlapMistakes: [Mistake<BytePairs>] = [
    merging(
      "from the right to the left",
      "Of \"aaa\" the first two are merged: go from the left to the right."
    ) {
      let merge = $0.merge
      $0.merge = { tokens, pair, new in
        merge(tokens.reversed(), TokenPair(pair.second, pair.first), new).reversed()
      }
    },
    merging(
      "a token in two pairs",
      "A token that has been merged is gone: \"aaa\" has one merge, not two that overlap."
    ) {
      $0.merge = { tokens, pair, new in
        var merged: [Int] = []
        for (place, token) in tokens.enumerated() {
          let isFirst =
            place + 1 < tokens.count && TokenPair(token, tokens[place + 1]) == pair
          let isSecond = place > 0 && TokenPair(tokens[place - 1], token) == pair
          if isFirst { merged.append(new) } else if !isSecond { merged.append(token) }
        }
        return merged
      }
    },
    merging(
      "pairs that overlap counted once",
      "In \"aaa\" there are two pairs when it comes to counting, though they overlap."
    ) {
      $0.count = { pairs in
        var (counts, previous) = ([TokenPair: Int](), TokenPair?.none)
        for pair in pairs {
          if pair == previous && pair.first == pair.second {
            previous = nil
            continue
          }
          counts[pair, default: 0] += 1
          previous = pair
        }
        return counts
      }
    },
  ]

  /// Those that show where no pair occurs twice any more.
  static let endMistakes: [Mistake<BytePairs>] = [
    merging(
      "pairs that occur once",
      "It ends when no pair occurs twice: one that occurs once saves nothing."
    ) {
      $0.least = 1
    },
    merging("pairs that occur twice left out", "A pair that occurs twice is merged, too.") {
      $0.least = 3
    },
  ]

  /// What to say where the first wrong pair is as frequent as the right one.
  ///
  /// Which of equal ones a dictionary gives first differs from run to run, so that no mistake has the same result.
  static func tieLost(
    by pairs: [TokenPair], in text: [Int], _ vocabulary: Int
  ) -> String? {
    let right = Merging()
    var tokens = text
    for (place, pair) in pairs.enumerated() {
      let counts = right.count(zip(tokens, tokens.dropFirst()).map { TokenPair($0, $1) })
      guard let best = right.best(counts, []) else { return nil }
      if pair != best {
        return counts[pair] == counts[best]
          ? "Of equally frequent pairs the smallest is taken: a dictionary has them in no order."
          : nil
      }
      tokens = right.merge(tokens, pair, vocabulary + place)
    }
    return nil
  }

  /// Byte-pair encoding of which each step may be changed.
  private struct Merging {
    var least = 2
    var limit: (_ merges: Int) -> Int = { $0 }
    var new: (_ vocabulary: Int, _ merge: Int) -> Int = { $0 + $1 }
    /// The new token where it depends on the text.
    var newOfText: (([Int]) -> Int)?
    var isCounted: (TokenPair, _ vocabulary: Int) -> Bool = { _, _ in true }
    var count: ([TokenPair]) -> [TokenPair: Int] = { pairs in
      Dictionary(pairs.map { ($0, 1) }, uniquingKeysWith: +)
    }
    var best: (_ counts: [TokenPair: Int], _ order: [TokenPair]) -> TokenPair? = { counts, _ in
      counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
    var merge: (_ tokens: [Int], _ pair: TokenPair, _ new: Int) -> [Int] = { tokens, pair, new in
      var merged: [Int] = []
      for token in tokens {
        if token == pair.second && merged.last == pair.first {
          merged[merged.count - 1] = new
        } else {
          merged.append(token)
        }
      }
      return merged
    }

    func callAsFunction(_ tokens: [Int], _ merges: Int, _ vocabulary: Int) -> Merged {
      var (tokens, pairs) = (tokens, [TokenPair]())
      while pairs.count < limit(merges) {
        let order = zip(tokens, tokens.dropFirst()).map { TokenPair($0, $1) }
          .filter { isCounted($0, vocabulary) }
        let counts = count(order)
        guard let pair = best(counts, order), counts[pair, default: 0] >= least else { break }
        let new = newOfText?(tokens) ?? self.new(vocabulary, pairs.count)
        tokens = merge(tokens, pair, new)
        pairs.append(pair)
      }
      return (tokens, pairs)
    }
  }

  private static func merging(
    _ name: String, _ why: String, _ change: @escaping @Sendable (inout Merging) -> Void
  ) -> Mistake<BytePairs> {
    Mistake(name, why) { tokens, merges, vocabulary in
      var merging = Merging()
      change(&merging)
      return merging(tokens, merges, vocabulary)
    }
  }
}
