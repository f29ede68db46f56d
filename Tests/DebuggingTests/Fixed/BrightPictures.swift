import Debugging
import Gradus

/// Tells pictures apart that are brighter on the left from those on the right: pixels from 0 to 255,
/// [N, 64], labels [N].
enum BrightPictures {
  static func train(
    on samples: LabeledPoints, seed: UInt64
  ) throws -> (
    curve: Curve, loss: (_ logits: Variable<Float>, _ labels: Tensor<Int>) -> Variable<Float>
  ) {
    var generator = RandomGenerator(seed: seed)
    var model = Linear<Float>(
      64, 2, hasBias: false, initializer: .zeros, using: &generator)
    var context = Context.training(seed: seed)
    var curve = Curve("loss")

    for epoch in 1...8 {
      let rate = 2e-5 * Float(epoch)
      var sum = 0.0
      for batch in Batches(samples, size: 20, shuffledBy: &generator) {
        let (value, gradients) = valueWithGradients(at: &model) { model in
          loss(of: model.forward(Variable(batch.inputs), in: &context), at: batch.targets)
        }
        model.weight.value -= gradients["weight"]! * rate
        sum += Double(value) * Double(batch.count)
      }
      curve.append(sum / Double(samples.count))
    }
    return (curve, loss)
  }

  /// The mean of −ln p of the labels, logits [N, K], where p = exp(xᵢ) / Σⱼ exp(xⱼ).
  static func loss(of logits: Variable<Float>, at labels: Tensor<Int>) -> Variable<Float> {
    let isLabel = Variable(oneHot(labels: labels, classCount: logits.shape[1], as: Float.self))
    let surprises = -logits.logSoftmax(along: 1)
    return (surprises * isLabel).sum(along: 1).mean()
  }
}
