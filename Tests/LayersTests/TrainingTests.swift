import Autograd
import DataLoading
import Layers
import TensorCore
import Testing
import Training

/// Layers, losses and optimizers together: small problems are learned.
@Suite struct TrainingTests {
  @Test func exclusiveOr() {
    var generator = RandomGenerator(seed: 1)
    var model = Sequential<Float>(
      Linear(2, 8, initializer: .glorotUniform, using: &generator), Tanh(),
      Linear(8, 1, initializer: .glorotUniform, using: &generator))
    let inputs: Tensor<Float> = [[0, 0], [0, 1], [1, 0], [1, 1]]
    let targets: Tensor<Float> = [[0], [1], [1], [0]]
    var optimizer = Adam<Float>(learningRate: 0.05)
    var context = Context.training(seed: 1)
    var last: Float = 0
    for _ in 0..<200 {
      let (loss, gradients) = valueWithGradients(at: &model) { model in
        binaryCrossEntropy(
          logits: model.forward(Variable(inputs), in: &context), targets: targets)
      }
      optimizer.update(&model, along: gradients)
      last = loss
    }
    #expect((model(inputs) .> 0) == (targets .> 0.5), "seed 1, loss \(last)")
    #expect(last < 0.1, "seed 1")
  }

  @Test func handwrittenDigits() throws {
    let train = try Dataset.digits.images(.train)
    let test = try Dataset.digits.images(.test)
    #expect(test.labels.shape == [297])
    var generator = RandomGenerator(seed: 4)
    var model = Sequential<Float>(
      Flatten(), Linear(64, 32, using: &generator), ReLU(), Linear(32, 10, using: &generator))
    var optimizer = Adam<Float>(learningRate: 3e-3)
    var context = Context.training(seed: 4)
    for _ in 0..<20 {
      for batch in Batches(train.images, train.labels, size: 32, shuffledBy: &generator) {
        let (_, gradients) = valueWithGradients(at: &model) { model in
          softmaxCrossEntropy(
            logits: model.forward(Variable(batch.inputs), in: &context), labels: batch.targets)
        }
        optimizer.update(&model, along: gradients)
      }
    }
    let correct = (model(test.images).argmax(along: 1) .== test.labels).trueCount
    // Seeds 0 to 11 give 264 to 274 of 297; 262 are 88 %.
    #expect(Double(correct) / 297 >= 0.88, "seed 4: \(correct) of 297")
  }
}
