import Debugging
import Gradus

/// Tells clouds of points apart, and measures the mean loss of other points, a batch at a time.
enum UnevenBatches {
  static func train(
    on samples: LabeledPoints, validation: LabeledPoints, seed: UInt64
  ) throws -> (curve: Curve, loss: (LabeledPoints, _ batchSize: Int) -> Double) {
    var generator = RandomGenerator(seed: seed)
    var model = Linear<Float>(2, 3, using: &generator)
    var optimizer = Adam<Float>(learningRate: 0.05)
    var context = Context.training(seed: seed)
    var curve = Curve("in batches of 16", "in batches of 59", "in one batch")

    func loss(on samples: LabeledPoints, batchSize: Int) -> Double {
      let batches = Batches(samples, size: batchSize)
      let losses = batches.map { batch in
        let loss = softmaxCrossEntropy(
          logits: Variable(model(batch.inputs)), labels: batch.targets)
        return Double(loss.value.scalar()) * Double(batch.count)
      }
      return losses.reduce(0, +) / Double(samples.count)
    }
    for _ in 1...10 {
      for batch in Batches(samples, size: 30, shuffledBy: &generator) {
        let (_, gradients) = valueWithGradients(at: &model) { model in
          softmaxCrossEntropy(
            logits: model.forward(Variable(batch.inputs), in: &context), labels: batch.targets)
        }
        optimizer.update(&model, along: gradients)
      }
      curve.append(
        loss(on: validation, batchSize: 16), loss(on: validation, batchSize: 59),
        loss(on: validation, batchSize: validation.count))
    }
    return (curve, loss)
  }
}
