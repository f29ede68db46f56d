import Gradus

/// A claim of lesson 4, with how its strength was chosen.
public struct RegularizationClaim: Sendable {
  /// What the strengths are of, as in "λ".
  public let symbol: String
  /// The strengths that were tried.
  public let strengths: [Double]
  /// For each of them the mean loss on the validation part, seeds 100 to 109.
  public let validationLosses: [Double]
  /// The strength with the smallest.
  public let chosen: Double
  /// The test losses without and with it, seeds 0 to 19.
  public let experiment: PairedExperiment
}

/// A remedy with the strengths to choose among.
private struct Candidate: Sendable {
  let name: String
  let symbol: String
  let strengths: [Double]
  let remedies: @Sendable (_ strength: Double) -> Remedies
}

extension RegularizationExperiment {
  // MARK: (j) The claims

  private static let candidates = [
    Candidate(name: "L2", symbol: "λ", strengths: [1e-3, 3e-3, 1e-2]) { Remedies(l2: $0) },
    Candidate(name: "L1", symbol: "λ", strengths: [1e-4, 3e-4, 1e-3]) { Remedies(l1: $0) },
    Candidate(name: "dropout", symbol: "p", strengths: [0.3, 0.5, 0.7]) { Remedies(dropout: $0) },
    Candidate(name: "label smoothing", symbol: "ε", strengths: [0.02, 0.05, 0.1]) {
      Remedies(smoothing: $0)
    },
  ]

  /// Whether each remedy lowers the cross-entropy on the test digits: first its strength is chosen on
  /// validation digits, then it is tried against the bare network.
  ///
  /// - Parameters:
  ///   - choosing: The seeds for choosing; 100 to 109 for a claim.
  ///   - testing: The seeds for testing; 0 to 19 for a claim.
  ///   - epochs: How often the networks see the digits; ``epochs`` for a claim.
  ///   - progress: Called with the name of what comes next.
  public func claimsOnDigits(
    choosing: [UInt64] = PairedExperiment.seedsForChoosing,
    testing: [UInt64] = PairedExperiment.seedsForTesting,
    epochs: Int = RegularizationExperiment.epochs, progress: (_ next: String) -> Void = { _ in }
  ) throws -> [RegularizationClaim] {
    let data = try SmallDigits<Float>.load()
    @Sendable func loss(
      _ remedies: Remedies, _ seed: UInt64, on samples: Samples<Float, Int>
    ) throws -> Double {
      measure(try train(on: data, remedies, epochs: epochs, seed: seed).model, on: samples).loss
    }
    progress("without")
    // The bare network is the same in all four experiments.
    let baselines = Dictionary(
      uniqueKeysWithValues: zip(
        testing, try onAllCores(testing) { try loss(.none, $0, on: data.test) }))
    return try RegularizationExperiment.candidates.map { candidate in
      progress(candidate.name)
      let (best, means) = try PairedExperiment.choose(
        among: candidate.strengths, seeds: choosing
      ) { try loss(candidate.remedies($0), $1, on: data.validation) }
      let experiment = try PairedExperiment.run(
        "\(candidate.name), \(candidate.symbol) = \(best)", seeds: testing
      ) { (baselines[$0]!, try loss(candidate.remedies(best), $0, on: data.test)) }
      return RegularizationClaim(
        symbol: candidate.symbol, strengths: candidate.strengths, validationLosses: means,
        chosen: best, experiment: experiment)
    }
  }

  /// Whether ridge and lasso lower the error on test cars, where 40 of 46 features are noise; the seed
  /// deals out the cars and draws the noise.
  public func claimsOnCars(
    choosing: [UInt64] = PairedExperiment.seedsForChoosing,
    testing: [UInt64] = PairedExperiment.seedsForTesting
  ) throws -> [RegularizationClaim] {
    let methods:
      [(name: String, fit: @Sendable (_ cars: NoisyCars, _ strength: Double) throws -> LinearModel)] =
        [
          ("ridge", { try answers.ridge($0.train.x, $0.train.y, $1) }),
          ("lasso", { try lasso($0.train, strength: $1) }),
        ]
    return try methods.map { name, fit in
      let strengths = [0.1, 0.3, 1, 3]
      let (best, means) = try PairedExperiment.choose(among: strengths, seeds: choosing) {
        let cars = try noisyCars(seed: $1)
        return meanSquaredError(
          of: try fit(cars, $0), cars.validation.x, cars.validation.y)
      }
      let experiment = try PairedExperiment.run("\(name), cars, λ = \(best)", seeds: testing) {
        let cars = try noisyCars(seed: $0)
        let models = [try answers.ridge(cars.train.x, cars.train.y, 0), try fit(cars, best)]
        let errors = models.map { meanSquaredError(of: $0, cars.test.x, cars.test.y) }
        return (errors[0], errors[1])
      }
      return RegularizationClaim(
        symbol: "λ", strengths: strengths, validationLosses: means, chosen: best,
        experiment: experiment)
    }
  }
}
