import TensorCore

extension BytePairTokenizer {
  /// Learns merges from a text: again and again, the most frequent pair of neighboring tokens becomes one.
  ///
  /// Of equally frequent pairs the smaller one is taken, by its first token, then by its second. In "aaa" there
  /// are two pairs, and merging makes one token of the first two. Pairs across words (see `TextPieces`) do not
  /// count. Training ends early when no pair occurs twice.
  ///
  /// - Parameters:
  ///   - text: What is learned from.
  ///   - count: The number of merges; V becomes 256 + this + the number of special tokens.
  ///   - specialTokens: Texts that are one token each. They are cut out of the text before pairs are counted.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    trainedOn text: String, merges count: Int, specialTokens: [String] = [],
    file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      count >= 0, "BytePairTokenizer: expected at least 0 merges, found \(count)", file: file,
      line: line)
    Self.requireSpecialTokens(specialTokens, file, line)
    var pieces = PieceStream(specialTokens: specialTokens)
    var training = BytePairTraining(pieces.read(text) + pieces.finish())
    var merges: [TokenPair] = []
    while merges.count < count, let pair = training.mostFrequentPair() {
      training.merge(pair, into: 256 + merges.count)
      merges.append(pair)
    }
    self.init(merges: merges, specialTokens: specialTokens, file: file, line: line)
  }
}

/// The words of a text as tokens, and how often each pair is there. A merge visits only the words that have
/// the pair; counting all again after each would take a hundred times as long.
private struct BytePairTraining {
  /// Different words, and how often each occurs.
  private var words: [(tokens: [Int], count: Int)] = []
  private var counts: [TokenPair: Int] = [:]
  /// The words that have, or had, a pair.
  private var places: [TokenPair: Set<Int>] = [:]

  init(_ pieces: [PieceStream.Piece]) {
    var occurrences: [[UInt8]: Int] = [:]
    for case .word(let bytes) in pieces { occurrences[bytes, default: 0] += 1 }
    for (bytes, count) in occurrences {
      words.append((bytes.map(Int.init), count))
      add(pairsOf: words.count - 1, times: count)
    }
  }

  /// Counts the pairs of a word, or takes them back.
  private mutating func add(pairsOf index: Int, times count: Int) {
    let tokens = words[index].tokens
    for (first, second) in zip(tokens, tokens.dropFirst()) {
      let pair = TokenPair(first, second)
      counts[pair, default: 0] += count
      if count > 0 { places[pair, default: []].insert(index) }
    }
  }

  /// The most frequent pair, of equal ones the smallest; nil when none occurs twice.
  func mostFrequentPair() -> TokenPair? {
    var best: (pair: TokenPair, count: Int)?
    for (pair, count) in counts where count >= 2 {
      if let best, count < best.count || count == best.count && best.pair < pair { continue }
      best = (pair, count)
    }
    return best?.pair
  }

  /// Makes one token of a pair, from the left to the right, wherever it is.
  mutating func merge(_ pair: TokenPair, into token: Int) {
    for index in places.removeValue(forKey: pair) ?? [] {
      let (tokens, count) = words[index]
      add(pairsOf: index, times: -count)
      var merged: [Int] = []
      for next in tokens {
        if next == pair.second && merged.last == pair.first {
          merged[merged.count - 1] = token
        } else {
          merged.append(next)
        }
      }
      words[index].tokens = merged
      add(pairsOf: index, times: count)
    }
    counts[pair] = nil
  }
}
