import Curriculum
import Gradus

extension Bugs {
  /// An operation of one's own in a network.
  public static let gentleBend = Bug<
    @Sendable (NumberedRows, _ hidden: Int, _ epochs: Int, UInt64) throws -> (
      curve: Curve, model: Sequential<Double>
    )
  >(
    about: BugDescription(
      name: "GentleBend", lesson: 13,
      symptom:
        "A network with an activation of its own learns, so nobody looked. But a short step along the gradient "
        + "should lower the loss by the rate times the gradient's squared norm, and soon it lowers it by far less.",
      hints: [
        "Which of the gradients can be wrong, if the loss falls nevertheless? Take the layers one at a time.",
        "Prove the operation alone, by differences, at a random point and with a random upstream gradient.",
        "The comment says where the derivative is taken. Where does the code take it?",
      ],
      reason:
        "The derivative was taken at the output, as that of tanh and of the sigmoid may be written, but its formula "
        + "is one of the input. All signs were right, so the loss fell all the same."),
    curve: { try $0(wave(seed: 1), 12, 80, 1).curve },
    check: { train in
      for (hidden, epochs, seed) in [(3, 1, UInt64(2)), (12, 40, 3), (7, 100, 4)] {
        let samples = wave(seed: seed)
        let (_, model) = try train(samples, hidden, epochs, seed)
        for (found, right) in zip(
          model.parameters, trainedModel(samples, hidden, epochs, seed).parameters)
        {
          try expect(
            found.value, equals: right.value,
            in: "\(found.name) after \(epochs) epoch\(epochs == 1 ? "" : "s"), seed \(seed)",
            tolerance: 1e-6)
        }
      }
    })
}

/// Two columns, and a wave along one of them.
private func wave(seed: UInt64) -> NumberedRows {
  var generator = RandomGenerator(seed: seed)
  let inputs = Tensor<Double>.normal([40, 2], standardDeviation: 2, using: &generator)
  let targets = inputs.gather([0], along: 1).sin() + inputs.gather([1], along: 1) * 0.3
  return Samples(inputs, targets)
}

/// The model that the program should give, with the activation made of the framework's operations.
private func trainedModel(
  _ samples: NumberedRows, _ hidden: Int, _ epochs: Int, _ seed: UInt64
) -> Sequential<Double> {
  var generator = RandomGenerator(seed: seed)
  var model = Sequential<Double>(
    Linear(samples.inputs.shape[1], hidden, using: &generator), Lambda { $0 / (1 + $0.abs()) },
    Linear(hidden, 1, using: &generator))
  var optimizer = SGD<Double>(learningRate: GentleBend.rate)
  for _ in 1...epochs {
    let gradients = valueWithGradients(at: &model) { GentleBend.loss(of: &$0, on: samples) }
      .gradients
    optimizer.update(&model, along: gradients)
  }
  return model
}
