import Gradus

/// A network that reads text: a vector for each character, a recurrent network, and a linear layer from its
/// outputs to logits of the character that comes next.
package struct RecurrentReader<Cell: RecurrentCell>: Model where Cell.Scalar == Float {
  var table: Embedding<Float>
  var network: Recurrent<Cell>
  var head: Linear<Float>
  let dropout: Dropout<Float>

  /// - Parameters:
  ///   - characters: V.
  ///   - size: How large it is, and how much is dropped out.
  package init(characters: Int, _ size: ReaderSize, using generator: inout RandomGenerator) {
    table = Embedding(characters, size.vector, using: &generator)
    network = Recurrent(
      size.vector, size.width, dropout: size.dropout, using: &generator)
    head = Linear(size.width, characters, initializer: .glorotUniform, using: &generator)
    dropout = Dropout(size.dropout)
  }

  /// From tokens [B, T] and a state to logits [B, T, V] and the state after the last one.
  package mutating func forward(
    _ input: (tokens: Tensor<Int>, state: RecurrentState<Float>?), in context: inout Context
  ) -> (logits: Variable<Float>, state: RecurrentState<Float>) {
    let vectors = dropout.forward(table.forward(input.tokens, in: &context), in: &context)
    let output = network.forward(
      RecurrentInput(vectors, state: input.state), as: "network", in: &context)
    let outputs = dropout.forward(output.outputs, in: &context)
    return (head.forward(outputs, as: "head", in: &context), output.state)
  }

  package mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    table.visitParameters(as: "table", visit)
    network.visitParameters(as: "network", visit)
    head.visitParameters(as: "head", visit)
  }
}

extension RecurrentReader {
  /// Nats per character of a text that is read from its beginning to its end, after what comes before it.
  package func loss(on text: Tensor<Int>, after before: Tensor<Int>) -> Double {
    var (model, context) = (self, Context.inference)
    let start = before[0..<before.shape[0] - 1].expandingDimension(at: 0)
    var state = model.forward((start, nil), in: &context).state
    let inputs = Tensor<Int>.concatenate([before[(before.shape[0] - 1)...], text], along: 0)
    var sum = 0.0
    for first in stride(from: 0, to: text.shape[0], by: 250) {
      let times = first..<min(first + 250, text.shape[0])
      let output = model.forward((inputs[times].expandingDimension(at: 0), state), in: &context)
      state = output.state
      let labels = text[times].expandingDimension(at: 0)
      let loss = softmaxCrossEntropy(logits: output.logits, labels: labels, reduction: .sum)
      sum += Double(loss.value.scalar())
    }
    return sum / Double(text.shape[0])
  }

  /// One step of truncated backpropagation through time, and the state to go on with, as a constant.
  private mutating func step(
    on batch: TextStreams, from state: RecurrentState<Float>?, _ optimizer: inout AdamW<Float>,
    in context: inout Context
  ) -> RecurrentState<Float> {
    var next = state
    var (_, gradients) = valueWithGradients(at: &self) { model in
      let output = model.forward((batch.inputs, state), in: &context)
      next = output.state
      return softmaxCrossEntropy(logits: output.logits, labels: batch.targets)
    }
    gradients.clip(toNorm: 1)
    optimizer.update(&self, along: gradients)
    return next!.detached()
  }

  /// Trains a new reader on a text; `epoch` is called after each epoch, with its number from 1.
  package static func trained(
    on text: Tensor<Int>, characters: Int, _ size: ReaderSize, seed: UInt64,
    epoch: (Int, RecurrentReader) -> Void = { _, _ in }
  ) -> RecurrentReader {
    var generator = RandomGenerator(seed: seed)
    var model = RecurrentReader(characters: characters, size, using: &generator)
    let streams = TextStreams(of: text, count: size.readers)
    let batches = (0..<streams.sampleCount / size.length).map { batch in
      streams.samples(at: Array(batch * size.length..<(batch + 1) * size.length))
    }
    let rates = CosineDecay(
      from: size.rate, to: size.rate / 50, steps: size.epochs * batches.count)
    var optimizer = AdamW<Float>(learningRate: size.rate, weightDecay: 0)
    var context = Context.training(seed: seed &+ 1)
    for count in 1...size.epochs {
      var state: RecurrentState<Float>?
      for (place, batch) in batches.enumerated() {
        optimizer.learningRate = rates.rate(at: (count - 1) * batches.count + place)
        state = model.step(on: batch, from: state, &optimizer, in: &context)
      }
      epoch(count, model)
    }
    return model
  }

  /// Goes on from a text, a character at a time, until one of them ends it or there are enough.
  package func continuing(
    _ text: [Int], until end: Int? = nil, atMost count: Int, temperature: Double,
    using generator: inout RandomGenerator
  ) -> [Int] {
    var (model, context) = (self, Context.inference)
    var (unread, written): ([Int], [Int]) = (text, [])
    var state: RecurrentState<Float>?
    let sampler = TokenSampler(temperature: temperature)
    while written.count < count {
      let output = model.forward((Tensor([unread]), state), in: &context)
      state = output.state
      let next = sampler.next(
        from: output.logits.value[0, unread.count - 1, 0...], using: &generator)
      if next == end { break }
      written.append(next)
      unread = [next]
    }
    return written
  }
}
