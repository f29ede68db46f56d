import Curriculum
import Gradus

/// How large a GPT for a book is, and how it is trained.
struct GPTSize: Sendable {
  var width = 64
  var heads = 4
  var layers = 4
  /// C and T, how many tokens it looks at.
  var context = 64
  var dropout = 0.1
  var positions = PositionEncoding.rotary
  /// The rate after the warm-up; it falls to a thirtieth by a cosine.
  var rate = 1e-2
  var decay = 0.1
  /// How often the text is read on average.
  var epochs: Double
  /// B, how many pieces of the text there are in a step.
  var batch = 16

  /// Training steps for a text of so many tokens.
  func steps(for count: Int) -> Int { max(1, Int(epochs * Double(count)) / (batch * context)) }

  /// Multiplications for one token on its way forward: a block's products, its looks at half of the context on
  /// average, and the comparison with all tokens.
  func multiplications(vocabulary: Int) -> Int {
    layers * width * (12 * width + context) + vocabulary * width
  }
}

/// A language model that a book can be learned with: tokens [B, T] to logits [B, T, V].
protocol TextModel: Model
where Scalar == Float, Input == Tensor<Int>, Output == Variable<Float> {}

extension GPT<Float>: TextModel {}

extension GPT<Float> {
  /// A new model of this size.
  init(vocabulary: Int, _ size: GPTSize, using generator: inout RandomGenerator) {
    self.init(
      vocabulary: vocabulary, context: size.context, width: size.width, heads: size.heads,
      layers: size.layers, positions: size.positions, dropout: size.dropout, using: &generator)
    enlargeWeights()
  }
}

extension TextModel {
  /// Trains on pieces that begin anywhere in a text; `step` is called after each step with its number from 1 and
  /// its loss.
  mutating func learn(
    _ text: Tensor<Int>, _ size: GPTSize, seed: UInt64, step: (Int, Double) -> Void = { _, _ in }
  ) {
    var generator = RandomGenerator(seed: seed)
    var context = Context.training(seed: seed &+ 1)
    var optimizer = AdamW<Float>(learningRate: size.rate, weightDecay: size.decay)
    let steps = size.steps(for: text.shape[0])
    let warmup = steps / 20 + 1
    let rates = LinearWarmup(
      steps: warmup,
      then: CosineDecay(from: size.rate, to: size.rate / 30, steps: max(1, steps - warmup)))
    for count in 0..<steps {
      let starts = (0..<size.batch).map { _ in
        generator.uniformInteger(below: text.shape[0] - size.context)
      }
      let inputs = Tensor<Int>.stack(starts.map { text[$0..<$0 + size.context] })
      let next = Tensor<Int>.stack(starts.map { text[$0 + 1..<$0 + size.context + 1] })
      optimizer.learningRate = rates.rate(at: count)
      var (loss, gradients) = valueWithGradients(at: &self) { model in
        softmaxCrossEntropy(logits: model.forward(inputs, in: &context), labels: next)
      }
      gradients.clip(toNorm: 1)
      optimizer.update(&self, along: gradients)
      step(count + 1, Double(loss))
    }
  }

  /// Nats of the tokens from `first` on, together. Each is predicted once, from at least half of the context.
  func nats(of text: Tensor<Int>, from first: Int, context length: Int) -> Double {
    var (model, context) = (self, Context.inference)
    let (half, count) = (length / 2, text.shape[0])
    // The end of each window; what is new in it is counted.
    let ends = stride(from: first + half, to: count, by: half) + [count]
    var (sum, start) = (0.0, first)
    for group in stride(from: 0, to: ends.count, by: 16) {
      let windows = ends[group..<min(group + 16, ends.count)]
      let inputs = Tensor<Int>.stack(windows.map { text[$0 - 1 - length..<$0 - 1] })
      let logits = model.forward(inputs, in: &context)
      for (row, end) in windows.enumerated() {
        let new = end - start
        let loss = softmaxCrossEntropy(
          logits: logits[row, (length - new)...], labels: text[start..<end], reduction: .sum)
        sum += Double(loss.value.scalar())
        start = end
      }
    }
    return sum
  }
}

extension Book {
  /// A GPT that has learned all that comes before the part to measure with.
  func trainedGPT(_ size: GPTSize, seed: UInt64) -> GPT<Float> {
    var generator = RandomGenerator(seed: seed)
    var model = GPT<Float>(vocabulary: vocabulary.count, size, using: &generator)
    model.learn(tokens[0..<test], size, seed: seed)
    return model
  }

  /// Nats per character of a GPT on the part to measure with.
  func loss(of model: GPT<Float>) -> Double {
    model.nats(of: tokens, from: test, context: model.contextLength) / Double(size - test)
  }
}
