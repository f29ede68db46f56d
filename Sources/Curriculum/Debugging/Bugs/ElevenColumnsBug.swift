import Curriculum
import Gradus

extension Bugs {
  /// A dot product of one's own.
  public static let elevenColumns = Bug<
    @Sendable (NumberedRows) throws -> (curve: Curve, weights: [Double])
  >(
    about: BugDescription(
      name: "ElevenColumns", lesson: 7,
      symptom:
        "A linear model with a fast dot product is fitted to data without noise. With 4, 8 or 12 columns the "
        + "loss goes to 0. With eleven, as here, it does not.",
      hints: [
        "Shrink it: which number of columns is the smallest that fails, and what are its weights in the end?",
        "With five columns, which products does the dot product add up?",
        "What is left when the steps of four are done?",
      ],
      reason:
        "The dot product took four columns at a time and left the rest out, three of eleven. A loop over vectors "
        + "needs a tail: kernels are tested on sizes that their width does not divide."),
    curve: { try $0(weightedSums(seed: 1, rows: 60, columns: 11)).curve },
    check: { train in
      for (rows, columns) in [(60, 4), (60, 5), (61, 3), (70, 10), (67, 7), (50, 1)] {
        let samples = weightedSums(seed: UInt64(columns), rows: rows, columns: columns)
        let (curve, weights) = try train(samples)
        try expect(
          Tensor(weights), equals: alternatingWeights(columns).flattened(),
          in: "the weights of \(columns) column\(columns == 1 ? "" : "s"), without noise",
          tolerance: 0.02)
        let loss = curve["loss"].last ?? .nan
        try expect(
          loss < 0.05,
          "With \(columns) columns the loss ends at \(loss.significant(4)), where it can go to 0.")
      }
    })
}
