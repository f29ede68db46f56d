import Curriculum
import Gradus

/// What is done to training images.
public struct Recipe: Sendable {
  /// As in "shift by 1".
  public let name: String
  /// What changes each image by itself.
  public let augmentation: (any Augmentation)?
  /// What mixes images with each other.
  public let mixup: Mixup<Float>?

  /// Puts a recipe together.
  public init(_ name: String, _ augmentation: (any Augmentation)? = nil, mixup: Mixup<Float>? = nil)
  {
    self.name = name
    self.augmentation = augmentation
    self.mixup = mixup
  }

  /// The images as they are.
  public static let none = Recipe("nothing")
  /// Left and right exchanged in half of the images.
  public static let flip = Recipe("flip", RandomFlip())
}

/// A network, and how it is trained.
public struct TrainingPlan: Sendable {
  /// As in "MLP 64-64-10".
  public let name: String
  /// How often all training images are seen.
  public let epochs: Int
  /// Of Adam.
  public let learningRate: Double
  /// A new network with random weights.
  let network: @Sendable (inout RandomGenerator) -> Sequential<Float>

  /// For digits of 8 × 8 pixels: one hidden layer.
  public static func digits(epochs: Int = 100) -> TrainingPlan {
    TrainingPlan(name: "MLP 64-64-10", epochs: epochs, learningRate: 2e-3) {
      Sequential(
        Flatten(), Linear(64, 64, using: &$0), ReLU(), Linear(64, 10, using: &$0))
    }
  }

  /// For clothes of 14 × 14 pixels: two convolutions, 4 and 8 channels, and a hidden layer.
  public static func fashion(epochs: Int = 40) -> TrainingPlan {
    TrainingPlan(name: "CNN 4-8-64", epochs: epochs, learningRate: 3e-3) {
      Sequential(
        Conv2D(1, 4, kernel: 3, padding: 1, using: &$0), ReLU(), MaxPool2D(2),
        Conv2D(4, 8, kernel: 3, padding: 1, using: &$0), ReLU(), MaxPool2D(2),
        Flatten(), Linear(72, 64, using: &$0), ReLU(), Linear(64, 10, using: &$0))
    }
  }

  /// Trains a new network.
  ///
  /// - Parameters:
  ///   - data: Of it, the training images; those to measure on are only measured on.
  ///   - recipe: What is done to the training images.
  ///   - seed: Of the weights, the order of the images and all draws.
  ///   - mixing: Changes training batches in place of the recipe's mixup.
  ///   - watched: What is measured after each epoch as well, with its name in the history.
  func train(
    on data: AugmentationData, with recipe: Recipe, seed: UInt64,
    mixing: (any MixingRule<Tensor<Float>, Tensor<Float>>)? = nil,
    watching watched: KeyValuePairs<String, Samples<Tensor<Float>, Tensor<Float>>> = [:]
  ) throws -> (model: Sequential<Float>, history: History) {
    var generator = RandomGenerator(seed: seed)
    var model = network(&generator)
    var optimizer = Adam<Float>(learningRate: learningRate)
    let history = try fit(
      &model, to: data.train, watching: watched, with: &optimizer, epochs: epochs, seed: seed,
      augmentation: recipe.augmentation, mixing: mixing ?? recipe.mixup, metrics: [Accuracy()]
    ) { softmaxCrossEntropy(logits: $0, probabilities: $1) }
    return (model, history)
  }

  /// The mean loss and the share of right answers.
  func measure(
    _ model: Sequential<Float>, on samples: Samples<Tensor<Float>, Tensor<Float>>
  ) -> (loss: Double, accuracy: Double) {
    let values = evaluate(model, on: samples, metrics: [Accuracy()]) {
      softmaxCrossEntropy(logits: $0, probabilities: $1)
    }
    return (values[0].value, values[1].value)
  }
}
