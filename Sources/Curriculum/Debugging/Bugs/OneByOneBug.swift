import Curriculum
import Gradus

extension Bugs {
  /// Predictions of many rows, and of one.
  public static let oneByOne = Bug<
    @Sendable (NumberedRows) throws -> (
      curve: Curve, predict: (Tensor<Double>) -> Tensor<Double>
    )
  >(
    about: BugDescription(
      name: "OneByOne", lesson: 4,
      symptom:
        "A linear model of standardized columns predicts all rows well when it gets them together. Row by "
        + "row it gives the same number for each, though training and rows are the same.",
      hints: [
        "Predict two rows together, then each alone. What can a row know of its neighbor?",
        "What is the mean of a column that has one row, and what is left of the row without it?",
        "Two lines fit a standardizer. Which data may each of them see?",
      ],
      reason:
        "What was predicted was standardized by its own mean and deviation, so that each prediction depended on "
        + "the rows beside it, and a single row became all zeros. The statistics are those of the training."
    ),
    curve: { try $0(weightedSums(seed: 1, rows: 40, columns: 3, noise: 0.3)).curve },
    check: { train in
      for seed in UInt64(2)...3 {
        let samples = weightedSums(seed: seed, rows: 30, columns: 4, noise: 0.1)
        let predict = try train(samples).predict
        let others = weightedSums(seed: seed + 10, rows: 7, columns: 4)
        let together = predict(others.inputs + 1)
        for row in 0..<7 {
          try expect(
            predict(others.inputs[row..<row + 1] + 1), equals: together[row..<row + 1],
            in: "the prediction of row \(row), alone instead of among seven", tolerance: 1e-9)
        }
        let expected = others.targets + alternatingWeights(4).sum()
        let error = (together - expected).abs().mean()
        try expect(
          error < 0.5,
          "Seven other rows are predicted with a mean error of \(error.significant(3)).")
      }
    })
}
