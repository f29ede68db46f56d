import Curriculum
import Gradus

extension Bugs {
  /// A loss that is measured again and again.
  public static let restlessScore = Bug<
    @Sendable (LabeledPoints, _ validation: LabeledPoints, UInt64) throws -> (
      curve: Curve, model: Sequential<Float>, loss: (LabeledPoints) -> Double
    )
  >(
    about: BugDescription(
      name: "RestlessScore", lesson: 4,
      symptom:
        "A network with dropout tells clouds of points apart. From epoch 11 on the learning rate is 0, so "
        + "the model stays as it is, and so should its validation loss.",
      hints: [
        "The model does not change, the samples do not change. What else does the loss depend on?",
        "Ask for the loss of the same samples twice. Which part of the model may give two answers?",
        "Who tells a layer whether it is training, and what is it told when the loss is measured?",
      ],
      reason:
        "The loss was measured in the context of the training, so dropout let units fail there, too. What is "
        + "measured or predicted runs at inference: Context.inference, or model(x)."),
    curve: { try $0(overlapping(1), overlapping(11), 1).curve },
    check: { train in
      for seed in UInt64(2)...3 {
        let validation = overlapping(seed + 10)
        let (curve, model, loss) = try train(overlapping(seed), validation, seed)
        let first = loss(validation)
        let second = loss(validation)
        try expect(
          first == second,
          "The loss of the same samples is \(first.significant(6)), and, asked again, \(second.significant(6))."
        )
        let expected = softmaxCrossEntropy(
          logits: Variable(model(validation.inputs)), labels: validation.targets)
        try expect(
          first, equals: Double(expected.value.scalar()),
          in: "the loss of the validation samples, at inference", tolerance: 1e-5)
        try expect(
          curve["validation loss"].suffix(5).allSatisfy { ($0 - first).magnitude < 1e-6 },
          "The curve still moves where the learning rate is 0.")
        var copy = model
        var context = Context.training(seed: 9)
        let input = Variable(validation.inputs)
        try expect(
          copy.forward(input, in: &context).value != copy.forward(input, in: &context).value,
          "The model has no dropout any more: in training, two passes give the same.")
      }
    })
}

private func overlapping(_ seed: UInt64) -> LabeledPoints { clouds(seed: seed, spread: 1.2) }
