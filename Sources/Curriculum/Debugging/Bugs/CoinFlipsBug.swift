import Curriculum
import Gradus

extension Bugs {
  /// What coins show cannot be predicted.
  public static let coinFlips = Bug<
    @Sendable (NumberedRows, _ trainingCount: Int) throws -> (curve: Curve, scores: Tensor<Double>)
  >(
    about: BugDescription(
      name: "CoinFlips", lesson: 4,
      symptom:
        "The labels are flips of a coin, and have nothing to do with the 300 columns beside them. Whatever "
        + "a model does, it is right about half of the validation samples. This one is right about far more.",
      hints: [
        "A result that cannot be is a leak. What does the model know of the validation samples?",
        "Follow `samples` and `training` through the script: which line reads which?",
        "Had you drawn the validation labels again before the training, would anything that the model uses be another?",
      ],
      reason:
        "The ten columns were chosen by all labels, those of the validation included. Among 300 columns of noise "
        + "some go with any labels by chance; chosen so, they still do when they are measured on the same labels."
    ),
    curve: { try $0(flips(seed: 1), 40).curve },
    check: { train in
      var rates: [Double] = []
      for seed in UInt64(2)...5 {
        let samples = flips(seed: seed)
        let (curve, scores) = try train(samples, 40)
        try expect(
          curve["training accuracy"].last.map { $0 > 0.7 } ?? false,
          "On the training samples a model with ten columns can be right about 7 of 10; it is not.")
        var others = samples
        others.targets = Tensor(
          shape: samples.targets.shape,
          elements: samples.targets.elements.enumerated().map { $0 < 40 ? $1 : -$1 })
        try expect(
          try train(others, 40).scores == scores,
          "When the validation labels are turned over, and nothing else, the model gives other scores."
        )
        rates.append(curve["validation accuracy"].last ?? .nan)
      }
      let mean = rates.reduce(0, +) / Double(rates.count)
      try expect(
        (0.3...0.7).contains(mean),
        "Over four seeds, the model is right about \(mean.significant(3)) of the validation samples."
      )
    })
}

/// 80 rows of 300 normal numbers, and ±1 that has nothing to do with them.
private func flips(seed: UInt64) -> NumberedRows {
  var generator = RandomGenerator(seed: seed)
  return Samples(
    Tensor.normal([80, 300], using: &generator),
    Tensor<Double>.uniform([80, 1], using: &generator).map { $0 < 0.5 ? -1 : 1 })
}
