import Curriculum
import Gradus

/// An LSTM that reads a sentence word by word and says how it is meant.
struct SentimentReader: Model {
  typealias Scalar = Float

  var table: Embedding<Float>
  var network: LSTM<Float>
  var head: Linear<Float>
  let dropout = Dropout<Float>(0.5)

  init(words: Int, using generator: inout RandomGenerator) {
    table = Embedding(weight: .normal([words, 32], using: &generator) * 0.1)
    network = LSTM(32, 32, using: &generator)
    head = Linear(32, 3, using: &generator)
  }

  /// From B sentences to logits [B, 3], by the mean of the outputs.
  mutating func forward(
    _ sentences: PaddedSequences<Int>, in context: inout Context
  ) -> Variable<Float> {
    let vectors = dropout.forward(table.forward(sentences.values, in: &context), in: &context)
    let outputs = network.forward(
      RecurrentInput(vectors, lengths: sentences.lengths), as: "network", in: &context
    ).outputs
    // What lies beyond a sentence's end is 0 and adds nothing.
    let lengths = Tensor<Float>(sentences.lengths).expandingDimension(at: 1)
    let means = outputs.sum(along: 1) / Variable(lengths)
    return head.forward(dropout.forward(means, in: &context), as: "head", in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    table.visitParameters(as: "table", visit)
    network.visitParameters(as: "network", visit)
    head.visitParameters(as: "head", visit)
  }
}

extension SentimentData {
  /// The same question to an LSTM, which knows the order of the words.
  func lstm(seed: UInt64, epochs: Int = 8) throws -> Share {
    let (training, test) = try split(seed: seed)
    let text = try Meaning.vocabulary(training.map { sentences[$0] }, minimumCount: 3)
    let numbers = text.numbers
    /// At most 40 words; a sentence without any is the unknown word.
    func batch(_ rows: [Int]) -> PaddedSequences<Int> {
      PaddedSequences(
        rows.map { row in
          let words = sentences[row].prefix(40).map { numbers[$0] ?? 0 }
          return Tensor(words.isEmpty ? [0] : words)
        }, padding: 0)
    }
    var generator = RandomGenerator(seed: seed)
    var model = SentimentReader(words: text.words.count, using: &generator)
    var context = Context.training(seed: seed)
    var optimizer = AdamW<Float>(learningRate: 3e-3, weightDecay: 1e-4)
    for _ in 0..<epochs {
      let order = generator.shuffled(training)
      for start in stride(from: 0, to: order.count, by: 32) {
        let rows = Array(order[start..<min(start + 32, order.count)])
        var (_, gradients) = valueWithGradients(at: &model) { model in
          softmaxCrossEntropy(
            logits: model.forward(batch(rows), in: &context), labels: labels(of: rows))
        }
        gradients.clip(toNorm: 1)
        optimizer.update(&model, along: gradients)
      }
    }
    context = .inference
    let answers = model.forward(batch(test), in: &context).value.argmax(along: 1).elements
    return Share(hits: zip(answers, test).count { $0 == labels[$1] }, count: test.count)
  }
}
