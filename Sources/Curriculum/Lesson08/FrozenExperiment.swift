import Curriculum
import Gradus

/// How much of what a convolutional network can do comes from what its filters have learned: the same network with
/// its random filters left as they are, with learned ones, and a dense network of as many numbers. Forward and
/// backward pass are made of the learner's functions.
struct FrozenExperiment {
  let answers: SeeingAnswers

  /// One way to learn, and what came of it.
  struct Result {
    let name: String
    let parameterCount: Int
    let right: (train: Int, test: Int)
    /// How far the filters have moved: the length of the change over the length at the beginning.
    let filterChange: Double?
    /// The filters afterward, each [3, 3].
    let filters: [Tensor<Double>]
  }

  /// 500 digits to learn from, 297 by other people to measure with, pictures [N, 1, 8, 8].
  struct Digits {
    let train, test: Samples<Tensor<Double>, Tensor<Int>>

    init() throws {
      let data = try DigitsData<Double>.lastAsTest()
      func images(_ inputs: Tensor<Double>) -> Tensor<Double> {
        inputs.reshaped(to: [inputs.shape[0], 1, 8, 8])
      }
      train = Samples(images(data.trainInputs), data.trainLabels).gather(Array(0..<500))
      test = Samples(images(data.testInputs), data.testLabels)
    }
  }

  static let batchSize = 25
  static let learningRate = 0.1

  /// Trains the convolutional network; calls back after each epoch.
  func convolutional(
    learningFilters: Bool, digits: Digits, epochs: Int, seed: UInt64, epochEnded: () -> Void
  ) throws -> Result {
    var generator = RandomGenerator(seed: seed)
    var network = SmallNetwork(using: &generator)
    let first = network.filters.weight
    var order = RandomGenerator(seed: seed &+ 1)
    for _ in 0..<epochs {
      for batch in Batches(
        digits.train, size: FrozenExperiment.batchSize, dropLast: false, shuffledBy: &order)
      {
        try network.learn(
          batch, rate: FrozenExperiment.learningRate, learningFilters: learningFilters, answers)
      }
      epochEnded()
    }
    func right(_ samples: Samples<Tensor<Double>, Tensor<Int>>) throws -> Int {
      countRight(try network.logits(samples.inputs, answers).argmax(along: 1), samples.targets)
    }
    let change = (network.filters.weight - first).squared().sum() / first.squared().sum()
    return Result(
      name: learningFilters ? "learned filters" : "frozen random filters",
      parameterCount: (learningFilters ? 160 : 0) + 2570,
      right: (try right(digits.train), try right(digits.test)),
      filterChange: change.squareRoot(),
      filters: (0..<16).map { network.filters.weight[$0, 0, 0...] })
  }

  /// A dense network of about as many parameters, trained by the framework with the same steps.
  func dense(digits: Digits, epochs: Int, seed: UInt64) throws -> Result {
    var generator = RandomGenerator(seed: seed)
    var network = Sequential<Double>(
      Flatten(), Linear(64, 36, using: &generator), ReLU(), Linear(36, 10, using: &generator))
    var descent = SGD<Double>(learningRate: FrozenExperiment.learningRate)
    try fit(
      &network, to: digits.train, with: &descent, epochs: epochs,
      batchSize: FrozenExperiment.batchSize, seed: seed,
      loss: { softmaxCrossEntropy(logits: $0, labels: $1) })
    func right(_ samples: Samples<Tensor<Double>, Tensor<Int>>) -> Int {
      countRight(network(samples.inputs).argmax(along: 1), samples.targets)
    }
    return Result(
      name: "dense network", parameterCount: network.parameterCount,
      right: (right(digits.train), right(digits.test)), filterChange: nil, filters: [])
  }
}

/// 16 filters of 3 × 3, relu, the largest of each 2 × 2, and a layer to ten classes.
private struct SmallNetwork {
  var filters: Filters
  /// Shape [256, 10].
  var weight: Tensor<Double>
  /// Shape [10].
  var bias: Tensor<Double>

  init(using generator: inout RandomGenerator) {
    let first = Conv2D<Double>(1, 16, kernel: 3, padding: 1, using: &generator)
    filters = Filters(weight: first.weight.value, bias: first.bias!.value)
    weight = Linear<Double>(256, 10, using: &generator).weight.value.transposed()
    bias = .zeros([10])
  }

  func logits(_ images: Tensor<Double>, _ answers: SeeingAnswers) throws -> Tensor<Double> {
    let maps = try answers.convolveByColumns(images, filters, 1, 1).relu()
    return try matmul(pooled(maps, answers), weight) + bias
  }

  /// One step of gradient descent on a batch.
  mutating func learn(
    _ batch: Samples<Tensor<Double>, Tensor<Int>>, rate: Double, learningFilters: Bool,
    _ answers: SeeingAnswers
  ) throws {
    let maps = try answers.convolveByColumns(batch.inputs, filters, 1, 1).relu()
    let features = try pooled(maps, answers)
    let p = (matmul(features, weight) + bias).softmax()
    let upstream =
      (p - oneHot(labels: batch.targets, classCount: 10)) / Double(batch.count)
    let ofFeatures = matmul(upstream, weight, transposeB: true)
    weight -= rate * matmul(features, upstream, transposeA: true)
    bias -= rate * upstream.sum(along: 0)
    guard learningFilters else { return }
    let ofMaxima = ofFeatures.reshaped(to: [batch.count, 16, 4, 4])
    let ofMaps = try answers.maxPool(maps, 2, 2, ofMaxima).gradient
    let gradient = try answers.filterGradient(
      batch.inputs, select(maps .> 0, ofMaps, .zeros(maps.shape)), 3, 1, 1)
    filters.weight -= rate * gradient.weight
    filters.bias -= rate * gradient.bias
  }

  /// The maxima as a list for each picture, [B, 256].
  private func pooled(_ maps: Tensor<Double>, _ answers: SeeingAnswers) throws -> Tensor<Double> {
    let count = maps.shape[0]
    return try answers.maxPool(maps, 2, 2, .zeros([count, 16, 4, 4])).maxima
      .reshaped(to: [count, 256])
  }
}
