import Foundation
import Gradus

// A network of residual blocks that tells clothes apart (He, Zhang, Ren and Sun, 2016, *Deep Residual Learning
// for Image Recognition*), trained by `fit` with everything that belongs to it: augmentation, a schedule of
// the learning rate, and early stopping. A linear classifier says what all that is worth.

/// Two convolutions that learn what to add to their input.
struct ResidualBlock<Scalar: TensorScalar>: Layer {
  var first, second: Conv2D<Scalar>
  var firstNorm, secondNorm: BatchNorm<Scalar>
  /// Makes the input fit where the block changes its shape; nil where it does not.
  var projection: Sequential<Scalar>?

  init(
    _ inputs: Int, _ outputs: Int, stride: Size2D = 1, using generator: inout RandomGenerator
  ) {
    // What comes before a normalization needs no bias.
    first = Conv2D(
      inputs, outputs, kernel: 3, stride: stride, padding: 1, hasBias: false, using: &generator)
    firstNorm = BatchNorm(outputs)
    second = Conv2D(outputs, outputs, kernel: 3, padding: 1, hasBias: false, using: &generator)
    secondNorm = BatchNorm(outputs)
    if stride != 1 || inputs != outputs {
      projection = Sequential(
        Conv2D(inputs, outputs, kernel: 1, stride: stride, hasBias: false, using: &generator),
        BatchNorm(outputs))
    }
  }

  mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    var x = first.forward(input, as: "first", in: &context)
    x = firstNorm.forward(x, as: "firstNorm", in: &context).relu()
    x = second.forward(x, as: "second", in: &context)
    x = secondNorm.forward(x, as: "secondNorm", in: &context)
    return (x + (projection?.forward(input, as: "projection", in: &context) ?? input)).relu()
  }

  mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    first.visitParameters(as: "first", visit)
    firstNorm.visitParameters(as: "firstNorm", visit)
    second.visitParameters(as: "second", visit)
    secondNorm.visitParameters(as: "secondNorm", visit)
    projection.visitParameters(as: "projection", visit)
  }
}

/// Three blocks, each with twice the channels of the one before it; all but the first halve height and width, as
/// does the convolution in front.
func residualNetwork(using generator: inout RandomGenerator) -> Sequential<Float> {
  Sequential(
    Conv2D(1, 16, kernel: 3, stride: 2, padding: 1, hasBias: false, using: &generator),
    BatchNorm(16), ReLU(),
    ResidualBlock(16, 16, using: &generator),
    ResidualBlock(16, 32, stride: 2, using: &generator),
    ResidualBlock(32, 64, stride: 2, using: &generator),
    GlobalAveragePool2D(), Linear(64, 10, using: &generator))
}

/// Trains the network and a linear classifier, prints how many of the test images each gets right, and
/// returns these shares.
///
/// - Parameters:
///   - dataset: Images of ten classes.
///   - count: How many of the training images to use, a tenth of them for validation.
///   - augmentation: What may be done to an image of the dataset without changing its class.
///   - epochs: How many times to go through the images at most.
///   - seed: Where the random numbers start.
@discardableResult
func trainResidualNetwork(
  on dataset: Dataset = .fashion, imageCount count: Int = 10_000,
  augmentation: any Augmentation = RandomFlip(.horizontal).then(RandomCrop(padding: 1)),
  epochs: Int = 6, seed: UInt64 = 1
) throws -> (network: Double, linear: Double) {
  var generator = RandomGenerator(seed: seed)
  let all = try dataset.images(.train).samples.gather(Array(0..<count))
  let test = try dataset.images(.test).samples
  let split = try DataSplit(
    stratifiedBy: all.targets, validation: 0.1, test: 0, using: &generator)
  let (train, validation) = (all.gather(split.train), all.gather(split.validation))
  func loss(logits: Variable<Float>, labels: Tensor<Int>) -> Variable<Float> {
    softmaxCrossEntropy(logits: logits, labels: labels)
  }

  var network = residualNetwork(using: &generator)
  print(
    "A residual network of \(network.parameterCount) parameters learns \(dataset.title), "
      + "\(train.count) images, seed \(seed).")
  let batchSize = 64
  let steps = epochs * (train.count / batchSize)
  var optimizer = AdamW<Float>(weightDecay: 0.05)
  let history = try fit(
    &network, to: train, validation: validation, with: &optimizer, epochs: epochs,
    batchSize: batchSize, dropLast: true, seed: seed, augmentation: augmentation,
    metrics: [Accuracy()],
    callbacks: [
      LearningRateSchedule(OneCycle(peak: 0.01, steps: steps)),
      EarlyStopping(on: "validation accuracy", .maximum, patience: 3), Progress(),
    ], loss: loss)
  if let epoch = history.keptEpoch { print("The network of epoch \(epoch) is kept.") }

  let pixels = train.inputs.elementCount / train.count
  var linear = Sequential<Float>(
    Flatten(), Linear(pixels, 10, initializer: .glorotUniform, using: &generator))
  var adam = Adam<Float>()
  try fit(
    &linear, to: train, validation: validation, with: &adam, epochs: 2 * epochs, seed: seed,
    callbacks: [EarlyStopping(patience: 3)], loss: loss)

  func accuracy(of model: Sequential<Float>) -> Double {
    evaluate(model, on: test, metrics: [Accuracy()], loss: loss)
      .first { $0.name == "accuracy" }!.value
  }
  let result = (network: accuracy(of: network), linear: accuracy(of: linear))
  print(
    String(
      format: "Right of %d test images: %.1f %%; a linear classifier: %.1f %%.", test.count,
      100 * result.network, 100 * result.linear))
  return result
}
