import Curriculum
import Gradus

/// A claim of lesson 6, with how its strength was chosen.
public struct EarlyStoppingClaim: Sendable {
  /// The strengths that were tried.
  public let strengths: [Double]
  /// For each of them the mean loss on the validation part, seeds 100 to 109.
  public let validationLosses: [Double]
  /// The strength with the smallest.
  public let chosen: Double
  /// The loss on the last 297 digits without and with it, seeds 0 to 19.
  public let experiment: PairedExperiment
}

/// What lesson 6 claims, as paired experiments.
///
/// They measure on the last 297 digits, which have no part in any split: the validation part of one seed
/// is the test part of another.
public enum EarlyStoppingClaims {
  private static let course = EarlyStoppingExperiment(EarlyStoppingLesson.lesson.solution)

  /// Early stopping on labels of which two in five are wrong, against 100 epochs.
  ///
  /// - Parameters:
  ///   - choosing: The seeds for choosing the patience; 100 to 109 for a claim.
  ///   - testing: The seeds for testing; 0 to 19 for a claim.
  public static func earlyStopping(
    choosing: [UInt64] = PairedExperiment.seedsForChoosing,
    testing: [UInt64] = PairedExperiment.seedsForTesting
  ) throws -> EarlyStoppingClaim {
    // One training a seed serves all patiences: it goes on to the end, and the rule is applied afterward.
    let histories = Dictionary(
      uniqueKeysWithValues: zip(choosing, try course.noisyHistories(seeds: choosing)))
    let patiences = [2.0, 5, 10, 20]
    let (patience, means) = try PairedExperiment.choose(among: patiences, seeds: choosing) {
      patience, seed in
      let history = histories[seed]!
      let kept = try course.stop(history, PatienceRule(patience: Int(patience))).kept
      return history["validation loss"][kept - 1]
    }
    let experiment = try PairedExperiment.run(
      "stopping, patience \(Int(patience))", seeds: testing
    ) {
      let history = try course.noisyTraining(seed: $0).history
      let losses = history["last 297 loss"]
      let kept = try course.stop(history, PatienceRule(patience: Int(patience))).kept
      return (baseline: losses[losses.count - 1], remedy: losses[kept - 1])
    }
    return EarlyStoppingClaim(
      strengths: patiences, validationLosses: means, chosen: patience, experiment: experiment)
  }

  /// A rate that falls on a plateau, against the same rate all the time: the loss at the end.
  ///
  /// - Parameters:
  ///   - choosing: The seeds for choosing the factor; 100 to 109 for a claim.
  ///   - testing: The seeds for testing; 0 to 19 for a claim.
  public static func reduceOnPlateau(
    choosing: [UInt64] = PairedExperiment.seedsForChoosing,
    testing: [UInt64] = PairedExperiment.seedsForTesting
  ) throws -> EarlyStoppingClaim {
    let factors = [0.1, 0.3, 0.5]
    let (factor, means) = try PairedExperiment.choose(among: factors, seeds: choosing) {
      factor, seed in
      let rule = plateauRule(factor: factor)
      return try course.plateauTraining(seed: seed, rule: rule).validation.last ?? .nan
    }
    let experiment = try PairedExperiment.run("rate × \(factor) on a plateau", seeds: testing) {
      let constant = try course.plateauTraining(seed: $0, rule: nil)
      let falling = try course.plateauTraining(seed: $0, rule: plateauRule(factor: factor))
      return (baseline: constant.test.last ?? .nan, remedy: falling.test.last ?? .nan)
    }
    return EarlyStoppingClaim(
      strengths: factors, validationLosses: means, chosen: factor, experiment: experiment)
  }

  /// The rule by which the lesson lowers a learning rate.
  @Sendable public static func plateauRule(factor: Double) -> PlateauRule {
    PlateauRule(factor: factor, patience: 3, smallestRate: 1e-4)
  }

  /// The chosen remedies against none, on 200 digits: losses and errors.
  public static func allRemedies(
    testing: [UInt64] = PairedExperiment.seedsForTesting
  ) throws -> (loss: PairedExperiment, error: PairedExperiment) {
    let results = try [[], DigitsRecipe.chosen].map {
      try EarlyStoppingExperiment.ablation(DigitsRecipe($0), seeds: testing)
    }
    func pairs(_ value: (Reading) -> Double) -> PairedExperiment {
      PairedExperiment(
        "six remedies, 200 digits",
        pairs: testing.indices.map {
          PairedExperiment.Pair(
            seed: testing[$0], baseline: value(results[0].readings[$0]),
            remedy: value(results[1].readings[$0]))
        })
    }
    return (pairs(\.loss), pairs(\.error))
  }
}
