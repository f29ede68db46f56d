import Curriculum
import Gradus

extension AttendingLesson {
  /// What to say where the first wrong pair is as frequent as the right one, or where there should be none.
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
      if counts[best, default: 0] < right.least { return endsWhen }
      if pair != best {
        return counts[pair] == counts[best]
          ? "Of equally frequent pairs the smallest is taken, by its first token, then its second: a dictionary has them "
            + "in no order."
          : nil
      }
      tokens = right.merge(tokens, pair, vocabulary + place)
    }
    return nil
  }

  /// Byte-pair encoding of which each step may be changed.
  struct Merging {
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
}
