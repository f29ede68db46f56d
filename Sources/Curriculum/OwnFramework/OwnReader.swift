import Curriculum
import Curriculum09
import Gradus

/// A network that reads and writes names, put together of the functions of the exercises: a recurrent network, and
/// scores of the next character from its state.
///
/// Shapes: B texts of T characters, V characters in all, H numbers of memory.
struct OwnReader {
  /// W [V, H], U [H, H] and b [H] of the cell, and those from its state to scores, [H, V] and [V].
  private(set) var parameters: OwnParameters

  /// A network with random weights.
  init(characters: Int, hidden: Int, using generator: inout RandomGenerator) {
    let cell = CellWeights(inputs: characters, hidden: hidden, using: &generator)
    let bound = 1 / Double(hidden).squareRoot()
    let head = Tensor<Double>.uniform(
      [hidden, characters], from: -bound, to: bound, using: &generator)
    parameters = OwnParameters([cell.w, cell.u, cell.b, head, .zeros([characters])])
  }

  /// Before the first character, [B, H].
  func start(_ texts: Int) -> Tensor<Double> { .zeros([texts, cell.u.shape[0]]) }

  var isFinite: Bool { parameters.areFinite }

  /// The loss of a text after this state.
  func loss(of text: TextBatch, by parts: NamesParts) throws -> Double {
    let logits = try read(text.inputs, from: start(text.inputs.shape[0]), by: parts).logits
    return try parts.softmaxCrossEntropy(logits, text.targets.flattened()).loss
  }

  /// A step of truncated backpropagation through time: the loss before it, and the state to go on with.
  mutating func step(
    on batch: TextBatch, from state: Tensor<Double>, rate: Double, by parts: NamesParts
  ) throws -> (loss: Double, state: Tensor<Double>) {
    let (x, states, rows, logits) = try read(batch.inputs, from: state, by: parts)
    let (loss, ofLogits) = try parts.softmaxCrossEntropy(logits, batch.targets.flattened())

    let (ofRows, ofHead) = try parts.matmulBackward(rows, head, ofLogits)
    let ofStates = ofRows.reshaped(to: states.shape)
    let ofCell = try parts.backwardThroughTime(x, state, states, cell, ofStates).weights
    let gradients = try parts.clip(
      [
        ofCell.w, ofCell.u, ofCell.b, ofHead,
        try parts.unbroadcast(ofLogits, parameters[4].shape),
      ], 1)
    try parameters.step(along: gradients, rate: rate, by: parts.adam)
    return (loss, states[0..., batch.inputs.shape[1] - 1])
  }

  /// Writes a name: one character after the other, after number 0 and up to the next 0.
  func write(using generator: inout RandomGenerator, by parts: NamesParts) throws -> [Int] {
    var (state, last, written) = (start(1), 0, [Int]())
    while written.count < 20 {
      let (_, states, _, logits) = try read(Tensor([[last]]), from: state, by: parts)
      state = states[0..., 0]
      last = try parts.sample(logits[0], 1, generator.uniform())
      if last == 0 { break }
      written.append(last)
    }
    return written
  }

  /// The state after each character [B, T, H], the same as rows [B·T, H], and scores of the next one [B·T, V].
  private func read(
    _ tokens: Tensor<Int>, from state: Tensor<Double>, by parts: NamesParts
  ) throws -> (
    x: Tensor<Double>, states: Tensor<Double>, rows: Tensor<Double>, logits: Tensor<Double>
  ) {
    let (b, t, v) = (tokens.shape[0], tokens.shape[1], head.shape[1])
    let x: Tensor<Double> = oneHot(labels: tokens.flattened(), classCount: v)
      .reshaped(to: [b, t, v])
    let states = try parts.unroll(x, state, cell)
    let rows = states.reshaped(to: [b * t, head.shape[0]])
    return (x, states, rows, try parts.product(rows, head) + parameters[4])
  }

  private var cell: CellWeights {
    CellWeights(w: parameters[0], u: parameters[1], b: parameters[2])
  }
  private var head: Tensor<Double> { parameters[3] }
}
