import Curriculum
import Gradus

extension AttendingLesson {
  typealias Merged = (tokens: [Int], pairs: [TokenPair])
  typealias BytePairs = @Sendable ([Int], Int, Int) throws -> Merged

  static let bytePairs = Exercise<Answers>(
    "bytePairs", "Frequent pairs become tokens",
    hints: [
      "Count with a dictionary, [TokenPair: Int]: zip(tokens, tokens.dropFirst()) are the pairs. "
        + "dropFirst() leaves out the first token, and zip puts each token beside the next one.",
      "counts.max { ($0.value, $1.key) < ($1.value, $0.key) } is the most frequent pair, and of equally frequent "
        + "ones the smallest.",
      "To merge, walk through the tokens and build a new list: where a token is the pair's second and the list's "
        + "last is its first, the new token takes the place of the last.",
      "Count again after each merge: the new token has neighbors, too.",
    ],
    learned:
      "Two tokenizers agree only where ties and overlaps are decided alike; frequent words become one token each.",
    landmark: Landmark(
      "Sources/DataLoading/Tokenizers/BytePairTraining.swift", "struct BytePairTraining"),
    solution: { $0.bytePairs = Attending.bytePairs },
    check: { answers in
      func compare(
        _ tokens: [Int], _ merges: Int, _ vocabulary: Int, _ mistakes: [Mistake<BytePairs>] = []
      ) throws {
        let call = "bytePairs(\(tokens), merges: \(merges), vocabulary: \(vocabulary))"
        let found = try answers.bytePairs(tokens, merges, vocabulary)
        try expect(
          found, equals: Attending.bytePairs(tokens, merges: merges, vocabulary: vocabulary),
          in: call,
          parts: [
            .value("pairs") { $0.pairs.map { [$0.first, $0.second] } },
            .value("tokens", \.tokens),
          ], suspects: mistakes.suspects { try $0(tokens, merges, vocabulary) },
          otherwise: tieLost(by: found.pairs, in: tokens, vocabulary)
            ?? "Count, take the most frequent pair, of equal ones the smallest, merge it from the left to the right, "
            + "and count again.")
      }
      // The smallest of equally frequent pairs is neither the first nor the last of them, and after the first
      // merge the new token is in the most frequent one. The largest token is not V − 1.
      try compare(
        [
          8, 9, 6, 2, 5, 1, 6, 4, 0, 7, 3, 5, 2, 8, 9, 6, 1, 6, 7, 3, 2, 5, 4, 0, 5, 2, 8, 9, 6, 4,
          0, 1, 6, 7, 3, 2, 5, 5, 2, 8, 9, 6,
        ], 5, 12, pairMistakes)
      try compare([3, 3, 3, 0, 3, 3, 3, 1, 3, 3, 3, 2, 4, 2, 4, 2, 4, 2, 4], 2, 5, overlapMistakes)
      try compare([1, 0, 1, 0, 2, 3, 2, 3, 4, 2, 3], 4, 6, endMistakes)
      for (tokens, merges) in [
        ([0, 0, 0, 1, 0, 0], 1), ([], 3), ([4], 2), ([4, 4], 1), ([0, 1], 2), ([5, 5, 5], 1),
        ([1, 2, 1, 2], 0),
        ([7, 7, 7, 7, 7, 7, 7, 7], 9), ([2, 0, 1, 0, 2, 0, 1, 0], 2),
      ] { try compare(tokens, merges, 8) }
      for (place, var input) in Input.all(seed: 1060).enumerated() {
        let alphabet = [2, 3, 5, 1, 2000][place % 5]
        let tokens = input.labels([input.rows * input.columns + 3], below: alphabet).elements
        try compare(tokens, [1, 2, 3, 10, 0, 12][place % 6], alphabet + place % 3)
      }
    },
    wrongAnswers: (pairMistakes + overlapMistakes + endMistakes).wrongAnswers(\.bytePairs),
    rightAnswers: [
      RightAnswer("sorted counts, and an index that jumps") {
        $0.bytePairs = { tokens, merges, vocabulary in
          var (tokens, pairs) = (tokens, [TokenPair]())
          for new in vocabulary..<vocabulary + merges {
            var counts: [TokenPair: Int] = [:]
            for place in tokens.indices.dropLast() {
              counts[TokenPair(tokens[place], tokens[place + 1]), default: 0] += 1
            }
            let sorted = counts.sorted {
              $0.value > $1.value || $0.value == $1.value && $0.key < $1.key
            }
            guard let best = sorted.first, best.value > 1 else { break }
            var (result, place) = ([Int](), 0)
            while place < tokens.count {
              let isPair =
                place + 1 < tokens.count
                && TokenPair(tokens[place], tokens[place + 1]) == best.key
              result.append(isPair ? new : tokens[place])
              place += isPair ? 2 : 1
            }
            tokens = result
            pairs.append(best.key)
          }
          return (tokens, pairs)
        }
      },
      RightAnswer("one merge, and the rest by itself") {
        $0.bytePairs = { tokens, merges, vocabulary in
          func merged(_ tokens: [Int], _ pairs: [TokenPair]) -> Merged {
            let all = zip(tokens, tokens.dropFirst()).map { TokenPair($0, $1) }
            let counts = Dictionary(all.map { ($0, 1) }, uniquingKeysWith: +)
            let most = counts.values.max() ?? 0
            guard pairs.count < merges, most >= 2 else { return (tokens, pairs) }
            let best = counts.filter { $0.value == most }.keys.min()!
            var result: [Int] = []
            for token in tokens {
              if let last = result.last, TokenPair(last, token) == best {
                result.removeLast()
                result.append(vocabulary + pairs.count)
              } else {
                result.append(token)
              }
            }
            return merged(result, pairs + [best])
          }
          return merged(tokens, [])
        }
      },
      RightAnswer("removed in place") {
        $0.bytePairs = { tokens, merges, vocabulary in
          var (tokens, pairs) = (tokens, [TokenPair]())
          while pairs.count < merges {
            var (best, most) = (TokenPair(0, 0), 1)
            let candidates = Set(zip(tokens, tokens.dropFirst()).map { TokenPair($0, $1) })
            for pair in candidates.sorted() {
              let count = zip(tokens, tokens.dropFirst()).count { TokenPair($0, $1) == pair }
              if count > most { (best, most) = (pair, count) }
            }
            if most < 2 { break }
            var place = 0
            while place + 1 < tokens.count {
              if TokenPair(tokens[place], tokens[place + 1]) == best {
                tokens.replaceSubrange(place...place + 1, with: [vocabulary + pairs.count])
              }
              place += 1
            }
            pairs.append(best)
          }
          return (tokens, pairs)
        }
      },
    ])
}
