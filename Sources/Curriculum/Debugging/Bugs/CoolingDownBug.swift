import Curriculum
import Gradus

extension Bugs {
  /// A learning rate that falls.
  public static let coolingDown = Bug<
    @Sendable (NumberedRows, _ batchSize: Int, _ epochs: Int, UInt64) throws -> Curve
  >(
    about: BugDescription(
      name: "CoolingDown", lesson: 3,
      symptom:
        "A linear model is fitted to data without noise, so its loss could go to 0. It falls in the first "
        + "epochs, and then stands still far above; with larger batches it gets further.",
      hints: [
        "Plain data, a plain model: what is left that could stop it? Look at the second column.",
        "The rate is meant to be 0.09 in the second epoch. How often has it been changed by then?",
        "Why does it matter how many batches an epoch has?",
      ],
      reason:
        "The rate fell after each batch, and not after each epoch: with 20 batches an epoch it is an eighth "
        + "after the first and next to nothing after the third. Schedules count steps or epochs: say which."
    ),
    curve: { try $0(weightedSums(seed: 1, rows: 100, columns: 6), 5, 12, 1) },
    check: { train in
      for (batchSize, seed) in [(5, UInt64(2)), (25, 3), (100, 4)] {
        let curve = try train(
          weightedSums(seed: seed, rows: 100, columns: 3), batchSize, 10, seed)
        for (epoch, rate) in (curve["rate"] + Array(repeating: .nan, count: 10)).prefix(10)
          .enumerated()
        {
          try expect(
            rate, equals: 0.1 * Double.pow(0.9, Double(epoch)),
            in: "the rate in epoch \(epoch + 1), in batches of \(batchSize)")
        }
        let limit = batchSize == 100 ? 5 : 0.05
        let loss = curve["loss"].last ?? .nan
        try expect(
          loss < limit,
          "In batches of \(batchSize) the loss ends at \(loss.significant(4)) after 10 epochs.")
      }
    })
}
