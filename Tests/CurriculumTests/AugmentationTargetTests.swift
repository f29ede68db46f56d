import Foundation
import Gradus
import Testing

/// How well a small convolutional network reads each of the shipped image datasets, with augmentation.
@Suite("Augmentation: what networks reach", .serialized)
struct AugmentationTargetTests {
  static let isSlowRun = ProcessInfo.processInfo.environment["GRADUS_SLOW"] != nil
  /// Changes of size, leans, turns and shifts under which a digit stays what it is.
  static func handwriting(pixels: Int) -> any Augmentation {
    RandomAffine(scale: 0.9...1.1, shear: -10...10, degrees: -10...10, pixels: pixels)
  }

  @Test("digits: 98 % of the last 297, mean of three seeds", .enabled(if: isSlowRun))
  func digits() throws {
    let start = ContinuousClock.now
    let accuracies = try [1, 2, 3].map { seed in
      try accuracy(
        on: .digits, trainCount: 1500, epochs: 40, batchSize: 32, smoothing: 0.1,
        AugmentationTargetTests.handwriting(pixels: 1), seed: seed
      ) { generator in
        [
          Conv2D<Float>(1, 32, kernel: 3, padding: 1, using: &generator), ReLU(),
          Conv2D(32, 64, kernel: 3, padding: 1, using: &generator), ReLU(), MaxPool2D(2),
          Flatten(), Dropout(0.25), Linear(1024, 128, using: &generator), ReLU(),
          Linear(128, 10, using: &generator),
        ]
      }
    }
    let mean = accuracies.reduce(0, +) / 3
    print("digits, seeds 1 to 3: \(accuracies), mean \(mean), \(ContinuousClock.now - start)")
    #expect(mean >= 0.98)
  }

  @Test("Fashion-MNIST: 89 % of 2000, in less than a minute", .enabled(if: isSlowRun))
  func fashion() throws {
    let start = ContinuousClock.now
    let accuracy = try accuracy(
      on: .fashion, trainCount: 10_000, epochs: 8, batchSize: 64, smoothing: 0, RandomFlip(),
      seed: 1, layers: AugmentationTargetTests.layers)
    let duration = ContinuousClock.now - start
    print("Fashion-MNIST, seed 1: \(accuracy), \(duration)")
    #expect(accuracy >= 0.89)
    #expect(duration < .seconds(60))
  }

  @Test("MNIST: 98 % of 1000", .enabled(if: isSlowRun))
  func mnist() throws {
    let start = ContinuousClock.now
    let accuracy = try accuracy(
      on: .mnist, trainCount: 4000, epochs: 30, batchSize: 64, smoothing: 0.1,
      AugmentationTargetTests.handwriting(pixels: 2), seed: 1,
      layers: AugmentationTargetTests.layers)
    print("MNIST, seed 1: \(accuracy), \(ContinuousClock.now - start)")
    #expect(accuracy >= 0.98)
  }

  /// For images of 28 × 28 pixels.
  private static func layers(_ generator: inout RandomGenerator) -> [any Layer<Float>] {
    [
      Conv2D<Float>(1, 16, kernel: 3, padding: 1, using: &generator), ReLU(), MaxPool2D(2),
      Conv2D(16, 32, kernel: 3, padding: 1, using: &generator), ReLU(), MaxPool2D(2),
      Flatten(), Dropout(0.25), Linear(1568, 128, using: &generator), ReLU(),
      Linear(128, 10, using: &generator),
    ]
  }

  /// The share of the test images that a network reads after a training with AdamW and a cosine.
  private func accuracy(
    on dataset: Dataset, trainCount: Int, epochs: Int, batchSize: Int, smoothing: Double,
    _ augmentation: any Augmentation, seed: UInt64,
    layers: (inout RandomGenerator) -> [any Layer<Float>]
  ) throws -> Double {
    let train = try dataset.images(.train).samples
    #expect(train.count == trainCount)
    var generator = RandomGenerator(seed: seed)
    var model = Sequential<Float>(layers(&generator))
    var optimizer = AdamW<Float>(learningRate: 2e-3, weightDecay: 1e-2)
    return try withBackend(.simd) {
      try fit(
        &model, to: train, with: &optimizer, epochs: epochs, batchSize: batchSize, seed: seed,
        augmentation: augmentation,
        callbacks: [LearningRateSchedule(CosineDecay(from: 2e-3, steps: epochs), by: .epoch)]
      ) { softmaxCrossEntropy(logits: $0, labels: $1, labelSmoothing: smoothing) }
      let test = try dataset.images(.test).samples
      return evaluate(model, on: test, metrics: [Accuracy()]) {
        softmaxCrossEntropy(logits: $0, labels: $1)
      }[1].value
    }
  }
}
