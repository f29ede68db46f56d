import Curriculum
import Gradus

extension Bugs {
  /// Three clouds of points.
  public static let threeClouds = Bug<
    @Sendable (LabeledPoints, UInt64) throws -> (
      curve: Curve, model: Sequential<Float>
    )
  >(
    about: BugDescription(
      name: "ThreeClouds", lesson: 2,
      symptom:
        "A network tells three clouds of points apart, and is right about every point. Its loss, "
        + "a mean over the points, falls to 0.55 and no further, however long it learns.",
      hints: [
        "What would the loss of a point be if the network were entirely sure, and right?",
        "With three classes, −ln(e / (e + 1 + 1)) is 0.5514. Which logits give that, and who made them?",
        "Follow the shapes and ranges from the last layer into the loss: which range has what comes out, "
          + "and which one does the loss ask for?",
      ],
      reason:
        "The network ended with a softmax, and the loss takes one of its own. Probabilities as logits "
        + "lie between 0 and 1, so no class can be more than e times as likely as another."),
    curve: { try $0(clouds(seed: 1), 1).curve },
    check: { train in
      for seed in UInt64(2)...3 {
        let samples = clouds(seed: seed, pointsInCloud: 30)
        let (curve, model) = try train(samples, seed)
        let loss = curve["loss"].last ?? .nan
        try expect(
          loss < 0.2,
          "On other clouds the loss ends at \(loss.significant(4)), where less than 0.2 is possible."
        )
        let found = meanSurprise(of: model(samples.inputs), at: samples.targets)
        try expect(
          (found - loss).magnitude < 0.02,
          "The last loss is said to be \(loss.significant(4)); that of the model which comes back is "
            + "\(found.significant(4)).")
      }
    })
}

/// The mean of −ln p of the labels, where rows that add up to 1 are probabilities, and others logits.
private func meanSurprise(of outputs: Tensor<Float>, at labels: Tensor<Int>) -> Double {
  let rows = outputs.elements.map(Double.init)
  let classes = outputs.shape[1]
  let surprises = labels.elements.enumerated().map { place, label in
    let row = rows[place * classes..<(place + 1) * classes]
    let areProbabilities = row.allSatisfy { $0 >= 0 } && (row.reduce(0, +) - 1).magnitude < 1e-4
    let weights = areProbabilities ? Array(row) : row.map { Double.exp($0) }
    return -Double.log(weights[label] / weights.reduce(0, +))
  }
  return surprises.reduce(0, +) / Double(surprises.count)
}
