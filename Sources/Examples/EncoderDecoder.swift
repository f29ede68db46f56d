import Gradus

// An encoder reads a row of digits, and a decoder writes it down in reverse, a digit at a time.

/// Digits 0 to 9 are tokens as they are; three more are needed.
enum Mark {
  static let padding = 10
  static let start = 11
  static let end = 12
  static let count = 13
}

/// Rows of digits, filled up to one length, and what has been written of each answer so far.
struct DigitRows: Batchable, ModelInput {
  /// What is read, shape [B, S].
  var source: Tensor<Int>
  /// What is written: a start, and then digits; shape [B, T].
  var written: Tensor<Int>

  var sampleCount: Int { sampleCount(of: source, written) }
  func samples(at positions: [Int]) -> DigitRows {
    DigitRows(source: source.samples(at: positions), written: written.samples(at: positions))
  }
}

/// Rows in, and for each place of what is written the logits of the next token out: [B, T, V].
struct EncoderDecoder<Scalar: TensorScalar>: Model {
  var table: Embedding<Scalar>
  /// A vector for each place, shape [longest row, D].
  var places: Variable<Scalar>
  /// The encoder looks at the row, the decoder at what it has written, and then across at the encoder's work.
  var reading, writing, crossing: Attention<Scalar>
  var readersThought, writersThought: Sequential<Scalar>
  /// After each of the five.
  var norms: [LayerNorm<Scalar>]
  var head: Linear<Scalar>

  init(longest: Int, width: Int, heads: Int, using generator: inout RandomGenerator) {
    table = Embedding(Mark.count, width, using: &generator)
    places = Variable(.normal([longest, width], using: &generator))
    reading = Attention(width, heads: heads, using: &generator)
    writing = Attention(width, heads: heads, using: &generator)
    crossing = Attention(width, heads: heads, using: &generator)
    readersThought = feedForward(width, using: &generator)
    writersThought = feedForward(width, using: &generator)
    norms = Array(repeating: LayerNorm([width]), count: 5)
    head = Linear(width, Mark.count, initializer: .glorotUniform, using: &generator)
  }

  mutating func forward(_ rows: DigitRows, in context: inout Context) -> Variable<Scalar> {
    let (count, length) = (rows.source.shape[0], rows.source.shape[1])
    let isDigit = (rows.source .!= Mark.padding).reshaped(to: [count, 1, 1, length])
    let isPast = Tensor<Bool>.lowerTriangle(rows.written.shape[1])

    var x = table.forward(rows.source, in: &context) + places[0..<length]
    x = norms[0].forward(x + reading.forward((x, x, isDigit), in: &context), in: &context)
    x = norms[1].forward(x + readersThought.forward(x, in: &context), in: &context)

    var y = table.forward(rows.written, in: &context) + places[0..<rows.written.shape[1]]
    y = norms[2].forward(y + writing.forward((y, y, isPast), in: &context), in: &context)
    y = norms[3].forward(y + crossing.forward((y, x, isDigit), in: &context), in: &context)
    y = norms[4].forward(y + writersThought.forward(y, in: &context), in: &context)
    return head.forward(y, as: "head", in: &context)
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    table.visitParameters(as: "table", visit)
    visit("places", &places)
    reading.visitParameters(as: "reading", visit)
    writing.visitParameters(as: "writing", visit)
    crossing.visitParameters(as: "crossing", visit)
    readersThought.visitParameters(as: "readersThought", visit)
    writersThought.visitParameters(as: "writersThought", visit)
    norms.visitParameters(as: "norms", visit)
    head.visitParameters(as: "head", visit)
  }
}

extension EncoderDecoder<Float> {
  /// The answers to rows [B, S], each token the likeliest: shape [B, S + 1].
  func answers(to source: Tensor<Int>) -> Tensor<Int> {
    let (count, length) = (source.shape[0], source.shape[1])
    var written = Tensor(repeating: Mark.start, shape: [count, 1])
    for place in 0...length {
      let logits = self(DigitRows(source: source, written: written))[0..., place]
      let next = logits.argmax(along: 1).expandingDimension(at: 1)
      written = .concatenate([written, next], along: 1)
    }
    return written[0..., 1...]
  }

  /// The share of rows that are reversed without a mistake.
  func exactMatches(_ rows: Samples<DigitRows, Tensor<Int>>) -> Double {
    let isRight =
      (answers(to: rows.inputs.source) .== rows.targets) .| (rows.targets .== Mark.padding)
    let rowsRight = (0..<rows.count).filter { isRight[$0, 0...].all() }
    return Double(rowsRight.count) / Double(rows.count)
  }
}

/// Rows of random digits of varying length, with what is to come next at each place of their reverses.
func digitRows(
  _ count: Int, lengths: ClosedRange<Int>, using generator: inout RandomGenerator
) -> Samples<DigitRows, Tensor<Int>> {
  func filled(_ tokens: [Int], to length: Int) -> [Int] {
    tokens + Array(repeating: Mark.padding, count: length - tokens.count)
  }
  let rows = (0..<count).map { _ in
    let length = lengths.lowerBound + generator.uniformInteger(below: lengths.count)
    return (0..<length).map { _ in generator.uniformInteger(below: 10) }
  }
  let longest = lengths.upperBound
  return Samples(
    DigitRows(
      source: Tensor(rows.map { filled($0, to: longest) }),
      written: Tensor(rows.map { filled([Mark.start] + $0.reversed(), to: longest + 1) })),
    Tensor(rows.map { filled($0.reversed() + [Mark.end], to: longest + 1) }))
}

/// Trains an encoder and a decoder to reverse rows of digits. Returns the loss on held-out rows before and after.
@discardableResult
func trainEncoderDecoder(quick: Bool = false) throws -> (before: Double, after: Double) {
  let lengths = 3...(quick ? 5 : 8)
  var generator = RandomGenerator(seed: 1)
  let training = digitRows(quick ? 800 : 6400, lengths: lengths, using: &generator)
  let heldOut = digitRows(200, lengths: lengths, using: &generator)
  var model = EncoderDecoder<Float>(
    longest: lengths.upperBound + 1, width: 32, heads: 4, using: &generator)
  let loss = { (logits: Variable<Float>, next: Tensor<Int>) in
    softmaxCrossEntropy(logits: logits, labels: next, ignoring: Mark.padding)
  }
  let before = evaluate(model, on: heldOut, loss: loss)[0].value
  let chance = lengths.reduce(0) { $0 + 1 / Double.pow(10, Double($1)) } / Double(lengths.count)
  print("held-out loss, untrained: \(rounded(before))")
  print(
    "rows reversed, by chance: 1 in \(Int(1 / chance)), untrained: \(rounded(model.exactMatches(heldOut)))"
  )

  var optimizer = AdamW<Float>(learningRate: 3e-3)
  let history = try fit(
    &model, to: training, validation: heldOut, with: &optimizer, epochs: quick ? 2 : 8,
    batchSize: 64, clippingNorm: 1, seed: 2, callbacks: [Progress()], loss: loss)
  print("rows reversed: \(rounded(model.exactMatches(heldOut)))")
  return (before, history["validation loss"].last!)
}
