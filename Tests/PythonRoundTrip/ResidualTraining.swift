import Foundation
import Gradus

/// Trains lesson 8's residual network for 50 steps by its recipe, without augmentation, and writes what is needed
/// to do the same elsewhere: `clothes.safetensors`, the weights before the first step, and `clothes.npz`, the
/// batches and the loss of each step. All in `Double`, see `residual.py`.
func trainOnClothes(_ folder: URL) throws {
  let (steps, batchSize) = (50, 64)
  var generator = RandomGenerator(seed: 1)
  var network = Sequential<Double>(
    Conv2D(1, 16, kernel: 3, padding: 1, hasBias: false, using: &generator), BatchNorm(16), ReLU(),
    Sequential<Double>.residualBlock(16, 16, using: &generator),
    Sequential<Double>.residualBlock(16, 32, stride: 2, using: &generator),
    Sequential<Double>.residualBlock(32, 64, stride: 2, using: &generator), GlobalAveragePool2D(),
    Linear(64, 10, using: &generator))
  try network.saveWeights(to: folder.appending(path: "clothes.safetensors"))
  let samples = try Dataset.fashion.images(.train, as: Double.self).samples
    .gather(Array(generator.permutation(10_000).prefix(steps * batchSize)))
  var descent = SGD<Double>(
    learningRate: 0.1, momentum: 0.9, isNesterov: true, weightDecay: 5e-4)
  let schedule = OneCycle(peak: 0.1, steps: steps)
  var context = Context.training(seed: 1)
  var losses: [Double] = []
  for (step, batch) in Batches(samples, size: batchSize).enumerated() {
    descent.learningRate = schedule.rate(at: step)
    let (loss, gradients) = valueWithGradients(at: &network) { network in
      softmaxCrossEntropy(
        logits: network.forward(Variable(batch.inputs), in: &context), labels: batch.targets)
    }
    descent.update(&network, along: gradients)
    losses.append(loss)
  }
  try NPZ([
    "images": .double(samples.inputs), "labels": .int(samples.targets),
    "losses": .double(Tensor(losses)),
  ]).write(to: folder.appending(path: "clothes.npz"))
}
