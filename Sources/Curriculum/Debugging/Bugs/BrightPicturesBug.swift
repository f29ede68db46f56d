import Curriculum
import Gradus

extension Bugs {
  /// Pictures that are brighter on one side.
  public static let brightPictures = Bug<
    @Sendable (LabeledPoints, UInt64) throws -> (
      curve: Curve, loss: (_ logits: Variable<Float>, _ labels: Tensor<Int>) -> Variable<Float>
    )
  >(
    about: BugDescription(
      name: "BrightPictures", lesson: 2,
      symptom:
        "A linear model tells pictures apart that are brighter on the left from those on the right. It "
        + "learns for a while; then its loss is NaN, and stays so.",
      hints: [
        "Pixels reach 255. How large can the logits be, and what is done first with them?",
        "In Float, exp(89) is infinite and exp(−104) is 0. What is ∞ / ∞, and what is 0 · ln 0?",
        "ln(exp(xᵢ) / Σⱼ exp(xⱼ)) is xᵢ − ln Σⱼ exp(xⱼ): who computes that without the exponentials of large numbers?",
      ],
      reason:
        "The loss took exponentials of the logits, then their ratio, and only then the logarithm. From 89 on "
        + "an exponential in Float is infinite, and ∞ / ∞ is NaN; logSoftmax subtracts the largest logit first. "
        + "Smaller inputs or steps would only have put it off."),
    curve: { try $0(leftOrRight(seed: 1), 1).curve },
    check: { train in
      let (curve, loss) = try train(leftOrRight(seed: 2), 2)
      try expect(
        curve["loss"].allSatisfy(\.isFinite) && !curve["loss"].isEmpty,
        "On other pictures the loss is NaN or infinite in one of the epochs.")
      let cases: [(logits: Tensor<Float>, labels: Tensor<Int>, expected: Double)] = [
        ([[0, 0], [0, 0]], [0, 1], 0.693147), ([[1, 0], [0, 3]], [0, 0], 1.680924),
        ([[200, 0], [0, 150]], [0, 0], 75), ([[-900, 0, -900]], [0], 900),
        ([[500, 500, 500]], [2], 1.098612),
      ]
      for (logits, labels, expected) in cases {
        var input = Linear<Float>(weight: logits, bias: nil)
        let (value, gradients) = valueWithGradients(at: &input) { loss($0.weight, labels) }
        try expect(
          Double(value), equals: expected,
          in:
            "the loss of logits \(logits.elements) in \(logits.shape[0]) rows at the labels \(labels.elements)",
          tolerance: 1e-5)
        try expect(
          gradients["weight"]?.elements.allSatisfy(\.isFinite) == true,
          "The gradient of the loss of logits \(logits.elements) is not finite.")
      }
    })
}

/// Pictures of 64 pixels from 0 to 255, brighter in one of their halves, a few with the wrong label.
private func leftOrRight(seed: UInt64) -> LabeledPoints {
  var generator = RandomGenerator(seed: seed)
  var pictures: [[Float]] = []
  var labels: [Int] = []
  for index in 0..<200 {
    let label = index % 2
    pictures.append(
      (0..<64).map { pixel in
        let isBright = (pixel < 32) == (label == 0)
        return Float(generator.uniform() * 200 + (isBright ? 55 : 0))
      })
    labels.append(generator.uniform() < 0.1 ? 1 - label : label)
  }
  return Samples(Tensor(pictures), Tensor(labels))
}
