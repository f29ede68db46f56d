import Curriculum
import Gradus

extension Bugs {
  /// Weights that come back from a file of another framework.
  public static let thereAndBack = Bug<
    @Sendable (LabeledPoints, _ hidden: Int, _ epochs: Int, UInt64) throws -> (
      curve: Curve, model: Sequential<Float>
    )
  >(
    about: BugDescription(
      name: "ThereAndBack", lesson: 14,
      symptom:
        "In the middle of a training the weights are written as another framework keeps them, and read again. All "
        + "names and shapes are right, and no error is thrown, but then the loss is what it was epochs ago.",
      hints: [
        "Compare what is written with what is read, one parameter after the other. Which are the same numbers?",
        "With another number of hidden units nothing changes. What if each layer had another number of units?",
        "A shape that fits is a hint that a matrix lies the right way round. For which matrices does it say nothing?",
      ],
      reason:
        "A weight was turned where its shape asked for it. The one in the middle is square, so it fits both ways, and "
        + "was left as the other framework has it. The layout decides, and never the shape."),
    curve: { try $0(clouds(seed: 1, spread: 0.9), 8, 40, 1).curve },
    check: { train in
      for (hidden, epochs, seed) in [(8, 20, UInt64(2)), (5, 9, 3), (2, 30, 4)] {
        let samples = clouds(seed: seed, pointsInCloud: 20, spread: 0.9)
        let (curve, model) = try train(samples, hidden, epochs, seed)
        let right = modelWithoutFile(samples, hidden, epochs, seed)
        for (found, right) in zip(model.parameters, right.parameters) {
          try expect(
            Tensor<Double>(found.value), equals: Tensor<Double>(right.value),
            in: "\(found.name), \(hidden) hidden units, \(epochs) epochs, seed \(seed), beside the "
              + "same training without a file",
            tolerance: 1e-4)
        }
        try expect(
          curve["loss"].count == epochs,
          "The curve has \(curve["loss"].count) epochs of \(epochs).")
      }
    })
}

/// The model that the program should give: the same training, without a file in the middle.
private func modelWithoutFile(
  _ samples: LabeledPoints, _ hidden: Int, _ epochs: Int, _ seed: UInt64
) -> Sequential<Float> {
  var model = ThereAndBack.network(hidden: hidden, seed: seed)
  var optimizer = SGD<Float>(learningRate: 0.2)
  var context = Context.training(seed: seed)
  for _ in 1...epochs {
    let gradients = valueWithGradients(at: &model) { model in
      softmaxCrossEntropy(
        logits: model.forward(Variable(samples.inputs), in: &context), labels: samples.targets)
    }.gradients
    optimizer.update(&model, along: gradients)
  }
  return model
}
