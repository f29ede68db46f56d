import Curriculum
import Gradus

/// Samples that can be told apart, to see what an epoch does with them.
struct EpochSamples {
  typealias Matrix = Tensor<Double>
  typealias Epoch =
    @Sendable (
      Matrix, Matrix, Int, inout RandomGenerator, OptimizationAnswers.BatchStep
    ) throws -> Double

  /// Shape [N, D]; the first column is different for each.
  let x: Matrix
  /// Shape [N, K]; the first column is different for each.
  let y: Matrix

  var count: Int { x.shape[0] }

  /// So many of an input's sort of numbers, with as many columns as it has; the first counts them.
  init(_ count: Int, _ input: Input) {
    var input = input
    func numbered(_ columns: Int) -> Matrix {
      let size = Matrix(shape: [count, 1], elements: (0..<count).map { Double($0 + 1) })
      let sign = input.numbers == .negative ? -1.0 : 1
      let unit = input.numbers == .large ? 1000 : input.numbers == .small ? 1e-6 : 1
      let numbers = size * sign * unit
      return columns == 1
        ? numbers : .concatenate([numbers, input.tensor([count, columns - 1])], along: 1)
    }
    x = numbered(input.columns)
    y = numbered(input.columns % 3 + 1)
  }

  /// Runs an epoch, and notes which samples come in which batch.
  func observe(
    _ epoch: Epoch, _ batchSize: Int, _ generator: inout RandomGenerator
  ) throws -> EpochObservation {
    let call = "epoch of \(count) samples in batches of \(batchSize)"
    var batches: [[Int]] = []
    let loss = try epoch(x, y, batchSize, &generator) { inputs, targets in
      try expect(
        inputs.rank == 2 && targets.rank == 2 && inputs.shape[1] == x.shape[1]
          && targets.shape[1] == y.shape[1],
        "\(call): expected batches of shapes [B, \(x.shape[1])] and [B, \(y.shape[1])], found "
          + "\(inputs.shape) and \(targets.shape).",
        why: "x.gather(indices) keeps a row for each index.")
      let samples = try numbers(of: inputs, among: x, "x", call)
      let others = try numbers(of: targets, among: y, "y", call)
      try expect(
        samples == others,
        "\(call), batch \(batches.count): expected the same samples in x and y, found \(samples) in x "
          + "and \(others) in y.",
        why: "Gather both with the same indices: row i of y belongs to row i of x.")
      batches.append(samples)
      return EpochObservation.loss(of: samples)
    }
    return EpochObservation(
      call: call, count: count, batchSize: batchSize, batches: batches, loss: loss)
  }

  /// Which samples the rows of a batch are.
  private func numbers(
    of batch: Matrix, among all: Matrix, _ name: String, _ call: String
  ) throws -> [Int] {
    try (0..<batch.shape[0]).map { row in
      let numbers = batch[row, 0...]
      guard let sample = (0..<count).first(where: { all[$0, 0...] == numbers }) else {
        throw Disagreement(
          "\(call): a row of a batch, \(numbers.elements), is none of \(name).",
          why: "`step` gets the samples as they are.")
      }
      return sample
    }
  }
}

/// What an epoch did with samples that can be told apart.
struct EpochObservation {
  let call: String
  let count: Int
  let batchSize: Int
  /// The numbers of the samples in each batch.
  let batches: [[Int]]
  let loss: Double

  var order: [Int] { batches.flatMap(\.self) }

  /// Throws unless each sample came once, in batches of the right sizes, and the loss is their mean.
  func expectRight() throws {
    try expectSizes()
    let missing = (0..<count).filter { !order.contains($0) }
    try expect(
      missing.isEmpty && order.count == count,
      "\(call): expected each sample once, but \(missing) did not come.",
      why: "Cut one generator.permutation(N) into batches: each sample is in it exactly once.")
    try expectOrder()
    try expectMean()
  }

  private func expectSizes() throws {
    let expected = stride(from: 0, to: count, by: batchSize).map { min(batchSize, count - $0) }
    let sizes = batches.map(\.count)
    let why: String? =
      switch sizes {
      case []: "`step` has to be called for each batch, the only one too."
      case Array(expected.dropLast()): "The last, short batch is dropped; its samples count too."
      case [count]: "All samples are in one batch: cut them into pieces of batchSize."
      case Array(repeating: batchSize, count: expected.count):
        "The last batch is filled up: some samples come twice."
      case Array(repeating: 1, count: count): "Each sample is a batch of its own."
      case expected.reversed(): "The short batch comes last."
      case expected + expected, expected.flatMap({ [$0, $0] }):
        "Each batch comes twice: call `step` once per batch."
      case expected + [0]: "The last batch is empty: the loop ends before N."
      case expected.dropLast(2) + [expected.suffix(2).reduce(0, +)]:
        "The last samples are added to the batch before: they are a batch of their own."
      case Array(repeating: batchSize, count: max(0, count - batchSize + 1)):
        "The batches overlap: the next one begins batchSize samples later."
      case let sizes where sizes.reduce(0, +) < count:
        "Samples are missing: order[start..<end] goes up to `end` without it, and the last end is N."
      case let sizes where sizes[0] != expected[0] && Set(sizes.dropLast()).count == 1:
        "Each batch but the last has batchSize samples. (That is not the number of batches.)"
      default: nil
      }
    try expect(
      sizes == expected, "\(call): expected batches of \(expected) samples, found \(sizes).",
      why: why)
  }

  /// Judges what a single order shows, where it is long enough not to come by chance.
  private func expectOrder() throws {
    guard count >= 20 else { return }
    try expect(
      order != Array(0..<count), "\(call): expected a random order, found \(order).",
      why: "The samples come in the order of the data: shuffle them with the generator.")
    let stayTogether = batches.allSatisfy { batch in
      zip(batch, batch.dropFirst()).allSatisfy { $0 + 1 == $1 }
    }
    try expect(
      !stayTogether, "\(call): expected a random order, found \(order).",
      why: "Only the batches are shuffled: neighbors always come together. Shuffle the samples.")
  }

  private func expectMean() throws {
    let sums = batches.map { EpochObservation.loss(of: $0) * Double($0.count) }
    let means = batches.map { EpochObservation.loss(of: $0) }
    let (sum, sumOfMeans) = (sums.reduce(0, +), means.reduce(0, +))
    // Only some full batches and a short one tell the mistakes apart.
    let tellsApart = count / batchSize > 1 && count % batchSize > 0
    let suspects = [
      Suspect(
        sumOfMeans / Double(means.count),
        "That is the mean of the batches. The short one has fewer samples, so it counts less."),
      Suspect(sum, "That is the sum: divide it by the number of samples."),
      Suspect(sumOfMeans, "That is the sum of the batches' losses; it has to be a mean."),
      Suspect(means[means.count - 1], "That is the loss of the last batch alone."),
      Suspect(0, "The losses that `step` returns are not added up."),
      Suspect(
        sumOfMeans / Double(count),
        "A batch counts as many times as it has samples: multiply its loss by their number."),
      Suspect(
        sumOfMeans * Double(batchSize) / Double(count),
        "The last batch is short, and counts as many times as it has samples, not batchSize times."),
      Suspect(
        sum / Double(batches.count), "The sum over the samples is divided by the number of batches."
      ),
      Suspect(
        sum / Double(batches.count * batchSize),
        "The short batch is counted as a full one: divide by the number of samples, N."),
      Suspect(
        means.dropFirst().reduce(means[0]) { ($0 + $1) / 2 },
        "Half of the mean so far and half of the new loss: there the last batches count most."),
      Suspect(
        sumOfMeans / Double(max(1, count / batchSize)),
        "The number of batches is not N / batchSize, which leaves out the short one; and the short "
          + "one counts less."),
    ]
    try expect(
      loss, equals: sum / Double(count), in: "\(call), returned loss",
      suspects: tellsApart ? suspects : [])
  }

  /// The loss of a batch of such samples, which differs from batch to batch.
  static func loss(of samples: [Int]) -> Double {
    Double(samples.reduce(0) { $0 + $1 * $1 }) / Double(samples.count) + 1
  }
}
