import Curriculum
import Gradus

extension Bugs {
  /// Early stopping.
  public static let bestEpoch = Bug<
    @Sendable (NumberedRows, _ validation: NumberedRows, _ patience: Int, UInt64) throws -> (
      curve: Curve, weights: Tensor<Double>
    )
  >(
    about: BugDescription(
      name: "BestEpoch", lesson: 6,
      symptom:
        "A training that ends when the validation loss has not been lower than its lowest for five epochs, "
        + "and gives back the weights of the best one. It runs on, and what it gives back is not the best.",
      hints: [
        "Take three epochs with the losses 1, 3 and 2, and go through the loop by hand. Which weights are kept?",
        "A loss that goes up and down is now and then lower than something. Lower than what?",
        "Which lines write to `best`, and in which epochs should one?",
      ],
      reason:
        "`best` was set in every epoch, and so was the loss of the epoch before: each small dip counted as a new "
        + "best. It changes only where a loss is lower."),
    curve: { try $0(rows(1), rows(21, count: 60), 5, 1).curve },
    check: { train in
      for (patience, seed) in [(8, UInt64(2)), (6, 3), (8, 4)] {
        let (samples, validation) = (rows(seed), rows(seed + 20, count: 60))
        let (curve, weights) = try train(samples, validation, patience, seed)
        let losses = curve["validation loss"]
        let lowest = losses.min() ?? .nan
        let found = (matmul(validation.inputs, weights) - validation.targets).squared().mean()
        try expect(
          found, equals: lowest,
          in: "the validation loss of the weights that come back, where the curve's lowest is right"
        )
        let place = losses.firstIndex(of: lowest) ?? 0
        try expect(
          losses.count == min(place + 1 + patience, 80),
          "With a patience of \(patience), the lowest loss is in epoch \(place + 1), and the training ends after "
            + "epoch \(losses.count).")
      }
    })
}

/// Rows with much noise, too few of them for their columns.
private func rows(_ seed: UInt64, count: Int = 25) -> NumberedRows {
  weightedSums(seed: seed, rows: count, columns: 12, noise: 6)
}
