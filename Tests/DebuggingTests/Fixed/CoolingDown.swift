import Debugging
import Gradus

/// Fits weights to rows of numbers. The learning rate is 0.1 in the first epoch, and in each later one nine
/// tenths of what it was.
enum CoolingDown {
  static func train(
    on samples: NumberedRows, batchSize: Int, epochs: Int, seed: UInt64
  ) throws -> Curve {
    var generator = RandomGenerator(seed: seed)
    var model = Linear<Double>(
      samples.inputs.shape[1], 1, initializer: .zeros, using: &generator)
    var optimizer = SGD<Double>(learningRate: 0.1)
    var context = Context.training(seed: seed)
    var curve = Curve("loss", "rate")

    for _ in 1...epochs {
      let rate = optimizer.learningRate
      for batch in Batches(samples, size: batchSize, shuffledBy: &generator) {
        let (_, gradients) = valueWithGradients(at: &model) { model in
          meanSquaredError(model.forward(Variable(batch.inputs), in: &context), batch.targets)
        }
        optimizer.update(&model, along: gradients)
      }
      optimizer.learningRate *= 0.9
      let loss = meanSquaredError(Variable(model(samples.inputs)), samples.targets)
      curve.append(loss.value.scalar(), rate)
    }
    return curve
  }
}
