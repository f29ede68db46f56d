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
    merging("both orders merged", pairsHaveAnOrder) {
      $0.merge = { tokens, pair, new in
        var (merged, place) = ([Int](), 0)
        while place < tokens.count {
          let two = Array(tokens[place...].prefix(2))
          let isPair = two == [pair.first, pair.second] || two == [pair.second, pair.first]
          merged.append(isPair ? new : tokens[place])
          place += isPair ? 2 : 1
        }
        return merged
      }
    },
    merging("both orders together", pairsHaveAnOrder) {
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
    merging("the second token stays", oneStays) {
      $0.merge = { tokens, pair, new in
        tokens.indices.map {
          $0 + 1 < tokens.count && TokenPair(tokens[$0], tokens[$0 + 1]) == pair ? new : tokens[$0]
        }
      }
    },
    merging("the first token stays", oneStays) {
      $0.merge = { [merge = $0.merge] tokens, pair, new in
        merge(tokens, pair, new).flatMap { $0 == new ? [pair.first, new] : [$0] }
      }
    },
    merging(
      "the token after a merged pair lost",
      "A token after a merged pair has disappeared: a pair is two tokens."
    ) {
      $0.merge = { [merge = $0.merge] tokens, pair, new in
        let merged = merge(tokens, pair, new)
        return merged.indices.filter { $0 == 0 || merged[$0 - 1] != new }.map { merged[$0] }
      }
    },
    merging(
      "the last pair not counted", "The last two tokens are a pair as well: count to the end."
    ) {
      $0.count = { [count = $0.count] in count($0.dropLast()) }
    },
    merging("every other pair", "Each token but the last begins a pair: count all, step by step.") {
      $0.count = { [count = $0.count] pairs in
        count(stride(from: 0, to: pairs.count, by: 2).map { pairs[$0] })
      }
    },
    merging("the last token lost", "The last token of the text has disappeared: it stays, too.") {
      $0.merge = { [merge = $0.merge] tokens, pair, new in
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
    merging("merges without an end", "It ends after `merges` merges, though pairs are left.") {
      $0.limit = { _ in .max }
    },
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
      "the counts of before kept",
      "The counts begin at 0 after each merge: those of the text before are still in them.",
      { tokens, merges, vocabulary in
        var (tokens, pairs) = (tokens, [TokenPair]())
        var counts: [TokenPair: Int] = [:]
        while pairs.count < merges {
          counts.merge(
            Merging().count(zip(tokens, tokens.dropFirst()).map { TokenPair($0, $1) }),
            uniquingKeysWith: +)
          guard let pair = Merging().best(counts, []), counts[pair, default: 0] >= 2 else { break }
          tokens = Merging().merge(tokens, pair, vocabulary + pairs.count)
          pairs.append(pair)
        }
        return (tokens, pairs)
      }),
    Mistake(
      "the tokens of a pair exchanged",
      "A pair's first token comes first: TokenPair(first, second).",
      { tokens, merges, vocabulary in
        let (merged, pairs) = try Attending.bytePairs(
          tokens, merges: merges, vocabulary: vocabulary)
        return (merged, pairs.map { TokenPair($0.second, $0.first) })
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

  private static let pairsHaveAnOrder = "A pair has an order: 1, 2 is another one than 2, 1."

  private static let oneStays =
    "The new token takes the place of both: one of them is still there."

  static let endsWhen =
    "It ends when no pair occurs twice: one that occurs once saves nothing."

  /// Those that show where a token stands beside itself.
  static let overlapMistakes: [Mistake<BytePairs>] = [
    merging(
      "no pairs of equal tokens", "Two equal tokens are a pair like others, and are counted."
    ) { $0.isCounted = { pair, _ in pair.first != pair.second } },
    merging(
      "from the right to the left",
      "Of \"aaa\" the first two are merged: go from the left to the right."
    ) {
      $0.merge = { [merge = $0.merge] tokens, pair, new in
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
    merging("pairs that occur once", endsWhen) { $0.least = 1 },
    merging("pairs that occur twice left out", "A pair that occurs twice is merged, too.") {
      $0.least = 3
    },
  ]

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
