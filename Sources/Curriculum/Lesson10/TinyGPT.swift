import Gradus

/// The weights of a GPT of one block with four heads, 16 numbers wide, for names of up to 15 letters: about 4000
/// numbers, the same for each of its three forms (after Karpathy, 2026, *microgpt*).
///
/// There are no biases, its norm has no weights, and its hidden layer is a ReLU.
struct TinyWeights: Sendable {
  static let (width, heads, context) = (16, 4, 16)

  /// A vector for each token, [V, D], and for each position, [16, D].
  var table, places: Tensor<Double>
  /// Of attention, each [D, D]: a row for each output, as in PyTorch.
  var query, key, value, output: Tensor<Double>
  /// Of the hidden layer, [4·D, D] and [D, 4·D].
  var up, down: Tensor<Double>
  /// From the last vector to the logits, [V, D].
  var head: Tensor<Double>

  /// Normal with a standard deviation of 0.08.
  init(vocabulary: Int, seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    func normal(_ rows: Int, _ columns: Int = TinyWeights.width) -> Tensor<Double> {
      .normal([rows, columns], standardDeviation: 0.08, using: &generator)
    }
    let width = TinyWeights.width
    (table, places) = (normal(vocabulary), normal(TinyWeights.context))
    (query, key, value, output) = (normal(width), normal(width), normal(width), normal(width))
    (up, down) = (normal(4 * width), normal(width, 4 * width))
    head = normal(vocabulary)
  }

  var all: [Tensor<Double>] { [table, places, query, key, value, output, up, down, head] }

  var count: Int { all.reduce(0) { $0 + $1.elementCount } }
}
