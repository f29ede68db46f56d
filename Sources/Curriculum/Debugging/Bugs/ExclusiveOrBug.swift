import Curriculum
import Gradus

extension Bugs {
  /// Exclusive or with a hidden layer.
  public static let exclusiveOr = Bug<
    @Sendable (_ hidden: Int, UInt64) throws -> (curve: Curve, model: Sequential<Float>)
  >(
    about: BugDescription(
      name: "ExclusiveOr", lesson: 2,
      symptom:
        "A network with a hidden layer learns exclusive or. Its loss falls a little and stays there, "
        + "and 64 hidden units do no better than one.",
      hints: [
        "Print the weights of the hidden layer, [K, 2], after the training. What do you notice?",
        "Two hidden units that compute the same get the same gradient. When would they ever part?",
        "Where do the first weights of the two layers come from, and what does the seed do there?",
      ],
      reason:
        "All weights began with one value. Units that begin alike get the same gradient in each step, and "
        + "stay alike: a layer of any width is one unit. Random first weights break the symmetry."),
    curve: { try $0(8, 1).curve },
    check: { train in
      for seed in UInt64(2)...4 {
        let (curve, model) = try train(8, seed)
        let rows = (model.layers.first as? Linear<Float>)?.weight.value
        try expect(
          rows.map { rows in
            Set((0..<rows.shape[0]).map { rows[$0].elements }).count == rows.shape[0]
          }
            ?? true, "After the training, several of the 8 hidden units have the same weights.")
        let loss = curve["loss"].last ?? .nan
        try expect(
          loss < 0.1,
          "With the seed \(seed) the loss ends at \(loss.significant(4)), where 8 units can bring it below 0.1."
        )
        let found = model([[0, 0], [0, 1], [1, 0], [1, 1]]).argmax(along: 1).elements
        try expect(
          found, equals: [0, 1, 1, 0], in: "the classes of [0, 0], [0, 1], [1, 0] and [1, 1]")
      }
    })
}
