import Debugging
import Gradus

/// Learns a curve with a hidden layer, whose activation is an operation of one's own: x/(1 + |x|).
enum GentleBend {
  static let rate = 0.02

  static func train(
    on samples: NumberedRows, hidden: Int, epochs: Int, seed: UInt64
  ) throws -> (curve: Curve, model: Sequential<Double>) {
    var generator = RandomGenerator(seed: seed)
    var model = Sequential<Double>(
      Linear(samples.inputs.shape[1], hidden, using: &generator), Lambda(bend),
      Linear(hidden, 1, using: &generator))
    var optimizer = SGD<Double>(learningRate: rate)
    var curve = Curve("loss", "fall expected", "fall seen")

    for _ in 1...epochs {
      let (loss, gradients) = valueWithGradients(at: &model) { self.loss(of: &$0, on: samples) }
      // A small step along a gradient lowers the loss by the rate times the gradient's squared norm.
      let expected = rate * gradients.globalNorm * gradients.globalNorm
      optimizer.update(&model, along: gradients)
      curve.append(loss, expected, loss - self.loss(of: &model, on: samples).value.scalar())
    }
    return (curve, model)
  }

  static func loss(
    of model: inout Sequential<Double>, on samples: NumberedRows
  ) -> Variable<Double> {
    var context = Context.inference
    let predictions = model.forward(Variable(samples.inputs), in: &context)
    return (predictions - Variable(samples.targets)).squared().mean()
  }

  /// x/(1 + |x|); derivative 1/(1 + |x|)².
  static func bend(_ x: Variable<Double>) -> Variable<Double> {
    let bent = x.value.map { $0 / (1 + abs($0)) }
    return Variable(
      "bend", bent,
      (
        x,
        { upstream in
          upstream * x.value.map { 1 / ((1 + abs($0)) * (1 + abs($0))) }
        }
      ))
  }
}
