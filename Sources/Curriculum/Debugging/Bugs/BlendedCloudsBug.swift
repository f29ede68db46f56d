import Curriculum
import Gradus

extension Bugs {
  /// Mixup of points.
  public static let blendedClouds = Bug<
    @Sendable (LabeledPoints, UInt64) throws -> (
      curve: Curve, blended: (PointsWithShares, inout RandomGenerator) -> PointsWithShares
    )
  >(
    about: BugDescription(
      name: "BlendedClouds", lesson: 5,
      symptom:
        "A network learns from blends of two points each (mixup). The clouds lie far apart, so that a blend "
        + "shows its share of each, and the loss could come near the entropy of the targets. It stays far above.",
      hints: [
        "Print a batch of two before and after the blending, points and targets. Do they tell the same story?",
        "Blend the targets as if they were the points: the same numbers in, so the same should come out.",
        "How many random orders are drawn for one batch?",
      ],
      reason:
        "Points and targets each had a random order of their own, so that a target named a partner that was not "
        + "in the blend. An augmentation draws once, and applies the draw to both."),
    curve: { try $0(clouds(seed: 1), 1).curve },
    check: { train in
      let blended = try train(clouds(seed: 2), 2).blended
      for seed in UInt64(3)...6 {
        var generator = RandomGenerator(seed: seed)
        let targets = oneHot(
          labels: Tensor((0..<12).map { $0 % 3 }), classCount: 3, as: Float.self)
        let result = blended(Samples(targets, targets), &generator)
        try expect(
          result.inputs.shape == result.targets.shape
            && zip(result.inputs.elements, result.targets.elements)
              .allSatisfy { ($0 - $1).magnitude < 1e-6 },
          "Where inputs and targets are the same numbers, they are not the same after the blending."
        )
        try expect(
          result.inputs != targets, "The blending leaves a batch of 12 as it is.")
        try expect(
          result.targets.sum(along: 1).elements.allSatisfy { ($0 - 1).magnitude < 1e-5 },
          "The shares of a blended target do not add up to 1.")
      }
    })
}
