import Curriculum
import Gradus

/// A network that reads and writes names, made of the exercises' functions: a plain recurrent network in
/// Double, and logits of the next character from its state. Adam is lesson 3's.
struct HandmadeReader {
  private let answers: RememberingAnswers
  /// W, U, b of the cell, and those from its state to logits, [H, V] and [V].
  private var parameters: [Tensor<Double>]
  private var means: [Tensor<Double>]
  private var meanSquares: [Tensor<Double>]
  private var steps = 0

  init(
    _ answers: RememberingAnswers, characters: Int, hidden: Int,
    using generator: inout RandomGenerator
  ) {
    let cell = CellWeights(inputs: characters, hidden: hidden, using: &generator)
    let bound = 1 / Double(hidden).squareRoot()
    let head = Tensor<Double>.uniform(
      [hidden, characters], from: -bound, to: bound, using: &generator)
    self.init(answers, [cell.w, cell.u, cell.b, head, .zeros([characters])])
  }

  /// A network with these weights, in the same order.
  init(_ answers: RememberingAnswers, _ parameters: [Tensor<Double>]) {
    (self.answers, self.parameters) = (answers, parameters)
    means = parameters.map { .zeros($0.shape) }
    meanSquares = means
  }

  private var cell: CellWeights {
    CellWeights(w: parameters[0], u: parameters[1], b: parameters[2])
  }
  var hidden: Int { parameters[1].shape[0] }
  private var characters: Int { parameters[4].shape[0] }

  /// The state after each character [B, T, H], and logits of the next one as rows [B·T, V].
  private func read(
    _ tokens: Tensor<Int>, from state: Tensor<Double>
  ) throws -> (x: Tensor<Double>, states: Tensor<Double>, logits: Tensor<Double>) {
    let (b, t) = (tokens.shape[0], tokens.shape[1])
    let x: Tensor<Double> = oneHot(labels: tokens.flattened(), classCount: characters)
      .reshaped(to: [b, t, characters])
    let states = try answers.unroll(x, state, cell)
    let rows = states.reshaped(to: [b * t, hidden])
    return (x, states, matmul(rows, parameters[3]) + parameters[4])
  }

  /// A step of truncated backpropagation through time: the loss before it, and the state to go on with.
  mutating func step(
    on batch: TextBatch, from state: Tensor<Double>, rate: Double
  ) throws -> (loss: Double, state: Tensor<Double>) {
    let (x, states, logits) = try read(batch.inputs, from: state)
    let count = batch.targets.elementCount
    let targets: Tensor<Double> = oneHot(
      labels: batch.targets.flattened(), classCount: characters)
    let logProbabilities = logits - logits.logSumExp(along: 1, keepingDimensions: true)
    let loss = -(targets * logProbabilities).sum() / Double(count)
    let ofLogits = (logProbabilities.exp() - targets) / Double(count)
    let upstream = matmul(ofLogits, parameters[3].transposed()).reshaped(to: states.shape)
    let ofCell = try answers.backwardThroughTime(x, state, states, cell, upstream).weights
    let rows = states.reshaped(to: [count, hidden])
    update(
      along: [
        ofCell.w, ofCell.u, ofCell.b, matmul(rows.transposed(), ofLogits), ofLogits.sum(along: 0),
      ], rate)
    return (loss, states[0..., batch.inputs.shape[1] - 1])
  }

  /// Adam, along gradients whose common norm is at most 1.
  private mutating func update(along gradients: [Tensor<Double>], _ rate: Double) {
    steps += 1
    let norm = gradients.reduce(0) { $0 + $1.squared().sum() }.squareRoot()
    let (beta1, beta2) = (0.9, 0.999)
    let (first, second) = (1 - .pow(beta1, Double(steps)), 1 - .pow(beta2, Double(steps)))
    for place in parameters.indices {
      let gradient = gradients[place] / max(1, norm)
      means[place] = beta1 * means[place] + (1 - beta1) * gradient
      meanSquares[place] = beta2 * meanSquares[place] + (1 - beta2) * gradient.squared()
      let size = (meanSquares[place] / second).map { $0.squareRoot() + 1e-8 }
      parameters[place] -= rate / first * means[place] / size
    }
  }

  /// Writes one character after the other, after number 0 and a beginning, and up to the next 0.
  func write(
    after beginning: [Int] = [], atMost count: Int, temperature: Double,
    using generator: inout RandomGenerator
  ) throws -> [Int] {
    var (state, unread, written) = (
      Tensor<Double>.zeros([1, hidden]), [0] + beginning, beginning
    )
    while written.count < count {
      let (_, states, logits) = try read(Tensor([unread]), from: state)
      state = states[0..., unread.count - 1]
      let next = try answers.sample(
        logits[unread.count - 1], temperature, generator.uniform())
      if next == 0 { break }
      written.append(next)
      unread = [next]
    }
    return written
  }
}

extension RememberingExperiment {
  /// Names written by a network of the exercises' functions, and its loss in each epoch.
  func handmadeNames(
    _ names: Names, epochs: Int, count: Int, seed: UInt64, epoch: (Double) -> Void = { _ in }
  ) throws -> (losses: [Double], written: WrittenNames) {
    let (reader, losses, generatorAfterward) = try handmadeReader(
      names, epochs: epochs, seed: seed, epoch: epoch)
    var generator = generatorAfterward
    let written = try (0..<count).map { _ in
      names.vocabulary.decode(
        Tensor(try reader.write(atMost: 20, temperature: 1, using: &generator)))
    }
    return (
      losses, WrittenNames(temperature: 1, names: written, share: names.judge(written))
    )
  }

  /// A network of the exercises' functions that has learned names, its loss in each epoch, and the random numbers to go
  /// on with.
  func handmadeReader(
    _ names: Names, epochs: Int, seed: UInt64, epoch: (Double) -> Void = { _ in }
  ) throws -> (reader: HandmadeReader, losses: [Double], generator: RandomGenerator) {
    var generator = RandomGenerator(seed: seed)
    var reader = HandmadeReader(
      answers, characters: names.vocabulary.count, hidden: 64, using: &generator)
    let batches = try answers.streams(names.text(of: names.training), 32, 24)
    var losses: [Double] = []
    for count in 0..<epochs {
      var (state, sum) = (Tensor<Double>.zeros([32, reader.hidden]), 0.0)
      for (place, batch) in batches.enumerated() {
        let done = Double(count * batches.count + place) / Double(epochs * batches.count)
        let result = try reader.step(on: batch, from: state, rate: 8e-3 * (1 - done))
        state = result.state
        sum += result.loss
      }
      losses.append(sum / Double(batches.count))
      epoch(losses[count])
    }
    return (reader, losses, generator)
  }
}
