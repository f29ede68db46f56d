import Curriculum
import Gradus

extension Bugs {
  /// A loss in batches.
  public static let unevenBatches = Bug<
    @Sendable (LabeledPoints, _ validation: LabeledPoints, UInt64) throws -> (
      curve: Curve, loss: (LabeledPoints, _ batchSize: Int) -> Double
    )
  >(
    about: BugDescription(
      name: "UnevenBatches", lesson: 6,
      symptom:
        "The mean loss of the same 60 validation samples, of the same model: each epoch it is measured in "
        + "batches of 16, of 59, and all at once. It depends on the size of the batches.",
      hints: [
        "60 samples in batches of 59: how many samples has each batch?",
        "How much does the 60th sample count in the mean, and how much should it?",
        "A mean of means is the mean only where all parts are of equal size.",
      ],
      reason:
        "The mean of the batches' means counts a last batch of one sample as much as one of 59. Each mean has to "
        + "be weighted by its number of samples, and the sum divided by all of them."),
    curve: { try $0(overlapping(1), overlapping(11), 1).curve },
    check: { train in
      let validation = overlapping(12)
      let loss = try train(overlapping(2), validation, 2).loss
      let expected = loss(validation, 60)
      try expect(
        expected > 0.05 && expected < 1.2,
        "The mean loss of all validation samples at once is \(expected.significant(4)), which no training gives."
      )
      for batchSize in [1, 7, 13, 16, 40, 59, 100] {
        try expect(
          loss(validation, batchSize), equals: expected,
          in: "the loss of 60 samples in batches of \(batchSize), instead of all at once",
          tolerance: 1e-5)
      }
    })
}

private func overlapping(_ seed: UInt64) -> LabeledPoints {
  clouds(seed: seed, pointsInCloud: 20, spread: 1)
}
