import Gradus

// Whole training steps on one batch: forward, loss, backward, update.

extension Workload {
  static let trainingSteps = [linearRegression, digitsMLP]

  private static let linearRegression = Workload(
    "linear_regression_b32", "Linear(1, 1), mean squared error, SGD; Float, batch of 32"
  ) {
    var generator = RandomGenerator(seed: 1)
    var model = Linear<Float>(1, 1, using: &generator)
    var optimizer = SGD<Float>(learningRate: 0.1)
    let inputs = Tensor<Float>.normal([32, 1], using: &generator)
    let targets = inputs * 3 + 1
    var context = Context.training(seed: 1)
    return { times in
      for _ in 0..<times {
        let (_, gradients) = valueWithGradients(at: &model) { model in
          meanSquaredError(model.forward(Variable(inputs), in: &context), targets)
        }
        optimizer.update(&model, along: gradients)
      }
    }
  }

  private static let digitsMLP = Workload(
    "digits_mlp_64_32_10_b32",
    "Linear(64, 32), ReLU, Linear(32, 10), softmax cross-entropy, Adam; Float, batch of 32"
  ) {
    var generator = RandomGenerator(seed: 1)
    var model = Sequential<Float>(
      Linear(64, 32, using: &generator), ReLU(), Linear(32, 10, using: &generator))
    var optimizer = Adam<Float>(learningRate: 1e-3)
    let inputs = Tensor<Float>.uniform([32, 64], using: &generator)
    let labels = Tensor((0..<32).map { _ in generator.uniformInteger(below: 10) })
    var context = Context.training(seed: 1)
    return { times in
      for _ in 0..<times {
        let (_, gradients) = valueWithGradients(at: &model) { model in
          softmaxCrossEntropy(logits: model.forward(Variable(inputs), in: &context), labels: labels)
        }
        optimizer.update(&model, along: gradients)
      }
    }
  }
}
