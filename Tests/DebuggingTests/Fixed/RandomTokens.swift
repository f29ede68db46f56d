import Debugging
import Gradus

/// Foretells tokens by attention to those before: tokens [B, T] to logits [B, T, V] of what comes next.
struct TokenReader: Model {
  var table: Embedding<Float>
  var places: Embedding<Float>
  var queries, keys, values, head: Linear<Float>

  init(tokens: Int, length: Int, width: Int, using generator: inout RandomGenerator) {
    table = Embedding(tokens, width, using: &generator)
    places = Embedding(length, width, using: &generator)
    queries = Linear(width, width, using: &generator)
    keys = Linear(width, width, using: &generator)
    values = Linear(width, width, using: &generator)
    head = Linear(width, tokens, using: &generator)
  }

  mutating func forward(_ tokens: Tensor<Int>, in context: inout Context) -> Variable<Float> {
    let length = tokens.shape[1]
    let positions = Tensor<Int>(0..<length)
    let x = table.forward(tokens, in: &context) + places.forward(positions, in: &context)
    // Row q, column k: whether position q may look at position k.
    let isSeen = (0..<length).flatMap { q in (0..<length).map { k in k <= q } }
    let attended = scaledDotProductAttention(
      queries.forward(x, in: &context), keys.forward(x, in: &context),
      values.forward(x, in: &context),
      mask: .allowed(Tensor(shape: [length, length], elements: isSeen)))
    return head.forward(x + attended, in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Float>) {
    table.visitParameters(as: "table", visit)
    places.visitParameters(as: "places", visit)
    queries.visitParameters(as: "queries", visit)
    keys.visitParameters(as: "keys", visit)
    values.visitParameters(as: "values", visit)
    head.visitParameters(as: "head", visit)
  }
}

/// Trains it on tokens [N, T + 1].
enum RandomTokens {
  static func train(
    on sequences: Tensor<Int>, tokens: Int, seed: UInt64
  ) throws -> (curve: Curve, logits: (Tensor<Int>) -> Tensor<Float>) {
    var generator = RandomGenerator(seed: seed)
    let length = sequences.shape[1] - 1
    var model = TokenReader(tokens: tokens, length: length, width: 16, using: &generator)
    var optimizer = Adam<Float>(learningRate: 0.01)
    var context = Context.training(seed: seed)
    var curve = Curve("loss")

    for _ in 1...20 {
      var sum = 0.0
      for batch in Batches(sequences, size: 40, shuffledBy: &generator) {
        let (loss, gradients) = valueWithGradients(at: &model) { model in
          softmaxCrossEntropy(
            logits: model.forward(batch[0..., 0..<length], in: &context),
            labels: batch[0..., 1...length])
        }
        optimizer.update(&model, along: gradients)
        sum += Double(loss) * Double(batch.shape[0])
      }
      curve.append(sum / Double(sequences.shape[0]))
    }
    return (curve, { model($0) })
  }
}
