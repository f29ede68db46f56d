import Curriculum
import Gradus

/// A training, and how the network does afterward.
public struct TrainingResult: Sendable {
  /// What was done to the training images.
  public let name: String
  /// The share of the training images that is right, as they are.
  public let trainAccuracy: Double
  /// Of the test images.
  public let accuracy: Double
  /// Of the moved test images.
  public let shiftedAccuracy: Double
  /// The loss of the test images after each epoch.
  public let losses: [Double]
  /// The loss of the moved test images after each epoch.
  public let shiftedLosses: [Double]
}

extension AugmentationExperiment {
  /// Trains on 200 digits as they are, moved by the given functions `augmented` and `randomCrop`, and
  /// mixed by `mixup`; measures on the test digits, and on the same ones moved by a pixel.
  ///
  /// - Parameters:
  ///   - epochs: How often a network sees the 200 digits.
  ///   - seed: Of weights, order and draws.
  ///   - progress: Called after each of the three trainings.
  public func handmadeTrainings(
    epochs: Int, seed: UInt64, progress: () -> Void = {}
  ) throws -> [TrainingResult] {
    let data = try AugmentationData.digits()
    let shifted = data.shiftingWhatIsMeasuredOn()
    let plan = TrainingPlan.digits(epochs: epochs)
    func train(_ name: String, _ change: BatchChange?) throws -> TrainingResult {
      let rule = change.map(HandmadeMixing.init)
      let (model, history) = try plan.train(
        on: data, with: .none, seed: seed, mixing: rule,
        watching: ["test": data.test, "shifted": shifted.test])
      if let failure = rule?.failure { throw failure }
      progress()
      return TrainingResult(
        name: name, trainAccuracy: plan.measure(model, on: data.train).accuracy,
        accuracy: plan.measure(model, on: data.test).accuracy,
        shiftedAccuracy: plan.measure(model, on: shifted.test).accuracy,
        losses: history["test loss"], shiftedLosses: history["shifted loss"])
    }
    return [
      try train("as they are", nil), try train("randomCrop, padding 1", cropped),
      try train("mixup", mixed),
    ]
  }

  /// A batch in which each image is a window of the padded one, by the given functions.
  private func cropped(
    _ batch: Samples<Tensor<Float>, Tensor<Float>>, using generator: inout RandomGenerator
  ) throws -> Samples<Tensor<Float>, Tensor<Float>> {
    let changed = try answers.augmented(images(of: batch), true, &generator) {
      try answers.randomCrop($0, 1, &$1)
    }
    return Samples(Tensor(changed).reshaped(to: batch.inputs.shape), batch.targets)
  }

  /// A batch mixed by the given function, with equally likely shares.
  private func mixed(
    _ batch: Samples<Tensor<Float>, Tensor<Float>>, using generator: inout RandomGenerator
  ) throws -> Samples<Tensor<Float>, Tensor<Float>> {
    let partners = generator.permutation(batch.count)
    let shares = partners.map { _ in generator.uniform() }
    let changed = try answers.mixup(images(of: batch), Tensor(batch.targets), partners, shares)
    return Samples(
      Tensor(changed.images).reshaped(to: batch.inputs.shape), Tensor(changed.targets))
  }

  /// The images of a batch without the axis of their one channel, in Double.
  private func images(of batch: Samples<Tensor<Float>, Tensor<Float>>) -> Tensor<Double> {
    Tensor(batch.inputs).squeezingDimension(at: 1)
  }
}

extension AugmentationExperiment {
  /// The validation loss of one network, as it is and on changed validation images.
  ///
  /// - Returns: The loss on the images as they are, and with each of so many draws of an augmentation.
  public func measuredOnAugmented(
    draws: Int, seed: UInt64
  ) throws -> (asTheyAre: Double, augmented: [Double]) {
    let data = try AugmentationData.digits()
    let plan = TrainingPlan.digits()
    let augmentation = RandomAffine(degrees: -15...15, pixels: 1)
    let recipe = Recipe("turned and moved", augmentation)
    let model = try plan.train(on: data, with: recipe, seed: seed).model
    var generator = RandomGenerator(seed: seed)
    let augmented = (0..<draws).map { _ in
      let images = augmentation(data.validation.inputs, using: &generator)
      return plan.measure(model, on: Samples(images, data.validation.targets)).loss
    }
    return (plan.measure(model, on: data.validation).loss, augmented)
  }
}

/// A change of a whole batch by a learner's functions.
private typealias BatchChange = (
  _ batch: Samples<Tensor<Float>, Tensor<Float>>, _ generator: inout RandomGenerator
) throws -> Samples<Tensor<Float>, Tensor<Float>>

/// A learner's function as a rule of `fit`, which cannot throw: what went wrong is kept until afterward.
private final class HandmadeMixing: MixingRule {
  private let change: BatchChange
  private(set) var failure: (any Error)?

  init(_ change: @escaping BatchChange) { self.change = change }

  func callAsFunction(
    _ batch: Samples<Tensor<Float>, Tensor<Float>>, using generator: inout RandomGenerator
  ) -> Samples<Tensor<Float>, Tensor<Float>> {
    do { return try change(batch, &generator) } catch {
      failure = error
      return batch
    }
  }
}
