import Debugging
import Gradus

/// Tells clouds of points apart, with dropout, and measures the loss on other points after each epoch. From
/// epoch 11 on the learning rate is 0.
enum RestlessScore {
  static func train(
    on samples: LabeledPoints, validation: LabeledPoints, seed: UInt64
  ) throws -> (curve: Curve, model: Sequential<Float>, loss: (LabeledPoints) -> Double) {
    var generator = RandomGenerator(seed: seed)
    var model = Sequential<Float>(
      Linear(2, 32, using: &generator), ReLU(), Dropout(0.5), Linear(32, 3, using: &generator))
    var optimizer = Adam<Float>(learningRate: 0.02)
    var context = Context.training(seed: seed)
    var curve = Curve("validation loss", "rate")

    func loss(on samples: LabeledPoints) -> Double {
      let logits = Variable(model(samples.inputs))
      return Double(softmaxCrossEntropy(logits: logits, labels: samples.targets).value.scalar())
    }
    for epoch in 1...16 {
      optimizer.learningRate = epoch <= 10 ? 0.02 : 0
      for batch in Batches(samples, size: 30, shuffledBy: &generator) {
        let (_, gradients) = valueWithGradients(at: &model) { model in
          softmaxCrossEntropy(
            logits: model.forward(Variable(batch.inputs), in: &context), labels: batch.targets)
        }
        optimizer.update(&model, along: gradients)
      }
      curve.append(loss(on: validation), optimizer.learningRate)
    }
    return (curve, model, loss)
  }
}
