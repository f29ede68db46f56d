import Curriculum
import Gradus

/// What one number of training images leads to, as means over some seeds.
public struct LearningCurvePoint: Sendable {
  /// The number of training images.
  public let count: Int
  /// The share of the training images that the network gets wrong.
  public let trainError: Double
  /// The share of the test images that it gets wrong.
  public let testError: Double
  /// The cross-entropy on the training images.
  public let trainLoss: Double
  /// The cross-entropy on the test images.
  public let testLoss: Double
}

extension RegularizationExperiment {
  // MARK: (g) A network that is too large, and (h) learning curves

  /// Trains the large network with growing numbers of images, with each seed, on all cores.
  ///
  /// Each takes about as many steps, so that none is trained less than the others.
  public func learningCurve(
    counts: [Int] = [50, 100, 200, 400, 800, 1200], steps: Int = 1200, seeds: [UInt64]
  ) throws -> [LearningCurvePoint] {
    let jobs = counts.flatMap { count in seeds.map { (count, $0) } }
    let results = try onAllCores(jobs) { count, seed in
      let data = try SmallDigits<Float>.load(training: count)
      let epochs = steps / ((count + 31) / 32)
      let model = try train(on: data, .none, epochs: epochs, seed: seed).model
      let (train, test) = (measure(model, on: data.train), measure(model, on: data.test))
      return LearningCurvePoint(
        count: count, trainError: 1 - train.accuracy, testError: 1 - test.accuracy,
        trainLoss: train.loss, testLoss: test.loss)
    }
    return counts.indices.map { index in
      let own = results[index * seeds.count..<(index + 1) * seeds.count]
      func mean(_ value: (LearningCurvePoint) -> Double) -> Double {
        own.reduce(0) { $0 + value($1) } / Double(own.count)
      }
      return LearningCurvePoint(
        count: counts[index], trainError: mean(\.trainError), testError: mean(\.testError),
        trainLoss: mean(\.trainLoss), testLoss: mean(\.testLoss))
    }
  }

  /// The histories of trainings with different remedies, from the same seed, on all cores.
  public func compare(
    _ remedies: [Remedies], on data: SmallDigits<Float>, epochs: Int, seed: UInt64
  ) throws -> [History] {
    try onAllCores(remedies) {
      try train(on: data, $0, epochs: epochs, seed: seed, isWatched: true).history
    }
  }
}
