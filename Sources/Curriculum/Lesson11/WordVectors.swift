import Curriculum
import Foundation
import Gradus

/// Words of a text in lower case, cut by hand: letters, and apostrophes between them.
enum Words {
  /// The text's sentences; each of `.`, `!`, `?`, `;` and `:` ends one.
  static func sentences(of text: String) -> [[String]] {
    var (sentences, sentence, word): ([[String]], [String], [UInt8]) = ([], [], [])
    func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
    for byte in Array(text.utf8) + Array(".".utf8) {
      let lower = (65...90).contains(byte) ? byte + 32 : byte
      if isLetter(lower) || lower == UInt8(ascii: "'") && !word.isEmpty {
        word.append(lower)
        continue
      }
      while word.last == UInt8(ascii: "'") { word.removeLast() }
      if !word.isEmpty { sentence.append(String(decoding: word, as: UTF8.self)) }
      word = []
      if ".!?;:".utf8.contains(lower) && !sentence.isEmpty {
        sentences.append(sentence)
        sentence = []
      }
    }
    return sentences
  }
}

/// Words with vectors that come out of counting: positive pointwise information, and its principal components.
struct WordVectors: Sendable {
  let words: [String]
  /// How often each word occurs.
  let counts: [Int]
  /// The words' vectors, shape [V, K].
  let vectors: Tensor<Double>
  /// How many words the text has, the unknown ones among them.
  let textLength: Int
  private let numbers: [String: Int]

  /// Counts neighbors and keeps what differs most.
  ///
  /// - Parameters:
  ///   - sentences: The text.
  ///   - minimumCount: What occurs less often is the unknown word.
  ///   - window: How many words on each side are neighbors.
  ///   - contexts: How many of the most frequent words count as neighbors.
  ///   - dimension: K.
  init(
    of sentences: [[String]], minimumCount: Int = 5, window: Int = 4, contexts: Int = 400,
    dimension: Int = 50
  ) throws {
    let text = try Meaning.vocabulary(sentences, minimumCount: minimumCount)
    words = text.words
    numbers = text.numbers
    var counts = [Int](repeating: 0, count: words.count)
    for word in text.sentences.joined() { counts[word] += 1 }
    self.counts = counts
    textLength = counts.reduce(0, +)
    let columns = min(contexts, words.count - 1)
    var neighbors = [Double](repeating: 0, count: words.count * columns)
    // The unknown word is no neighbor: it is every rare word at once.
    for pair in try Meaning.pairs(text.sentences, window: window)
    where pair.context > 0 && pair.context <= columns {
      neighbors[pair.center * columns + pair.context - 1] += 1
    }
    let information = try Meaning.positiveInformation(
      Tensor(shape: [words.count, columns], elements: neighbors))
    vectors = PrincipalComponents(of: information, count: min(dimension, columns))
      .coordinates(of: information)
  }

  /// The vectors of the three books.
  static func ofBooks() throws -> WordVectors {
    let books = try [Dataset.alice, .asYouLikeIt, .paradiseLost].flatMap {
      Words.sentences(of: try $0.text())
    }
    return try WordVectors(of: books)
  }

  /// A word's place; nil where it is unknown.
  func number(of word: String) -> Int? { word == words[0] ? nil : numbers[word] }

  subscript(_ word: String) -> Tensor<Double>? { number(of: word).map { vectors[$0] } }

  /// The nearest words that occur so often, with their cosines; `others` are passed over.
  func neighbors(
    of vector: Tensor<Double>, count: Int, besides others: [Int] = [], atLeast frequency: Int = 20
  ) -> [(word: String, cosine: Double)] {
    let rare = counts.indices.filter { $0 == 0 || counts[$0] < frequency }
    return vectors.nearestRows(to: vector, count: count, excluding: Set(rare + others))
      .map { (words[$0.row], $0.cosine) }
  }

  /// The cosine of the angle between two words, 0 where one of them is unknown.
  func cosine(_ a: String, _ b: String) -> Double {
    guard let a = self[a], let b = self[b] else { return 0 }
    return cosineSimilarities(a.expandingDimension(at: 0), b.expandingDimension(at: 0)).scalar()
  }
}
