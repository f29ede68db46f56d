import Autograd
import DataLoading
import Layers
import TensorCore
import Testing
import Training

/// A language model of one token of context: tokens [B, T], logits [B, T, V].
private struct Bigrams: Model {
  var table: Embedding<Double>
  var head: Linear<Double>

  init(_ vocabulary: Int, seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    table = Embedding(vocabulary, 8, using: &generator)
    head = Linear(8, vocabulary, using: &generator)
  }

  mutating func forward(_ tokens: Tensor<Int>, in context: inout Context) -> Variable<Double> {
    head.forward(table.forward(tokens, in: &context), in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    table.visitParameters { visit("table" / $0, &$1) }
    head.visitParameters { visit("head" / $0, &$1) }
  }
}

/// Several inputs: a source, a target to go on from, and a mask.
private struct Sentences: Batchable, ModelInput {
  var source: Tensor<Int>
  var target: Tensor<Int>
  var mask: Tensor<Bool>

  var sampleCount: Int { sampleCount(of: source, target, mask) }
  func samples(at positions: [Int]) -> Sentences {
    Sentences(
      source: source.samples(at: positions), target: target.samples(at: positions),
      mask: mask.samples(at: positions))
  }
}

/// Adds to each target token's vector the masked sum of the source's.
private struct Translator: Model {
  var embedding: Embedding<Double>
  var head: Linear<Double>

  mutating func forward(_ input: Sentences, in context: inout Context) -> Variable<Double> {
    let source = embedding.forward(input.source, in: &context)
    let shares = Tensor<Double>(
      shape: [input.mask.shape[0], input.mask.shape[1], 1],
      elements: input.mask.elements.map { $0 ? 1 : 0 })
    let summary = (source * Variable(shares)).sum(along: 1, keepingDimensions: true)
    return head.forward(embedding.forward(input.target, in: &context) + summary, in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    embedding.visitParameters { visit("embedding" / $0, &$1) }
    head.visitParameters { visit("head" / $0, &$1) }
  }
}

/// Two outputs: a code and what is made of it.
private struct Autoencoder: Model {
  var encoder: Linear<Double>
  var decoder: Linear<Double>

  mutating func forward(
    _ input: Variable<Double>, in context: inout Context
  ) -> (code: Variable<Double>, copy: Variable<Double>) {
    let code = encoder.forward(input, in: &context)
    return (code, decoder.forward(code, in: &context))
  }

  mutating func visitParameters(_ visit: ParameterVisit<Double>) {
    encoder.visitParameters { visit("encoder" / $0, &$1) }
    decoder.visitParameters { visit("decoder" / $0, &$1) }
  }
}

private struct Half: Batchable {
  var first: Tensor<Int>
  var second: Tensor<Int>
  var sampleCount: Int { sampleCount(of: first, second) }
  func samples(at positions: [Int]) -> Half { self }
}

@Suite struct AnyModelTests {
  /// Rows of tokens in which each is followed by the next one of V.
  private func counting(_ rows: Int, _ length: Int, vocabulary: Int) -> Tensor<Int> {
    Tensor(
      shape: [rows, length],
      elements: (0..<rows).flatMap { row in (0..<length).map { (row + $0) % vocabulary } })
  }

  @Test("a model of tokens [B, T] trains and is measured by its logits [B, T, V]")
  func tokens() throws {
    let texts = counting(12, 6, vocabulary: 5)
    let samples = Samples(texts[0..., 0..<5], texts[0..., 1..<6])
    var model = Bigrams(5, seed: 1)
    var optimizer = Adam<Double>(learningRate: 0.05)
    let history = try fit(
      &model, to: samples, validation: samples, with: &optimizer, epochs: 40, batchSize: 4,
      seed: 2, metrics: [Accuracy(), TopKAccuracy(2)]
    ) { softmaxCrossEntropy(logits: $0, labels: $1) }
    #expect(history["validation accuracy"].last == 1)
    #expect(history["validation top-2 accuracy"].last == 1)
    #expect(history["accuracy"][0] < 1)
    // The model answers to plain tokens.
    let next = model(Tensor(shape: [1, 2], elements: [3, 4])).argmax(along: -1)
    #expect(next == Tensor(shape: [1, 2], elements: [4, 0]))
  }

  @Test("a struct of tensors, with a mask, is an input; its samples stay together")
  func structs() throws {
    var generator = RandomGenerator(seed: 3)
    let count = 24
    let source = counting(count, 3, vocabulary: 4)
    let mask = Tensor(
      shape: [count, 3], elements: (0..<count * 3).map { $0 % 3 == ($0 / 3) % 3 })
    let target = Tensor(shape: [count, 1], elements: (0..<count).map { ($0 * 7) % 4 })
    // What the mask lets through, and the target, decide on the label.
    let labels = (0..<count).map { (source[$0, $0 % 3] + target[$0, 0]) % 2 }
    let samples = Samples(
      Sentences(source: source, target: target, mask: mask),
      Tensor(shape: [count, 1], elements: labels))
    var model = Translator(
      embedding: Embedding(4, 16, using: &generator), head: Linear(16, 2, using: &generator))
    var optimizer = Adam<Double>(learningRate: 0.05)
    let history = try fit(
      &model, to: samples, with: &optimizer, epochs: 5, batchSize: 5, seed: 4,
      metrics: [Accuracy()]
    ) { softmaxCrossEntropy(logits: $0, labels: $1) }
    #expect(history["loss"].last! < history["loss"][0])

    let some = samples.gather([5, 2, 5])
    for (place, row) in [5, 2, 5].enumerated() {
      #expect(some.inputs.source[place] as Tensor<Int> == source[row])
      #expect(some.inputs.mask[place] as Tensor<Bool> == mask[row])
      #expect(some.targets[place, 0] == labels[row])
    }
  }

  @Test("several outputs reach the loss, and are measured by functions")
  func outputs() throws {
    var generator = RandomGenerator(seed: 5)
    let x = matmul(
      Tensor<Double>.normal([50, 1], using: &generator), Tensor([[1, -1, 2]]))
    let samples = Samples(x, x)
    var model = Autoencoder(
      encoder: Linear(3, 1, using: &generator), decoder: Linear(1, 3, using: &generator))
    var optimizer = Adam<Double>(learningRate: 0.05)
    let functions: Measures<(code: Variable<Double>, copy: Variable<Double>), Tensor<Double>> = [
      "reconstruction": { output, x in meanSquaredError(output.copy, x).value.scalar() },
      "first": { _, x in x[0, 0] },
    ]
    let history = try fit(
      &model, to: samples, validation: samples, with: &optimizer, epochs: 60, batchSize: 20,
      seed: 6, measuring: functions
    ) { output, x in
      meanSquaredError(output.copy, x) + output.code.squared().mean() * 1e-4
    }
    #expect(
      history.names == [
        "loss", "reconstruction", "first", "validation loss", "validation reconstruction",
        "validation first",
      ])
    #expect(history["validation reconstruction"].last! < 0.01)
    // One batch of 50, so the mean is that of the whole set; by parts, each counts for its samples.
    #expect(history["validation first"].last == x[0, 0])
    let byParts = evaluate(model, on: samples, batchSize: 20, measuring: functions) { output, x in
      meanSquaredError(output.copy, x)
    }
    let first = (20 * x[0, 0] + 20 * x[20, 0] + 10 * x[40, 0]) / 50
    #expect(abs(byParts[2].value - first) < 1e-12)
    #expect(abs(byParts[1].value - history["validation reconstruction"].last!) < 1e-12)
  }

  @Test func metricOfAnOutputThatIsNoVariable() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 5)
      let model = Autoencoder(
        encoder: Linear(3, 1, using: &generator), decoder: Linear(1, 3, using: &generator))
      let x = Tensor<Double>.zeros([2, 3])
      _ = evaluate(model, on: Samples(x, x), metrics: [RSquared()]) {
        meanSquaredError($0.copy, $1)
      }
    }
    expectTrap("R²: expected outputs of type Variable<Double>, found", in: result)
    expectTrap("Hint: what is no variable is measured by a function", in: result)
  }

  @Test func partsOfDifferentCounts() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Samples(Half(first: [1, 2, 3], second: [1, 2]), Tensor<Int>([1, 2, 3]))
    }
    expectTrap(
      "Half: the parts need the same number of samples, but one is of shape [3] and another of shape [2]",
      in: result, at: "AnyModelTests.swift:")
  }

  @Test func summaryOfAModelOfTokens() {
    #expect(
      Bigrams(5, seed: 1).summary(of: Tensor(repeating: 0, shape: [2, 3])) == """
        Layer    Output shape  Parameters  Parameter bytes  Multiply–adds  Activation bytes
        Bigrams     [2, 3, 5]          85              680            240               240
          table                        40              320              –                 –
          head                         45              360              –                 –
        Total                          85              680            240               240
        """)
  }
}
