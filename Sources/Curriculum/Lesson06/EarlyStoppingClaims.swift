import Gradus

/// What lesson 6 claims, as paired experiments.
public enum EarlyStoppingClaims {
  /// The patience that early stopping has in the claim, chosen among these on validation data.
  public static let patiences = [2, 5, 10, 20]

  /// Early stopping on labels of which two in five are wrong, against 100 epochs: the test loss.
  ///
  /// The patience is the one with the smallest mean validation loss with seeds 100 to 109.
  public static func earlyStopping(
    seeds: [UInt64] = PairedExperiment.seedsForTesting
  ) throws -> (patience: Int, experiment: PairedExperiment) {
    let course = EarlyStoppingExperiment(EarlyStoppingLesson.lesson.solution)
    // One training a seed serves all patiences: it goes on to the end, and the rule is applied afterwards.
    let histories = try onAllCores(PairedExperiment.seedsForChoosing) {
      try course.noisyTraining(seed: $0).history
    }
    let patience = try PairedExperiment.choose(among: patiences) { patience, seed in
      let history = histories[PairedExperiment.seedsForChoosing.firstIndex(of: seed)!]
      let kept = try course.stop(history, PatienceRule(patience: patience)).kept
      return history["validation loss"][kept - 1]
    }.best
    let experiment = try PairedExperiment.run("early stopping on noisy labels", seeds: seeds) {
      let history = try course.noisyTraining(seed: $0).history
      let losses = history["test loss"]
      let kept = try course.stop(history, PatienceRule(patience: patience)).kept
      return (baseline: losses[losses.count - 1], remedy: losses[kept - 1])
    }
    return (patience, experiment)
  }

  /// A rate that falls on a plateau, against the same rate all the time: the test loss at the end.
  ///
  /// The factor is the one with the smallest mean validation loss with seeds 100 to 109.
  public static func reduceOnPlateau(
    seeds: [UInt64] = PairedExperiment.seedsForTesting
  ) throws -> (factor: Double, experiment: PairedExperiment) {
    let course = EarlyStoppingExperiment(EarlyStoppingLesson.lesson.solution)
    let rule = { @Sendable (factor: Double) in PlateauRule(factor: factor, patience: 3, smallestRate: 1e-4) }
    let factor = try PairedExperiment.choose(among: [0.1, 0.3, 0.5]) { factor, seed in
      try course.plateauTraining(seed: seed, rule: rule(factor)).validation.last!
    }.best
    let experiment = try PairedExperiment.run("reduce on plateau", seeds: seeds) {
      let constant = try course.plateauTraining(seed: $0, rule: nil)
      let falling = try course.plateauTraining(seed: $0, rule: rule(factor))
      return (baseline: constant.test.last!, remedy: falling.test.last!)
    }
    return (factor, experiment)
  }

  /// All remedies against none, on 200 digits: the test loss. Their strengths are those of ``Recipe``.
  public static func allRemedies(
    seeds: [UInt64] = PairedExperiment.seedsForTesting
  ) throws -> PairedExperiment {
    let digits = try FewDigits()
    return try PairedExperiment.run("all remedies", seeds: seeds) {
      (
        baseline: digits.result(of: Recipe([]), seed: $0).loss,
        remedy: digits.result(of: Recipe(Remedy.allCases), seed: $0).loss
      )
    }
  }
}
