import Gradus

// A recurrent network of one's own that writes like a book. It reads the book from front to back and keeps its
// state from one stretch to the next, so it has a training loop of its own.

/// A gated recurrent unit (Cho et al., 2014): from an input x [B, D] and a state h [B, H] to the next state,
///
///     r = σ(W_r·x + U_r·h)    z = σ(W_z·x + U_z·h)    n = tanh(W_n·x + r ⊙ U_n·h)
///     h′ = n + z ⊙ (h − n)
struct GRUCell<Scalar: TensorScalar>: Model {
  /// W of all three, one above the other.
  var ofInput: Linear<Scalar>
  /// U of all three.
  var ofState: Linear<Scalar>

  init(_ inputs: Int, _ width: Int, using generator: inout RandomGenerator) {
    ofInput = Linear(inputs, 3 * width, initializer: .glorotUniform, using: &generator)
    ofState = Linear(width, 3 * width, initializer: .glorotUniform, using: &generator)
  }

  mutating func forward(
    _ input: (x: Variable<Scalar>, state: Variable<Scalar>), in context: inout Context
  ) -> Variable<Scalar> {
    let w = ofInput.forward(input.x, as: "ofInput", in: &context).split(into: 3, along: -1)
    let u = ofState.forward(input.state, as: "ofState", in: &context).split(into: 3, along: -1)
    let (reset, keep) = ((w[0] + u[0]).sigmoid(), (w[1] + u[1]).sigmoid())
    let new = (w[2] + reset * u[2]).tanh()
    return new + keep * (input.state - new)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    ofInput.visitParameters(as: "ofInput", visit)
    ofState.visitParameters(as: "ofState", visit)
  }
}

/// Tokens [B, T] and a state in; logits [B, T, V] of the tokens that come next, and the state at the end, out.
struct RecurrentWriter<Scalar: TensorScalar>: Model {
  let width: Int
  var table: Embedding<Scalar>
  var cell: GRUCell<Scalar>
  var head: Linear<Scalar>

  init(tokens: Int, width: Int, using generator: inout RandomGenerator) {
    self.width = width
    table = Embedding(tokens, width / 2, using: &generator)
    cell = GRUCell(width / 2, width, using: &generator)
    head = Linear(width, tokens, initializer: .glorotUniform, using: &generator)
  }

  /// What B readers know who have read nothing.
  func blankState(_ batch: Int) -> Variable<Scalar> { Variable(.zeros([batch, width])) }

  mutating func forward(
    _ input: (tokens: Tensor<Int>, state: Variable<Scalar>), in context: inout Context
  ) -> (logits: Variable<Scalar>, state: Variable<Scalar>) {
    let vectors = table.forward(input.tokens, in: &context)
    var state = input.state
    var states: [Variable<Scalar>] = []
    for time in 0..<input.tokens.shape[1] {
      state = cell.forward((vectors[0..., time], state), in: &context)
      states.append(state)
    }
    return (head.forward(.stack(states, along: 1), as: "head", in: &context), state)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    table.visitParameters(as: "table", visit)
    cell.visitParameters(as: "cell", visit)
    head.visitParameters(as: "head", visit)
  }
}

extension RecurrentWriter<Float> {
  /// The loss on a text that is read from front to back, in so many long rows.
  func loss(on text: Tensor<Int>, rows count: Int = 16) -> Double {
    let stretches = rows(of: text, length: text.shape[0] / count - 1)
    var (model, context) = (self, Context.inference)
    let input = (stretches.inputs, blankState(stretches.count))
    let logits = model.forward(input, in: &context).logits
    return Double(softmaxCrossEntropy(logits: logits, labels: stretches.targets).value.scalar())
  }

  /// Goes on from a text, a token at a time. The state is all that it keeps of what it has read.
  func continuing(
    _ text: Tensor<Int>, by count: Int, using generator: inout RandomGenerator
  ) -> Tensor<Int> {
    var (model, context) = (self, Context.inference)
    var (tokens, unread, state) = (text.elements, text.elements, blankState(1))
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
  let stretches = rows(of: book.training, length: (book.training.shape[0] - 1) / readers)

  var generator = RandomGenerator(seed: 1)
  var model = RecurrentWriter<Float>(
    tokens: book.vocabulary.count, width: quick ? 64 : 128, using: &generator)
  let before = model.loss(on: book.heldOut)
  print("\(model.parameterCount) parameters, \(book.training.shape[0]) characters to learn from")
  print("held-out loss, untrained: \(rounded(before)), bigrams: \(rounded(book.bigramLoss))")

  var optimizer = Adam<Float>(learningRate: 5e-3)
  var context = Context.training(seed: 2)
  for epoch in 1...epochs {
    var state = model.blankState(stretches.count)
    for start in stride(from: 0, through: stretches.inputs.shape[1] - length, by: length) {
      let place = start..<start + length
      var next = state
      var (_, gradients) = valueWithGradients(at: &model) { model in
        let output = model.forward((stretches.inputs[0..., place], state), in: &context)
        next = output.state
        return softmaxCrossEntropy(logits: output.logits, labels: stretches.targets[0..., place])
      }
      gradients.clip(toNorm: 1)
      optimizer.update(&model, along: gradients)
      // The state goes on as a value; the way back to how it came about is cut off.
      state = next.detached()
    }
    print("epoch \(epoch) of \(epochs): held-out loss \(rounded(model.loss(on: book.heldOut)))")
  }

  let start = try book.vocabulary.encode("Alice ")
  print(
    book.vocabulary.decode(model.continuing(start, by: quick ? 20 : 400, using: &generator)))
  return (before, model.loss(on: book.heldOut))
}
