import Curriculum
import Gradus

/// Images to classify in a race: a row of pixels each, and a one as the probability of its class.
public struct RaceData: Sendable {
  /// What is raced on, as in "Digits".
  public let name: String
  /// Shape [N, D], from 0 to 1.
  public let inputs: Tensor<Double>
  /// Shape [N, 10]: 1 at the class, and 0 elsewhere.
  public let targets: Tensor<Double>
  /// Images that are not trained on, shape [M, D].
  public let testInputs: Tensor<Double>
  /// Their classes, shape [M].
  public let testLabels: Tensor<Int>

  /// Handwritten digits of 8 × 8 pixels: the first 1500 to train on, the last 297 to test with.
  public static func digits() throws -> RaceData {
    let data = try DigitsData<Double>.lastAsTest()
    return RaceData(
      name: "Digits", inputs: data.trainInputs,
      targets: oneHot(labels: data.trainLabels, classCount: 10),
      testInputs: data.testInputs, testLabels: data.testLabels)
  }

  /// Clothes: the first 1000 training images and the first 500 test images of those shipped, from
  /// 28 × 28 pixels to 14 × 14 by the mean of four neighbors each, to make the race short.
  public static func fashion() throws -> RaceData {
    func part(_ part: Dataset.Part, _ count: Int) throws -> (Tensor<Double>, Tensor<Int>) {
      let data = try Dataset.fashion.images(part, as: Double.self)
      let small = data.images[0..<count].reshaped(to: [count, 14, 2, 14, 2]).mean(along: [2, 4])
      return (small.reshaped(to: [count, 196]), data.labels[0..<count])
    }
    let (train, test) = (try part(.train, 1000), try part(.test, 500))
    return RaceData(
      name: "Fashion-MNIST", inputs: train.0, targets: oneHot(labels: train.1, classCount: 10),
      testInputs: test.0,
      testLabels: test.1)
  }
}

/// A small network in training: D inputs, 32 hidden units with ReLU, 10 classes.
struct RaceNetwork {
  private(set) var model: Sequential<Double>
  var optimizer: any Optimizer<Double>
  private(set) var hasDiverged = false
  private var context: Context

  /// - Parameter generator: Draws the weights.
  init(
    inputs: Int, optimizer: any Optimizer<Double>, using generator: inout RandomGenerator
  ) {
    model = Sequential(
      Linear(inputs, 32, using: &generator), ReLU(), Linear(32, 10, using: &generator))
    self.optimizer = optimizer
    context = .training(seed: 0)
  }

  /// Takes a step on a batch, and returns the mean loss from before it; infinity, and no further step,
  /// once loss or gradients are no longer finite.
  mutating func step(_ x: Tensor<Double>, _ targets: Tensor<Double>) -> Double {
    let (loss, gradients) = gradients(x, targets)
    hasDiverged =
      hasDiverged || !loss.isFinite || gradients.tensors.contains { !$0.sum().isFinite }
    if hasDiverged { return .infinity }
    optimizer.update(&model, along: gradients)
    return loss
  }

  /// The mean loss of a batch and its gradients.
  mutating func gradients(
    _ x: Tensor<Double>, _ targets: Tensor<Double>
  ) -> (loss: Double, gradients: Gradients<Double>) {
    let (loss, gradients) = valueWithGradients(at: &model) { model in
      softmaxCrossEntropy(logits: model.forward(Variable(x), in: &context), probabilities: targets)
    }
    return (loss, gradients)
  }

  /// The mean loss of samples; infinity after a divergence.
  func loss(_ x: Tensor<Double>, _ targets: Tensor<Double>) -> Double {
    if hasDiverged { return .infinity }
    let loss = softmaxCrossEntropy(logits: Variable(model(x)), probabilities: targets)
      .value.scalar()
    return loss.isFinite ? loss : .infinity
  }

  /// How many samples have their largest logit at their label.
  func countRight(_ x: Tensor<Double>, _ labels: Tensor<Int>) -> Int {
    Curriculum.countRight(model(x).argmax(along: 1), labels)
  }
}
