import Debugging
import Gradus

/// Tells three clouds of points apart, points [N, 2] and labels [N].
enum ThreeClouds {
  static func train(
    on samples: LabeledPoints, seed: UInt64
  ) throws -> (curve: Curve, model: Sequential<Float>) {
    var generator = RandomGenerator(seed: seed)
    var model = Sequential<Float>(
      Linear(2, 16, using: &generator), Tanh(), Linear(16, 3, using: &generator))
    var optimizer = Adam<Float>(learningRate: 0.05)
    var context = Context.training(seed: seed)
    var curve = Curve("loss", "accuracy")

    for _ in 1...30 {
      for batch in Batches(samples, size: 30, shuffledBy: &generator) {
        let (_, gradients) = valueWithGradients(at: &model) { model in
          softmaxCrossEntropy(
            logits: model.forward(Variable(batch.inputs), in: &context), labels: batch.targets)
        }
        optimizer.update(&model, along: gradients)
      }
      let outputs = model(samples.inputs)
      let loss = softmaxCrossEntropy(logits: Variable(outputs), labels: samples.targets)
      let rightCount = zip(outputs.argmax(along: 1).elements, samples.targets.elements)
        .count { $0 == $1 }
      curve.append(
        Double(loss.value.scalar()), Double(rightCount) / Double(samples.count))
    }
    return (curve, model)
  }
}
