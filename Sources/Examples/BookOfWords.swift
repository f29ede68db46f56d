import Gradus

/// The words of a book that occur often enough, each with its number.
struct BookOfWords {
  let words: [String]
  let counts: [Int]
  /// The book, without its rare words.
  let tokens: [Int]

  init(_ text: String, occurringAtLeast least: Int) {
    let all = text.lowercased().split { !$0.isLetter }.map { String($0) }
    let counts = Dictionary(all.map { ($0, 1) }, uniquingKeysWith: +).filter { $0.value >= least }
    let words = counts.keys.sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(words, words.indices))
    self.words = words
    self.counts = words.map { counts[$0]! }
    tokens = all.compactMap { numbers[$0] }
  }

  /// Each word with each of the others around it. Of the most frequent words only some are kept, since they
  /// stand beside everything.
  func pairs(
    within distance: Int, using generator: inout RandomGenerator
  ) -> Samples<Tensor<Int>, Tensor<Int>> {
    let kept = tokens.filter { word in
      let rate = Double(counts[word]) / Double(tokens.count)
      return generator.bernoulli(min(1, Double.sqrt(1e-3 / rate)))
    }
    var (centers, neighbors): ([Int], [Int]) = ([], [])
    for (place, center) in kept.enumerated() {
      for other in max(0, place - distance)...min(kept.count - 1, place + distance)
      where other != place {
        centers.append(center)
        neighbors.append(kept[other])
      }
    }
    return Samples(Tensor(centers), Tensor(neighbors))
  }
}
