import Gradus

// A character GPT: what comes next in a book?

/// A block of the transformer: a look at what came before, and a thought about it. Each is normalized first, and
/// added to what was there.
struct GPTBlock<Scalar: TensorScalar>: Layer {
  var norm: LayerNorm<Scalar>
  var attention: Attention<Scalar>
  var thought: Residual<Scalar>

  init(_ width: Int, heads: Int, using generator: inout RandomGenerator) {
    norm = LayerNorm([width])
    attention = Attention(width, heads: heads, using: &generator)
    thought = Residual(
      Sequential<Scalar>(LayerNorm([width]), feedForward(width, using: &generator)))
  }

  mutating func forward(_ x: Variable<Scalar>, in context: inout Context) -> Variable<Scalar> {
    let known = norm.forward(x, as: "norm", in: &context)
    let causal = Tensor<Bool>.lowerTriangle(x.shape[1])
    let seen = x + attention.forward((known, known, causal), in: &context)
    return thought.forward(seen, as: "thought", in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    norm.visitParameters(as: "norm", visit)
    attention.visitParameters(as: "attention", visit)
    thought.visitParameters(as: "thought", visit)
  }
}

/// Tokens [B, T] in, and for each position the logits of the token that comes next out: [B, T, V].
struct GPT<Scalar: TensorScalar>: Model {
  /// A vector for each token: what it means, and what a position looks like where it comes next.
  var table: Embedding<Scalar>
  /// A vector for each place in the context, shape [T, D].
  var places: Variable<Scalar>
  var body: Sequential<Scalar>

  init(
    tokens: Int, context: Int, width: Int, heads: Int, blocks: Int,
    using generator: inout RandomGenerator
  ) {
    table = Embedding(
      tokens, width, initializer: .normal(standardDeviation: 0.02), using: &generator)
    places = Variable(.normal([context, width], standardDeviation: 0.02, using: &generator))
    var layers: [any Layer<Scalar>] = []
    for _ in 0..<blocks { layers.append(GPTBlock(width, heads: heads, using: &generator)) }
    body = Sequential(layers + [LayerNorm([width])])
  }

  mutating func forward(_ tokens: Tensor<Int>, in context: inout Context) -> Variable<Scalar> {
    let vectors = table.forward(tokens, in: &context) + places[0..<tokens.shape[1]]
    let features = body.forward(vectors, as: "body", in: &context)
    return matmul(features, table.weight, transposeB: true)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    table.visitParameters(as: "table", visit)
    visit("places", &places)
    body.visitParameters(as: "body", visit)
  }
}

extension GPT<Float> {
  /// Goes on from a text, a token at a time.
  func continuing(
    _ text: Tensor<Int>, by count: Int, using generator: inout RandomGenerator
  ) -> Tensor<Int> {
    var tokens = text.elements
    for _ in 0..<count {
      let window = Tensor(Array(tokens.suffix(places.shape[0])))
      let logits = self(window.expandingDimension(at: 0))
      tokens.append(draw(from: logits[0, window.shape[0] - 1, 0...], using: &generator))
    }
    return Tensor(tokens)
  }
}

/// Trains a GPT on Alice's Adventures in Wonderland, beside the bigrams, and lets it write. Returns the loss on
/// the held-out text before and after.
@discardableResult
func trainGPT(quick: Bool = false) throws -> (before: Double, after: Double) {
  let book = try CharacterText(.alice, first: quick ? 12_000 : .max)
  let (length, batchSize, epochs) = (64, 8, quick ? 1 : 8)
  let training = rows(of: book.training, length: length)
  let heldOut = rows(of: book.heldOut, length: length)

  var generator = RandomGenerator(seed: 1)
  var model = GPT<Float>(
    tokens: book.vocabulary.count, context: length, width: 64, heads: 4, blocks: quick ? 1 : 4,
    using: &generator)
  let loss = { (logits: Variable<Float>, next: Tensor<Int>) in
    softmaxCrossEntropy(logits: logits, labels: next)
  }
  let before = evaluate(model, on: heldOut, loss: loss)[0].value
  print("\(model.parameterCount) parameters, \(book.training.shape[0]) characters to learn from")
  print("held-out loss, untrained: \(rounded(before)), bigrams: \(rounded(book.bigramLoss))")

  let steps = epochs * ((training.count + batchSize - 1) / batchSize)
  let warmup = steps / 10 + 1
  var optimizer = AdamW<Float>(weightDecay: 0.1)
  let history = try fit(
    &model, to: training, validation: heldOut, with: &optimizer, epochs: epochs,
    batchSize: batchSize, clippingNorm: 1, seed: 2,
    callbacks: [
      LearningRateSchedule(
        LinearWarmup(steps: warmup, then: CosineDecay(from: 3e-3, to: 1e-4, steps: steps - warmup))),
      Progress(),
    ], loss: loss)

  let start = try book.vocabulary.encode("Alice ")
  let text = model.continuing(start, by: quick ? 20 : 400, using: &generator)
  print(book.vocabulary.decode(text))
  return (before, history["validation loss"].last!)
}
