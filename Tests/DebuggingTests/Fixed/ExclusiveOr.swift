import Debugging
import Gradus

/// Learns exclusive or with a hidden layer: four points, and 1 where exactly one coordinate is 1.
enum ExclusiveOr {
  static func train(
    hidden: Int, seed: UInt64
  ) throws -> (curve: Curve, model: Sequential<Float>) {
    let inputs: Tensor<Float> = [[0, 0], [0, 1], [1, 0], [1, 1]]
    let labels: Tensor<Int> = [0, 1, 1, 0]
    var generator = RandomGenerator(seed: seed)
    let initializer = Initializer.glorotUniform
    var model = Sequential<Float>(
      Linear(2, hidden, initializer: initializer, using: &generator), Tanh(),
      Linear(hidden, 2, initializer: initializer, using: &generator))
    var optimizer = Adam<Float>(learningRate: 0.05)
    var context = Context.training(seed: seed)
    var curve = Curve("loss")

    for _ in 1...200 {
      let (loss, gradients) = valueWithGradients(at: &model) { model in
        softmaxCrossEntropy(
          logits: model.forward(Variable(inputs), in: &context), labels: labels)
      }
      optimizer.update(&model, along: gradients)
      curve.append(Double(loss))
    }
    return (curve, model)
  }
}
