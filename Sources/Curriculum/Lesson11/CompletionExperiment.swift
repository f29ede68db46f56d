import Curriculum
import Gradus

extension RelationData {
  /// How well (word, relation, ?) is completed, over words that were seen in training.
  struct Completion: Sendable {
    let (asked, candidates): (Int, Int)
    /// Mean reciprocal rank, and the share among the first ten.
    let byFrequency: (rank: Double, hits: Double)
    let bilinear: (rank: Double, hits: Double)
  }
}

/// A table of words on each side and a matrix for each relation: the score of (l, r, w) is lᵀ·M·w.
struct BilinearScore: Model {
  typealias Scalar = Float

  var left: Embedding<Float>
  var right: Embedding<Float>
  var matrices: Embedding<Float>
  let dimension: Int

  init(words: Int, relations: Int, dimension: Int, using generator: inout RandomGenerator) {
    left = Embedding(weight: .normal([words, dimension], using: &generator) * 0.1)
    right = Embedding(weight: .normal([words, dimension], using: &generator) * 0.1)
    matrices = Embedding(
      weight: .normal([relations, dimension * dimension], using: &generator) * 0.1)
    self.dimension = dimension
  }

  /// From words [B] and relations [B] to the scores of all words, shape [B, V].
  mutating func forward(
    _ input: (words: Tensor<Int>, relations: Tensor<Int>), in context: inout Context
  ) -> Variable<Float> {
    let count = input.words.elementCount
    let rows = left.forward(input.words, in: &context).reshaped(to: [count, 1, dimension])
    let turned = matmul(
      rows,
      matrices.forward(input.relations, in: &context).reshaped(to: [count, dimension, dimension]))
    return matmul(turned.reshaped(to: [count, dimension]), right.weight.transposed())
  }

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    left.visitParameters(as: "left", visit)
    right.visitParameters(as: "right", visit)
    matrices.visitParameters(as: "matrices", visit)
  }
}

extension RelationData {
  /// Splits rows so that a pair and its inverse stay together, trains, and ranks all words seen in training.
  func completion(steps: Int, seed: UInt64) throws -> Completion {
    let related = rows.filter { $0.relation < 4 }
    var generator = RandomGenerator(seed: seed)
    let pairs = related.map { [$0.first, $0.second].sorted().joined(separator: " ") }
    let split = try Meaning.splitByWord(pairs, testShare: 0.2, using: &generator)
    let training = split.training.map { related[$0] }
    let words = Set(training.flatMap { [$0.first, $0.second] }).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(words, words.indices))
    let asked = split.test.map { related[$0] }
      .filter { numbers[$0.first] != nil && numbers[$0.second] != nil }
    func numbered(_ rows: [Row]) -> (words: Tensor<Int>, relations: Tensor<Int>) {
      (Tensor(rows.map { numbers[$0.first]! }), Tensor(rows.map(\.relation)))
    }
    let answers = asked.map { numbers[$0.second]! }
    let known = asked.map { row in
      training.filter { $0.first == row.first && $0.relation == row.relation }
        .map { numbers[$0.second]! }
    }
    func ranks(_ scores: Tensor<Double>) throws -> (Double, Double) {
      let result = try Meaning.ranking(scores, answers: answers, known: known, k: 10)
      return (result.meanReciprocalRank, result.hits)
    }

    var model = BilinearScore(
      words: words.count, relations: 4, dimension: 16, using: &generator)
    var context = Context.training(seed: seed)
    var optimizer = Adam<Float>(learningRate: 0.02, weightDecay: 1e-4)
    let targets = Tensor(training.map { numbers[$0.second]! })
    for _ in 0..<steps {
      let (_, gradients) = valueWithGradients(at: &model) { model in
        softmaxCrossEntropy(
          logits: model.forward(numbered(training), in: &context), labels: targets)
      }
      optimizer.update(&model, along: gradients)
    }
    let learned = model.forward(numbered(asked), in: &context).value
    let frequencies = asked.flatMap { row in
      var counts = [Double](repeating: 0, count: words.count)
      for other in training where other.relation == row.relation {
        counts[numbers[other.second]!] += 1
      }
      return counts
    }
    return Completion(
      asked: asked.count, candidates: words.count,
      byFrequency: try ranks(Tensor(shape: learned.shape, elements: frequencies)),
      bilinear: try ranks(
        Tensor(shape: learned.shape, elements: learned.elements.map(Double.init))))
  }
}
