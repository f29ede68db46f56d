import Gradus

// A recurrent network of one's own that writes like a book. It reads the book from front to back and keeps its
// state from one stretch to the next, so it has a training loop of its own.

/// Tokens [B, T] and a state in; logits [B, T, V] of the tokens that come next, and the state at the end, out.
struct RecurrentWriter<Scalar: TensorScalar>: Model {
  var table: Embedding<Scalar>
  var reader: GRU<Scalar>
  var head: Linear<Scalar>

  init(tokens: Int, width: Int, using generator: inout RandomGenerator) {
    table = Embedding(tokens, width / 2, using: &generator)
    reader = GRU(width / 2, width, using: &generator)
    head = Linear(width, tokens, initializer: .glorotUniform, using: &generator)
  }

  /// Without a state, it has read nothing.
  mutating func forward(
    _ input: (tokens: Tensor<Int>, state: RecurrentState<Scalar>?), in context: inout Context
  ) -> (logits: Variable<Scalar>, state: RecurrentState<Scalar>) {
    let vectors = table.forward(input.tokens, as: "table", in: &context)
    let (outputs, state) = reader.forward(
      RecurrentInput(vectors, state: input.state), as: "reader", in: &context)
    return (head.forward(outputs, as: "head", in: &context), state)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    table.visitParameters(as: "table", visit)
    reader.visitParameters(as: "reader", visit)
    head.visitParameters(as: "head", visit)
  }
}

extension RecurrentWriter<Float> {
  /// The loss on a text that is read from front to back, in so many long streams.
  func loss(on text: Tensor<Int>, streams count: Int = 16) -> Double {
    let streams = TextStreams(of: text, count: count)
    var (model, context) = (self, Context.inference)
    let logits = model.forward((streams.inputs, nil), in: &context).logits
    return Double(softmaxCrossEntropy(logits: logits, labels: streams.targets).value.scalar())
  }

  /// Goes on from a text, a token at a time. The state is all that it keeps of what it has read.
  func continuing(
    _ text: Tensor<Int>, by count: Int, using generator: inout RandomGenerator
  ) -> Tensor<Int> {
    var (model, context) = (self, Context.inference)
    var (tokens, unread) = (text.elements, text.elements)
    var state: RecurrentState<Float>?
    for _ in 0..<count {
      let input = Tensor(unread).expandingDimension(at: 0)
      let output = model.forward((input, state), in: &context)
      state = output.state
      unread = [draw(from: output.logits.value[0, unread.count - 1, 0...], using: &generator)]
      tokens += unread
    }
    return Tensor(tokens)
  }
}

/// Trains a recurrent network on Alice's Adventures in Wonderland, beside the bigrams, and lets it write. Returns
/// the loss on the held-out text before and after.
@discardableResult
func trainGRU(quick: Bool = false) throws -> (before: Double, after: Double) {
  let book = try CharacterText(.alice, first: quick ? 12_000 : .max)
  let (readers, length, epochs) = (32, 32, quick ? 2 : 6)
  // Each reader has a stretch of the book, and all read on by `length` characters in each step.
  let streams = TextStreams(of: book.training, count: readers)

  var generator = RandomGenerator(seed: 1)
  var model = RecurrentWriter<Float>(
    tokens: book.vocabulary.count, width: quick ? 64 : 128, using: &generator)
  let before = model.loss(on: book.heldOut)
  print("\(model.parameterCount) parameters, \(book.training.shape[0]) characters to learn from")
  print("held-out loss, untrained: \(rounded(before)), bigrams: \(rounded(book.bigramLoss))")

  var optimizer = Adam<Float>(learningRate: 5e-3)
  var context = Context.training(seed: 2)
  for epoch in 1...epochs {
    var state: RecurrentState<Float>?
    for chunk in Batches(streams, size: length) {
      var next = state
      var (_, gradients) = valueWithGradients(at: &model) { model in
        let output = model.forward((chunk.inputs, state), in: &context)
        next = output.state
        return softmaxCrossEntropy(logits: output.logits, labels: chunk.targets)
      }
      gradients.clip(toNorm: 1)
      optimizer.update(&model, along: gradients)
      // The state goes on as a value; the way back to how it came about is cut off.
      state = next?.detached()
    }
    print("epoch \(epoch) of \(epochs): held-out loss \(rounded(model.loss(on: book.heldOut)))")
  }

  let start = try book.vocabulary.encode("Alice ")
  print(
    book.vocabulary.decode(model.continuing(start, by: quick ? 20 : 400, using: &generator)))
  return (before, model.loss(on: book.heldOut))
}
