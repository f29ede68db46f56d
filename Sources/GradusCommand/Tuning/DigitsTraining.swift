import Curriculum
import Gradus

/// What `gradus tune digits` chooses: of the two optimizers, SGD has a momentum of 0.9.
let digitsSpace = SettingSpace([
  "rate": .logUniform(from: 1e-4, to: 1), "optimizer": .choice(["SGD", "Adam"]),
  "width": .choice([32, 64, 128]), "dropout": .uniform(from: 0, to: 0.5),
  "batch": .choice([16, 64]),
])

/// A network with one hidden layer in training, by a setting: all that an epoch changes.
struct DigitsTraining {
  private(set) var model: Sequential<Float>
  private var optimizer: any Optimizer<Float>
  private var order: RandomGenerator
  private var context: Context
  private let batchSize: Int

  /// An untrained one. Two of the same width and seed begin with the same weights.
  init(_ setting: Setting, seed: UInt64) {
    var generator = RandomGenerator(seed: seed)
    (order, context) = (generator.split(), .training(seed: generator.next()))
    let width = setting.integer("width")
    model = Sequential(
      Linear(64, width, using: &generator), ReLU(), Dropout(setting.number("dropout")),
      Linear(width, 10, using: &generator))
    let rate = setting.number("rate")
    optimizer =
      setting.text("optimizer") == "SGD"
      ? SGD<Float>(learningRate: rate, momentum: 0.9) : Adam<Float>(learningRate: rate)
    batchSize = setting.integer("batch")
  }

  /// Trains for an epoch; false when the loss is no longer finite.
  mutating func trainForAnEpoch(on samples: Samples<Tensor<Float>, Tensor<Int>>) -> Bool {
    for batch in Batches(samples, size: batchSize, shuffledBy: &order) {
      let (loss, gradients) = valueWithGradients(at: &model) { model in
        softmaxCrossEntropy(
          logits: model.forward(Variable(batch.inputs), in: &context), labels: batch.targets)
      }
      guard loss.isFinite else { return false }
      optimizer.update(&model, along: gradients)
    }
    return true
  }

  /// How many of the samples are recognized.
  func hits(on samples: Samples<Tensor<Float>, Tensor<Int>>) -> Int {
    countRight(model(samples.inputs).argmax(along: 1), samples.targets)
  }
}

/// The digits in three parts. The last of the training digits, mostly by other people than the rest, are to
/// choose with; the test's are by others again.
struct TuningDigits {
  /// All training digits: what the chosen setting is trained on in the end.
  let all: Samples<Tensor<Float>, Tensor<Int>>
  let training, validation, test: Samples<Tensor<Float>, Tensor<Int>>

  init() throws {
    let data = try DigitsData<Float>.lastAsTest()
    all = Samples(data.trainInputs, data.trainLabels)
    training = all.samples(at: Array(0..<all.count - 300))
    validation = all.samples(at: Array(all.count - 300..<all.count))
    test = Samples(data.testInputs, data.testLabels)
  }
}
