import Curriculum
import Foundation
import Gradus

/// A small residual network that tells ten kinds of clothes apart, with everything that helps.
struct ClothesExperiment {
  static let names = [
    "T-shirt", "trousers", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot",
  ]

  /// How to train.
  struct Recipe {
    var epochs = 2
    var peak = 0.1
    /// What stays of the average of the weights at each step: in a short training, less.
    var averaging = 0.98
    var batchSize = 64
    var weightDecay = 5e-4
  }

  /// What came of it.
  struct Result {
    let network: Sequential<Float>
    let history: History
    /// The probabilities of the classes for each test picture, [N, 10].
    let plain: Tensor<Float>
    /// The means of those of a picture and of its mirror image.
    let voted: Tensor<Float>

    func right(_ labels: Tensor<Int>) -> (plain: Int, voted: Int) {
      (countRight(plain.argmax(along: 1), labels), countRight(voted.argmax(along: 1), labels))
    }
  }

  let training: Samples<Tensor<Float>, Tensor<Int>>
  let test: Samples<Tensor<Float>, Tensor<Int>>

  /// Loads so many pictures to learn from, 10,000 at most, and the 2,000 to measure with.
  init(training count: Int) throws {
    training = try Dataset.fashion.images(.train).samples.gather(Array(0..<count))
    test = try Dataset.fashion.images(.test).samples
  }

  /// Where Debian's package `dataset-fashion-mnist` puts the whole of Fashion-MNIST.
  static let installed = URL(filePath: "/usr/share/datasets/fashion-mnist")

  /// Loads all 60,000 pictures to learn from, and all 10,000 to measure with, from a folder that has the four
  /// files under their usual names.
  init(all folder: URL) throws {
    func samples(_ part: String) throws -> Samples<Tensor<Float>, Tensor<Int>> {
      let pictures = try IDX(contentsOf: folder.appending(path: "\(part)-images-idx3-ubyte.gz"))
      let labels = try IDX(contentsOf: folder.appending(path: "\(part)-labels-idx1-ubyte.gz"))
      return Samples(
        pictures.tensor(dividedBy: 255).expandingDimension(at: 1), try labels.labels())
    }
    (training, test) = (try samples("train"), try samples("t10k"))
  }

  /// 16 channels on 28 × 28 places, 32 on 14 × 14, 64 on 7 × 7, and a layer on their means.
  static func network(using generator: inout RandomGenerator) -> Sequential<Float> {
    Sequential(
      Conv2D(1, 16, kernel: 3, padding: 1, hasBias: false, using: &generator), BatchNorm(16),
      ReLU(), Sequential<Float>.residualBlock(16, 16, using: &generator),
      Sequential<Float>.residualBlock(16, 32, stride: 2, using: &generator),
      Sequential<Float>.residualBlock(32, 64, stride: 2, using: &generator), GlobalAveragePool2D(),
      Linear(64, 10, using: &generator))
  }

  /// What may be done to clothes without making others of them.
  static let augmentation = RandomFlip(.horizontal).then(RandomCrop(padding: 2))
    .then(RandomErasing(probability: 0.5, area: 0.02...0.2))

  /// Trains a network; calls back after each batch.
  func train(_ recipe: Recipe, seed: UInt64, batchEnded: () -> Void) throws -> Result {
    var generator = RandomGenerator(seed: seed)
    var network = ClothesExperiment.network(using: &generator)
    let steps = recipe.epochs * (training.count / recipe.batchSize)
    var descent = SGD<Float>(
      learningRate: recipe.peak, momentum: 0.9, isNesterov: true, weightDecay: recipe.weightDecay)
    let history = try fit(
      &network, to: training, with: &descent, epochs: recipe.epochs, batchSize: recipe.batchSize,
      dropLast: true, seed: seed, augmentation: ClothesExperiment.augmentation,
      metrics: [Accuracy()],
      callbacks: [
        LearningRateSchedule(OneCycle(peak: recipe.peak, steps: steps)),
        ModelAverage(decay: recipe.averaging),
      ],
      loss: { logits, labels in
        defer { batchEnded() }
        return softmaxCrossEntropy(logits: logits, labels: labels)
      })
    measureStatisticsAgain(of: &network, on: training.inputs)
    let plain = logits(of: network, test.inputs).softmax()
    let mirrored = logits(of: network, test.inputs.mirrored).softmax()
    return Result(
      network: network, history: history, plain: plain, voted: (plain + mirrored) / 2)
  }
}

/// Runs 64 batches of 50 pictures through a network whose weights are a mean, so that its batch normalizations
/// know the means and variances of what *these* weights make.
///
/// The running statistics that it was given are those of the last weights, and do not fit: without this step,
/// averaging makes a network worse (Izmailov, Podoprikhin, Garipov, Vetrov and Wilson, 2018, *Averaging Weights
/// Leads to Wider Optima and Better Generalization*).
func measureStatisticsAgain(of network: inout some Layer<Float>, on images: Tensor<Float>) {
  var context = Context.training(seed: 0)
  for batch in 0..<64 {
    let positions = (0..<50).map { (50 * batch + $0) % images.shape[0] }
    _ = network.forward(Variable(images.gather(positions)), in: &context)
  }
}

extension Tensor<Float> {
  /// Pictures [B, C, H, W] as in a mirror.
  fileprivate var mirrored: Tensor<Float> {
    gather(Array((0..<shape[3]).reversed()), along: 3)
  }
}
