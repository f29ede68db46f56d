import Curriculum
import Foundation
import Gradus

extension AttendingExperiment {
  /// Attention on a sentence of four words, with numbers that can be followed by hand.
  struct WorkedSentence: Sendable {
    let words = ["Alice", "fed", "her", "cat"]
    /// What each word offers to be found by: is it a person? is it an animal?
    let keys = Tensor<Double>([[3, 0], [0, 0], [1, 0], [0, 3]])
    /// What each word looks for.
    let queries = Tensor<Double>([[1, 0], [1, 1], [2, 0], [0, 1]])
    /// What is taken from it.
    let values = Tensor<Double>([[10, 0], [0, 1], [2, 0], [0, 10]])

    /// Q·Kᵀ/√2, [4, 4].
    var scores: Tensor<Double> { matmul(queries, keys, transposeB: true) / Double(2).squareRoot() }

    /// How much each word takes of each, [4, 4].
    func weights(isCausal: Bool) -> Tensor<Double> {
      attentionWeights(Variable(queries), Variable(keys), isCausal: isCausal).value
    }

    /// What each word brings home, [4, 2].
    func brought(isCausal: Bool) -> Tensor<Double> { matmul(weights(isCausal: isCausal), values) }
  }

  /// What becomes of random queries and keys of d numbers: the standard deviation of their products, and the
  /// largest share that one of 16 keys gets, on average, with products as they are and divided by √d.
  func scales(seed: UInt64) -> [(d: Int, deviation: Double, raw: Double, scaled: Double)] {
    var generator = RandomGenerator(seed: seed)
    return [4, 16, 64, 256].map { d in
      let queries = Variable(Tensor<Double>.normal([400, 1, d], using: &generator))
      let keys = Variable(Tensor<Double>.normal([400, 16, d], using: &generator))
      let products = matmul(queries, keys, transposeB: true).value
      func largest(_ scale: Double?) -> Double {
        attentionWeights(queries, keys, scale: scale).value.max(along: 2).mean()
      }
      return (d, products.squared().mean().squareRoot(), largest(1), largest(nil))
    }
  }

  /// By how much the last vector of a block's output changes when the words before it change their order: without
  /// positions, and with each kind of them.
  func orders(seed: UInt64) -> [(positions: PositionEncoding, change: Double)] {
    PositionEncoding.allCases.map { positions in
      var generator = RandomGenerator(seed: seed)
      var model = GPT<Double>(
        vocabulary: 4, context: 4, width: 16, heads: 2, layers: 1, positions: positions,
        using: &generator)
      model.enlargeWeights()
      let (one, other) = (model(Tensor([[0, 1, 2, 3]])), model(Tensor([[2, 0, 1, 3]])))
      return (positions, (one - other)[0, 3, 0...].abs().max())
    }
  }
}
