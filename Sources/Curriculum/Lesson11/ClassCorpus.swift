import Curriculum
import Foundation
import Gradus

/// A generated language in which it is known which words are alike.
///
/// It has four classes of six words. Each sentence is about one class: most of its words are of that class, the
/// others are drawn from all. In a class the first word is the most frequent, as in any language.
struct ClassCorpus: Sendable {
  static let classes = [
    ["cat", "dog", "horse", "cow", "hen", "fox"],
    ["bread", "milk", "cheese", "rice", "soup", "egg"],
    ["red", "blue", "green", "white", "black", "pink"],
    ["rain", "snow", "wind", "sun", "fog", "ice"],
  ]
  static let words: [String] = Array(classes.joined())

  let sentences: [[Int]]
  let pairs: [WordPair]
  /// How often each word is the neighbor of each other, shape [V, V].
  let counts: Tensor<Double>

  /// Writes sentences of eight words, and lists the neighbors in a window.
  init(
    sentences count: Int, window: Int = 2, seed: UInt64,
    pairs find: (_ sentences: [[Int]], _ window: Int) throws -> [WordPair]
  ) throws {
    var generator = RandomGenerator(seed: seed)
    let size = Self.classes[0].count
    let weights = (0..<size).map { 1 / Double($0 + 2) }
    sentences = (0..<count).map { _ in
      let topic = generator.uniformInteger(below: Self.classes.count)
      return (0..<8).map { _ in
        let isOnTopic = generator.bernoulli(0.6)
        let group = isOnTopic ? topic : generator.uniformInteger(below: Self.classes.count)
        return group * size + generator.categorical(weights)
      }
    }
    pairs = try find(sentences, window)
    counts = Self.counts(of: pairs, words: Self.words.count)
  }

  static func counts(of pairs: [WordPair], words: Int) -> Tensor<Double> {
    var counts = [Double](repeating: 0, count: words * words)
    for pair in pairs { counts[pair.center * words + pair.context] += 1 }
    return Tensor(shape: [words, words], elements: counts)
  }

  static func classOf(_ word: Int) -> Int { word / classes[0].count }

  /// The weights by which negatives are drawn, counts of contexts to the power ¾, adding up to 1.
  var noise: [Double] {
    let weights = counts.sum(along: 0).pow(0.75)
    return (weights / weights.sum()).elements
  }

  /// The number to which the product of a center's and a context's vector converges, shape [V, V]:
  /// log #(w, c) − log(k·Σ #(w, c′)·q(c)/(1 − q(c′))), with a sum over c′ ≠ c, for k negatives that are never the
  /// positive itself.
  func exactProducts(negatives k: Int) -> Tensor<Double> {
    let (size, noise) = (Self.words.count, noise)
    return Tensor.build(size) { word, context in
      let asNegative = (0..<size).filter { $0 != context }.reduce(0.0) {
        $0 + counts[word, $1] * noise[context] / (1 - noise[$1])
      }
      return log(counts[word, context]) - log(Double(k) * asNegative)
    }
  }

  /// The same by the formula of textbooks: log(#(w, c) / (#(w)·q(c))) − log k, as if negatives were drawn without
  /// looking at the positive (Levy and Goldberg, 2014).
  func textbookProducts(negatives k: Int) -> Tensor<Double> {
    let (ofWord, noise) = (counts.sum(along: 1), noise)
    return Tensor.build(Self.words.count) { word, context in
      log(counts[word, context] / (ofWord[word].scalar() * noise[context])) - log(Double(k))
    }
  }

  /// The share of words whose nearest neighbor is of their class.
  static func classmates(_ neighbor: (Int) throws -> Int) rethrows -> Double {
    let found = try words.indices.filter { classOf(try neighbor($0)) == classOf($0) }
    return Double(found.count) / Double(words.count)
  }
}

extension Tensor<Double> {
  /// A square matrix of what a function gives for each row and column.
  fileprivate static func build(_ size: Int, _ element: (Int, Int) -> Double) -> Tensor {
    let elements = (0..<size).flatMap { row in (0..<size).map { element(row, $0) } }
    return Tensor(shape: [size, size], elements: elements)
  }
}
