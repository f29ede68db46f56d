import Gradus

// Forward passes alone: what a model costs that is used and not trained. Nothing is recorded.

extension Workload {
  /// The latency of one picture, and pictures and tokens per second.
  static let predictions = [
    latency("predict_digits_mlp_b1", digits), latency("predict_mnist_cnn_b1", pictures),
    rate("predict_mnist_cnn_b64", pictures, batch: 64), tokens,
  ]

  /// A network, and the shape of a sample.
  private struct Network: Sendable {
    let summary: String
    let sample: [Int]
    let make: @Sendable (inout RandomGenerator) -> Sequential<Float>
  }

  private static let digits = Network(
    summary: "Linear(64, 32), ReLU, Linear(32, 10)", sample: [64]
  ) { Sequential(Linear(64, 32, using: &$0), ReLU(), Linear(32, 10, using: &$0)) }

  private static let pictures = Network(
    summary:
      "two times convolution 3×3 (16, then 32 channels), ReLU, max-pool 2; Linear(1568, 64), "
      + "ReLU, Linear(64, 10)", sample: [1, 28, 28]
  ) {
    Sequential(
      Conv2D(1, 16, kernel: 3, padding: 1, using: &$0), ReLU(), MaxPool2D(2),
      Conv2D(16, 32, kernel: 3, padding: 1, using: &$0), ReLU(), MaxPool2D(2), Flatten(),
      Linear(1568, 64, using: &$0), ReLU(), Linear(64, 10, using: &$0))
  }

  private static func latency(_ name: String, _ network: Network) -> Workload {
    Workload(name, "prediction: \(network.summary); Float, one picture", .nanoseconds) {
      predicting(network, batch: 1)
    }
  }

  private static func rate(_ name: String, _ network: Network, batch: Int) -> Workload {
    Workload(
      name, "prediction: \(network.summary); Float, batches of \(batch) pictures",
      .perSecond("pictures", count: batch)
    ) { predicting(network, batch: batch) }
  }

  private static func predicting(_ network: Network, batch: Int) -> PreparedWork {
    var generator = RandomGenerator(seed: 1)
    let model = network.make(&generator)
    let inputs = Tensor<Float>.uniform(Shape([batch] + network.sample), using: &generator)
    var logits = Tensor<Float>(.nan)
    return PreparedWork(
      run: { times in for _ in 0..<times { logits = model(inputs) } },
      result: { logits.elements.map(Double.init) })
  }

  private static let tokens = Workload(
    "predict_gpt_4x64_t64",
    "a text of 64 characters read at once by a GPT of 4 blocks, 64 wide, 4 heads, 65 tokens; Float",
    .perSecond("tokens", count: 64)
  ) {
    var generator = RandomGenerator(seed: 1)
    let model = GPT<Float>(
      vocabulary: 65, context: 64, width: 64, heads: 4, layers: 4, using: &generator)
    let text = Tensor(
      shape: [1, 64], elements: (0..<64).map { _ in generator.uniformInteger(below: 65) })
    var logits = Tensor<Float>(.nan)
    return PreparedWork(
      run: { times in for _ in 0..<times { logits = model(text) } },
      result: { logits.elements.map(Double.init) })
  }
}
