import Curriculum
import Gradus

/// A network that tells classes apart, in training: mini-batches in random order, softmax
/// cross-entropy, Adam.
struct ClassifierTraining {
  private(set) var model: Sequential<Float>
  private var optimizer: Adam<Float>
  private var context: Context
  /// For the order of the samples.
  private var generator: RandomGenerator

  /// - Parameters:
  ///   - learningRate: That of Adam.
  ///   - seed: For the weights and the order of the samples.
  ///   - model: Makes the network with random weights.
  init(
    learningRate: Double, seed: UInt64, model: (inout RandomGenerator) -> Sequential<Float>
  ) {
    var generator = RandomGenerator(seed: seed)
    self.model = model(&generator)
    optimizer = Adam(learningRate: learningRate)
    context = .training(seed: seed)
    self.generator = generator.split()
  }

  /// Takes a step for each batch, and returns the mean loss of the samples before their steps.
  mutating func runEpoch(
    _ inputs: Tensor<Float>, _ labels: Tensor<Int>, batchSize: Int
  ) -> Double {
    var sum = 0.0
    for batch in Batches(inputs, labels, size: batchSize, shuffledBy: &generator) {
      let (loss, gradients) = valueWithGradients(at: &model) { model in
        softmaxCrossEntropy(
          logits: model.forward(Variable(batch.inputs), in: &context), labels: batch.targets)
      }
      optimizer.update(&model, along: gradients)
      sum += Double(loss) * Double(batch.targets.elementCount)
    }
    return sum / Double(labels.elementCount)
  }

  /// The class with the largest logit for each sample.
  func classes(of inputs: Tensor<Float>) -> Tensor<Int> { model(inputs).argmax(along: 1) }

  /// The mean loss of samples.
  func loss(_ inputs: Tensor<Float>, _ labels: Tensor<Int>) -> Double {
    Double(softmaxCrossEntropy(logits: Variable(model(inputs)), labels: labels).value.scalar())
  }
}
