import Curriculum
import Gradus

/// A word and one of its neighbors in a text, as numbers of words.
public struct WordPair: Hashable, Sendable {
  /// The word whose neighbors are looked at.
  public var center: Int
  /// One of its neighbors.
  public var context: Int

  /// Makes a pair.
  public init(center: Int, context: Int) { (self.center, self.context) = (center, context) }
}

/// A text as numbers, and the words that the numbers stand for.
public struct EncodedText: Equatable, Sendable {
  /// The words; the first is the unknown word.
  public var words: [String]
  /// The sentences, each word as its place in `words`.
  public var sentences: [[Int]]

  /// Makes a text from its parts.
  public init(words: [String], sentences: [[Int]]) {
    (self.words, self.sentences) = (words, sentences)
  }

  /// The place of each word in `words`.
  var numbers: [String: Int] { Dictionary(uniqueKeysWithValues: zip(words, words.indices)) }
}

/// Two vectors for each of V words: one as the center, one as the neighbor of others.
public struct WordTables: Sendable {
  /// The words' vectors as centers, shape [V, D].
  public var centers: Tensor<Double>
  /// Their vectors as contexts, shape [V, D].
  public var contexts: Tensor<Double>

  /// Makes tables from their parts.
  public init(centers: Tensor<Double>, contexts: Tensor<Double>) {
    (self.centers, self.contexts) = (centers, contexts)
  }
}

/// The loss of one pair of words and K negatives, with its gradients.
public struct PairLoss: Sendable {
  /// −log σ(v·u) − Σ log σ(−v·n)
  public var loss: Double
  /// The gradient of the center's vector, shape [D].
  public var center: Tensor<Double>
  /// The gradient of the context's vector, shape [D].
  public var context: Tensor<Double>
  /// The gradients of the negatives' vectors, shape [K, D].
  public var negatives: Tensor<Double>

  /// Makes a loss with its gradients.
  public init(
    loss: Double, center: Tensor<Double>, context: Tensor<Double>, negatives: Tensor<Double>
  ) {
    (self.loss, self.center, self.context, self.negatives) = (loss, center, context, negatives)
  }
}

/// How well a relation fits two words, with the gradients of this score.
public struct RelationScore: Sendable {
  /// lᵀ·M·r
  public var score: Double
  /// The gradient of the left word's vector, shape [D].
  public var left: Tensor<Double>
  /// The gradient of the relation's matrix, shape [D, D].
  public var relation: Tensor<Double>
  /// The gradient of the right word's vector, shape [D].
  public var right: Tensor<Double>

  /// Makes a score with its gradients.
  public init(
    score: Double, left: Tensor<Double>, relation: Tensor<Double>, right: Tensor<Double>
  ) {
    (self.score, self.left, self.relation, self.right) = (score, left, relation, right)
  }
}
