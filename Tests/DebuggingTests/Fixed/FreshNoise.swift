import Debugging
import Gradus

/// Tells few points apart, and adds noise to them in each epoch, so that they are not learned by heart.
enum FreshNoise {
  static func train(
    on samples: LabeledPoints, validation: LabeledPoints, seed: UInt64
  ) throws -> (curve: Curve, seen: [Tensor<Float>]) {
    var generator = RandomGenerator(seed: seed)
    var model = Sequential<Float>(
      Linear(2, 64, using: &generator), ReLU(), Linear(64, 64, using: &generator), ReLU(),
      Linear(64, 3, using: &generator))
    var optimizer = Adam<Float>(learningRate: 0.01)
    var context = Context.training(seed: seed)
    var curve = Curve("training loss", "validation loss")
    var seen: [Tensor<Float>] = []

    for _ in 1...60 {
      let noise = Tensor<Float>.normal(
        samples.inputs.shape, standardDeviation: 0.7, using: &generator)
      let inputs = samples.inputs + noise
      seen.append(inputs)
      let (loss, gradients) = valueWithGradients(at: &model) { model in
        softmaxCrossEntropy(
          logits: model.forward(Variable(inputs), in: &context), labels: samples.targets)
      }
      optimizer.update(&model, along: gradients)
      let validationLoss = softmaxCrossEntropy(
        logits: Variable(model(validation.inputs)), labels: validation.targets)
      curve.append(Double(loss), Double(validationLoss.value.scalar()))
    }
    return (curve, seen)
  }
}
