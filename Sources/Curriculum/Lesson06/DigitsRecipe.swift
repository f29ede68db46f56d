import Curriculum
import Gradus

/// What can be done against overfitting to 200 images of digits.
public enum Remedy: String, CaseIterable, Sendable {
  /// Layers that look for the same small patterns everywhere, in place of layers that know each pixel.
  case convolution
  /// Images that are turned, scaled and sheared a little, each time in another way.
  case augmentation
  /// Units switched off at random.
  case dropout
  /// Labels that leave a little probability to the other classes.
  case smoothing = "label smoothing"
  /// Weights that shrink with each step.
  case decay = "weight decay"
  /// The average of the model over the last steps, in place of the last model.
  case averaging = "averaged model"
  /// The model of the epoch with the best validation loss.
  case stopping = "early stopping"
}

/// The remedies of a training, and how strong each is where it is used.
///
/// The strengths were chosen by the mean error on training images 200 to 1499, with seeds 100 to 103.
public struct DigitsRecipe: Sendable {
  /// Those that are used.
  public var remedies: Set<Remedy>
  /// How often the samples are gone through.
  public var epochs = 200
  /// The learning rate of AdamW.
  public var rate = 2e-3
  /// Channels of the two convolutions.
  public var channels = (16, 32)
  /// The largest angle of rotation, in degrees either way.
  public var degrees = 15.0
  /// The largest angle of shear, in degrees either way.
  public var shear = 20.0
  /// The largest shift, in pixels either way.
  public var pixels = 0
  /// The largest change of size, as a share.
  public var scale = 0.15
  /// The probability with which a unit is switched off.
  public var dropout = 0.25
  /// The probability that is taken from the label.
  public var smoothing = 0.1
  /// The weight decay λ of AdamW.
  public var decay = 1e-2
  /// The share of the average that stays at each step.
  public var memory = 0.99
  /// How many epochs may pass without an improvement.
  public var patience = 30

  /// The remedies that together read validation digits best: all but early stopping.
  public static let chosen = Remedy.allCases.filter { $0 != .stopping }

  /// Makes a recipe of some remedies.
  public init(_ remedies: some Sequence<Remedy>) { self.remedies = Set(remedies) }

  /// A network with random weights: the one of lessons 4 and 5 with two hidden layers of 128, or one
  /// with convolutions. For images of shape [N, 1, 8, 8].
  func network(using generator: inout RandomGenerator) -> Sequential<Float> {
    let dropout = Dropout<Float>(remedies.contains(.dropout) ? dropout : 0)
    guard remedies.contains(.convolution) else {
      return Sequential(
        Flatten(), Linear<Float>(64, 128, using: &generator), ReLU(), dropout,
        Linear(128, 128, using: &generator), ReLU(), dropout, Linear(128, 10, using: &generator))
    }
    let (first, second) = channels
    return Sequential(
      Conv2D<Float>(1, first, kernel: 3, padding: 1, using: &generator), ReLU(),
      Conv2D(first, second, kernel: 3, padding: 1, using: &generator), ReLU(),
      MaxPool2D(2),  // [N, C, 4, 4]
      Flatten(), dropout, Linear(16 * second, 64, using: &generator), ReLU(), dropout,
      Linear(64, 10, using: &generator))
  }

  /// Trains a network by this recipe.
  ///
  /// - Parameters:
  ///   - training: Images of shape [N, 1, 8, 8] to learn from.
  ///   - validation: Those that early stopping watches; nothing else does.
  ///   - seed: Of the weights and of everything random in the training.
  /// - Returns: The network to use, and the number of epochs that it was trained for.
  public func train(
    on training: Samples<Tensor<Float>, Tensor<Int>>,
    watching validation: Samples<Tensor<Float>, Tensor<Int>>, seed: UInt64
  ) -> (network: Sequential<Float>, epochs: Int) {
    var generator = RandomGenerator(seed: seed)
    var network = network(using: &generator)
    var average = network
    var best = (network: network, epochs: 0)
    var stopping = EarlyStopping(patience: patience)
    var optimizer = AdamW<Float>(
      learningRate: rate, weightDecay: remedies.contains(.decay) ? decay : 0)
    var context = Context.training(seed: seed)
    // Streams of their own, so that one remedy more leaves the order of the samples as it is.
    var (order, changes) = (generator.split(), generator.split())
    let augmentation = RandomAffine(
      scale: 1 - scale...1 + scale, shear: -shear...shear, degrees: -degrees...degrees,
      pixels: pixels)
    let smoothing = remedies.contains(.smoothing) ? smoothing : 0

    for epoch in 1...epochs {
      for batch in Batches(training.inputs, training.targets, size: 32, shuffledBy: &order) {
        var images = batch.inputs
        if remedies.contains(.augmentation) { images = augmentation(images, using: &changes) }
        let (_, gradients) = valueWithGradients(at: &network) { network in
          softmaxCrossEntropy(
            logits: network.forward(Variable(images), in: &context), labels: batch.targets,
            labelSmoothing: smoothing)
        }
        optimizer.update(&network, along: gradients)
        if remedies.contains(.averaging) {
          average.updateAverage(with: network, decay: memory)
        }
      }
      let present = remedies.contains(.averaging) ? average : network
      guard remedies.contains(.stopping) else {
        best = (present, epoch)
        continue
      }
      switch stopping.consider(measure(present, on: validation).loss) {
      case .improved: best = (present, epoch)
      case .waiting: continue
      case .stop: return best
      }
    }
    return best
  }
}

/// The mean loss of a network on samples, and the share that it reads correctly.
func measure(
  _ network: Sequential<Float>, on samples: Samples<Tensor<Float>, Tensor<Int>>
) -> (loss: Double, accuracy: Double) {
  let values = evaluate(network, on: samples, metrics: [Accuracy()]) {
    softmaxCrossEntropy(logits: $0, labels: $1)
  }
  return (values[0].value, values[1].value)
}
