import Debugging
import Gradus

/// Trains a classifier. In the middle it goes through a file of another framework, which keeps a weight as
/// [inputs, outputs], where here it is [outputs, inputs].
enum ThereAndBack {
  static func train(
    on samples: LabeledPoints, hidden: Int, epochs: Int, seed: UInt64
  ) throws -> (curve: Curve, model: Sequential<Float>) {
    var model = network(hidden: hidden, seed: seed)
    var optimizer = SGD<Float>(learningRate: 0.2)
    var context = Context.training(seed: seed)
    var curve = Curve("loss")

    for epoch in 1...epochs {
      if epoch == epochs / 2 + 1 {
        let file = written(model)
        model = network(hidden: hidden, seed: seed + 1)
        read(file, into: &model)
      }
      let (loss, gradients) = valueWithGradients(at: &model) { model in
        softmaxCrossEntropy(
          logits: model.forward(Variable(samples.inputs), in: &context), labels: samples.targets)
      }
      optimizer.update(&model, along: gradients)
      curve.append(Double(loss))
    }
    return (curve, model)
  }

  static func network(hidden: Int, seed: UInt64) -> Sequential<Float> {
    var generator = RandomGenerator(seed: seed)
    return Sequential(
      Linear(2, hidden, using: &generator), Tanh(), Linear(hidden, hidden, using: &generator),
      Tanh(), Linear(hidden, 3, using: &generator))
  }

  /// The numbers as the other framework has them.
  static func written(_ model: Sequential<Float>) -> [ParameterName: Tensor<Float>] {
    var file: [ParameterName: Tensor<Float>] = [:]
    for (name, value) in model.parameters {
      file[name] = value.rank == 2 ? value.transposed() : value
    }
    return file
  }

  static func read(_ file: [ParameterName: Tensor<Float>], into model: inout Sequential<Float>) {
    model.visitParameters { name, parameter in
      let value = file[name]!
      parameter = Variable(value.rank == 2 ? value.transposed() : value)
    }
  }
}
