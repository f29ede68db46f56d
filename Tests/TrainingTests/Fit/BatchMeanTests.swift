import Autograd
import DataLoading
import Layers
import Synchronization
import TensorCore
import Testing
import Training

/// What is averaged over batches does not depend on where they are cut.
@Suite struct BatchMeanTests {
  /// Three classes of very different weight, 23 samples: no batch size but 1 and 23 divides them.
  private static let weights: Tensor<Double> = [0.1, 1, 10]
  private let samples: Samples<Tensor<Double>, Tensor<Int>> = {
    var generator = RandomGenerator(seed: 4)
    return Samples(
      Tensor<Double>.normal([23, 2], using: &generator),
      Tensor((0..<23).map { $0 < 9 ? 0 : $0 < 18 ? 1 : 2 }))
  }()
  private let model: Linear<Double> = {
    var generator = RandomGenerator(seed: 5)
    return Linear(2, 3, using: &generator)
  }()

  typealias Loss = @Sendable (Variable<Double>, Tensor<Int>) -> Variable<Double>
  private static let losses: [Loss] = [
    { softmaxCrossEntropy(logits: $0, labels: $1) },
    { softmaxCrossEntropy(logits: $0, labels: $1, classWeights: weights) },
    { softmaxCrossEntropy(logits: $0, labels: $1, classWeights: weights, labelSmoothing: 0.2) },
    { negativeLogLikelihood(logProbabilities: $0.logSoftmax(along: 1), labels: $1) },
    {
      negativeLogLikelihood(
        logProbabilities: $0.logSoftmax(along: 1), labels: $1, classWeights: weights)
    },
    // Batches of the first class alone count for nothing.
    { softmaxCrossEntropy(logits: $0, labels: $1, classWeights: [0, 1, 2]) },
    { softmaxCrossEntropy(logits: $0, probabilities: oneHot(labels: $1, classCount: 3)) },
  ]

  @Test("a loss measured in batches is that of all samples at once", arguments: losses.indices)
  func evaluation(_ index: Int) {
    let whole = Self.losses[index](model(samples.inputs), samples.targets).value.scalar()
    for batchSize in [1, 2, 5, 7, 22, 23, 100] {
      let measured = evaluate(
        model, on: samples, batchSize: batchSize, metrics: metrics, loss: Self.losses[index])
      #expect(abs(measured[0].value - whole) < 1e-14 * whole, "batches of \(batchSize)")
      #expect(measured.map(\.name) == atOnce.map(\.name))
      for (value, expected) in zip(measured, atOnce).dropFirst() {
        #expect(value.value == expected.value, "\(value.name), batches of \(batchSize)")
      }
    }
  }

  private let metrics: [any Metric] = [
    Accuracy(), TopKAccuracy(2), ConfusionMatrix(), Precision(), Recall(.micro), F1Score(),
  ]
  private var atOnce: [(name: String, value: Double)] {
    evaluate(model, on: samples, metrics: metrics, loss: Self.losses[0])
  }

  private func model(_ inputs: Tensor<Double>) -> Variable<Double> {
    var context = Context.inference
    var model = model
    return model.forward(Variable(inputs), in: &context)
  }

  @Test("steps along accumulated gradients are those of large batches", arguments: losses.indices)
  func accumulation(_ index: Int) throws {
    func train(_ batchSize: Int, _ accumulation: Int) throws -> (numbers: [Double], loss: Double) {
      var model = model
      var optimizer = SGD<Double>(learningRate: 0.1)
      let history = try fit(
        &model, to: samples, with: &optimizer, epochs: 3, batchSize: batchSize,
        accumulating: accumulation, seed: 3, penalty: { l2Penalty($0, strength: 0.1) },
        loss: Self.losses[index])
      return (numbers(of: model), history["loss"].last ?? .nan)
    }
    // 23 samples: one step of 20 and one of 3, or all of them in one.
    for (large, small) in [(20, [(1, 20), (4, 5), (5, 4)]), (23, [(1, 23), (7, 4), (22, 2)])] {
      let expected = try train(large, 1)
      for (batchSize, accumulation) in small {
        let found = try train(batchSize, accumulation)
        for (a, b) in zip(found.numbers, expected.numbers) { #expect(abs(a - b) < 1e-14) }
        if large == 23 { #expect(abs(found.loss - expected.loss) < 1e-14) }
      }
    }
  }

  @Test("a batch of classes without weight has the loss and the gradient 0") func noWeight() {
    let tape = Tape<Double>()
    let logits = tape.track(Tensor<Double>([[1, 2], [3, 4]]))
    let loss = softmaxCrossEntropy(logits: logits, labels: [0, 0], classWeights: [0, 1])
    #expect(loss.value.scalar() == 0 && loss.meanWeight == 0)
    #expect(softmaxCrossEntropy(logits: logits, labels: [0, 1]).meanWeight == nil)
    #expect((loss * 2).meanWeight == nil)
  }

  /// What is left over is another sample each epoch, and no batch of one reaches the model.
  @Test("a short last batch is left out where asked for") func droppedBatches() throws {
    var generator = RandomGenerator(seed: 6)
    var model = Sequential<Double>(
      Linear(2, 4, using: &generator), BatchNorm(4), ReLU(), Linear(4, 3, using: &generator))
    var optimizer = SGD<Double>(learningRate: 0.1)
    let history = try fit(
      &model, to: samples, validation: samples, with: &optimizer, epochs: 4, batchSize: 11,
      dropLast: true, seed: 7, loss: Self.losses[0])
    #expect(history.epochCount == 4 && history.ending == .completed)
    // One left out sample of 23: the same in all four epochs with a probability of 1 in 12,167.
    let counts = Counts()
    try fit(
      &model, to: samples, with: &optimizer, epochs: 4, batchSize: 11, dropLast: true,
      accumulating: 2, seed: 7, callbacks: [counts], loss: Self.losses[0])
    #expect(counts.notes.steps.withLock { $0 } == 4, "one step of two whole batches per epoch")
  }

  @Test func lastBatchOfOne() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = RandomGenerator(seed: 6)
      var model = Sequential<Double>(Linear(2, 3, using: &generator), BatchNorm(3))
      var optimizer = SGD<Double>(learningRate: 0.1)
      let tests = BatchMeanTests()
      try fit(
        &model, to: tests.samples, with: &optimizer, epochs: 1, batchSize: 11, seed: 7,
        loss: Self.losses[0])
    }
    expectTrap(
      "BatchNorm at 1: training needs more than one value per channel, but an input of shape "
        + "[1, 3] has 1. Hint: a batch of one sample has no variance; with dropLast: true, fit and "
        + "Batches leave out a last batch that is short.", in: result)
  }

  @Test func nothingIsLeft() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tests = BatchMeanTests()
      var (model, optimizer) = (tests.model, SGD<Double>(learningRate: 0.1))
      try fit(
        &model, to: tests.samples, with: &optimizer, epochs: 1, dropLast: true, seed: 7,
        loss: Self.losses[0])
    }
    expectTrap(
      "fit: 23 samples give no batch of 32 when a short last one is dropped", in: result,
      at: "TrainingTests/BatchMeanTests.swift:")
  }
}

/// Counts steps.
private struct Counts: Callback {
  final class Notes: Sendable { let steps = Mutex(0) }
  let notes = Notes()
  mutating func stepEnded<Model, Rule>(_ run: inout TrainingRun<Model, Rule>) {
    notes.steps.withLock { $0 += 1 }
  }
}
