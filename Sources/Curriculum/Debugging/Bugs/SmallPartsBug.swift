import Curriculum
import Gradus

extension Bugs {
  /// Gradients that add up over parts of the data.
  public static let smallParts = Bug<
    @Sendable (NumberedRows, _ parts: Int, _ epochs: Int) throws -> (
      curve: Curve, weights: Tensor<Double>
    )
  >(
    about: BugDescription(
      name: "SmallParts", lesson: 3,
      symptom:
        "A linear model is fitted by gradient descent with one step an epoch, over data that are read in "
        + "parts. The loss falls, rises, falls again, and never comes to rest; a smaller rate only "
        + "slows the swinging down.",
      hints: [
        "Shrink it: one part, one column, a target of 1. Which gradients do the first three steps take?",
        "Compare the second step with that of a loop without parts. By how much is it longer?",
        "What lies in the sum when an epoch begins?",
      ],
      reason:
        "The sum of the gradients was never set back to zero, so each step went along all gradients since the "
        + "beginning: a momentum of 1, which never comes to rest. Where "
        + "gradients add up by themselves, it is the forgotten zero_grad."
    ),
    curve: { try $0(weightedSums(seed: 1, rows: 60, columns: 4), 3, 36).curve },
    check: { train in
      for (parts, epochs) in [(1, 1), (1, 2), (3, 3), (4, 30)] {
        let samples = weightedSums(seed: UInt64(parts), rows: 26, columns: 3, noise: 0.5)
        var expected = Tensor<Double>.zeros([3, 1])
        for _ in 1...epochs {
          let error = matmul(samples.inputs, expected) - samples.targets
          expected -= matmul(samples.inputs, error, transposeA: true) * (2 * 0.1 / 26)
        }
        try expect(
          try train(samples, parts, epochs).weights, equals: expected,
          in: "the weights after \(epochs) epoch\(epochs == 1 ? "" : "s"), 26 rows in \(parts) "
            + "part\(parts == 1 ? "" : "s")")
      }
    })
}
