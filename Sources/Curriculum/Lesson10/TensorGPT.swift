import Gradus

/// The same GPT on tensors: all positions, all heads and all sums at once. With `withBackend(.simd)` it runs on
/// vector kernels, and nothing else changes.
struct TensorGPT: Module {
  private var table, places, query, key, value, output, up, down, head: Variable<Double>

  init(_ start: TinyWeights) {
    (table, places) = (Variable(start.table), Variable(start.places))
    (query, key) = (Variable(start.query), Variable(start.key))
    (value, output) = (Variable(start.value), Variable(start.output))
    (up, down, head) = (Variable(start.up), Variable(start.down), Variable(start.head))
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    visit("table", &table)
    visit("places", &places)
    visit("query", &query)
    visit("key", &key)
    visit("value", &value)
    visit("output", &output)
    visit("up", &up)
    visit("down", &down)
    visit("head", &head)
  }

  /// A step of training on one name, with its end before and after it; returns the loss before it.
  mutating func step(on tokens: [Int], rate: Double, _ optimizer: inout Adam<Double>) -> Double {
    optimizer.learningRate = rate
    let (loss, gradients) = valueWithGradients(at: &self) { $0.surprise(tokens) }
    optimizer.update(&self, along: gradients)
    return loss
  }

  /// The mean of −ln p over the tokens, each after those before it.
  private func surprise(_ tokens: [Int]) -> Variable<Double> {
    softmaxCrossEntropy(
      logits: logits(after: Array(tokens.dropLast())), labels: Tensor(Array(tokens.dropFirst())))
  }

  /// Of what comes after each of these tokens, shape [T, V].
  func logits(after tokens: [Int]) -> Variable<Double> {
    var x = normalized(table.gather(tokens) + places[0..<tokens.count])
    let known = normalized(x)
    let brought = scaledDotProductAttention(
      byHead(product(known, query)), byHead(product(known, key)), byHead(product(known, value)),
      isCausal: true)
    x = x + product(brought.permuted(to: [1, 0, 2]).reshaped(to: x.shape), output)
    x = x + product(product(normalized(x), up).relu(), down)
    return product(x, head)
  }

  private func product(_ x: Variable<Double>, _ weight: Variable<Double>) -> Variable<Double> {
    matmul(x, weight, transposeB: true)
  }

  /// [T, D] as [H, T, D/H].
  private func byHead(_ x: Variable<Double>) -> Variable<Double> {
    x.reshaped(to: [x.shape[0], TinyWeights.heads, TinyWeights.width / TinyWeights.heads])
      .permuted(to: [1, 0, 2])
  }

  private func normalized(_ x: Variable<Double>) -> Variable<Double> {
    x / (x.squared().mean(along: 1, keepingDimensions: true) + 1e-5).sqrt()
  }
}
