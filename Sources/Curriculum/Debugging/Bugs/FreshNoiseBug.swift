import Curriculum
import Gradus

extension Bugs {
  /// Noise on points.
  public static let freshNoise = Bug<
    @Sendable (LabeledPoints, _ validation: LabeledPoints, UInt64) throws -> (
      curve: Curve, seen: [Tensor<Float>]
    )
  >(
    about: BugDescription(
      name: "FreshNoise", lesson: 5,
      symptom:
        "Few points of clouds that overlap; each epoch adds noise to them, which should keep a large "
        + "network from learning them by heart. It learns them by heart all the same: the training loss falls "
        + "on and on, and the validation loss rises.",
      hints: [
        "What does the network see of one and the same point in two epochs? Print it.",
        "Random numbers are values that come out of a generator. When do two generators give the same ones?",
        "Where does the generator of the noise begin its life, and how often?",
      ],
      reason:
        "Each epoch made its generator from the same seed, and so the same noise: the network saw the same "
        + "points in all epochs, only moved. A generator is made once, and goes on."),
    curve: { try $0(overlapping(1), overlapping(11), 1).curve },
    check: { train in
      for seed in UInt64(2)...3 {
        let samples = overlapping(seed)
        let seen = try train(samples, overlapping(seed + 10), seed).seen
        try expect(
          seen.count == 60, "There are 60 epochs, and the points of \(seen.count) come back.")
        let distinct = Set(seen.map { $0.elements[0] }).count
        try expect(
          distinct == 60,
          "In 60 epochs, the first point is seen in \(distinct) place\(distinct == 1 ? "" : "s").")
        let noise = seen.map { ($0 - samples.inputs).squared().mean() }.reduce(0, +) / 60
        try expect(
          (0.4...0.6).contains(noise),
          "The noise has a mean square of \(Double(noise).significant(3)) in all epochs together, instead of 0.49."
        )
      }
    })
}

private func overlapping(_ seed: UInt64) -> LabeledPoints {
  clouds(seed: seed, pointsInCloud: 12, spread: 1.3)
}
