import Curriculum
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
  /// How often the networks see the digits, with the remedy and without.
  var epochs = RegularizationExperiment.epochs
  let remedies: @Sendable (_ strength: Double) -> Remedies
}

extension RegularizationExperiment {
  // MARK: (j) The claims

  private static let candidates = [
    Candidate(name: "L2", symbol: "λ", strengths: [1e-3, 3e-3, 1e-2]) { Remedies(l2: $0) },
    Candidate(name: "L1", symbol: "λ", strengths: [1e-4, 3e-4, 1e-3]) { Remedies(l1: $0) },
    Candidate(name: "dropout", symbol: "p", strengths: [0.3, 0.5, 0.7], epochs: 60) {
      Remedies(dropout: $0)
    },
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
  ///   - epochs: How often the networks see the digits. For a claim nil, the default: ``epochs``, but
  ///     with dropout 60, see ``dropoutGrid()``.
  ///   - progress: Called with the name of what comes next.
  public func claimsOnDigits(
    choosing: [UInt64] = PairedExperiment.seedsForChoosing,
    testing: [UInt64] = PairedExperiment.seedsForTesting,
    epochs: Int? = nil, progress: (_ next: String) -> Void = { _ in }
  ) throws -> [RegularizationClaim] {
    let data = try SmallDigits<Float>.load()
    @Sendable func loss(
      _ remedies: Remedies, epochs: Int, _ seed: UInt64,
      on samples: Samples<Tensor<Float>, Tensor<Int>>
    ) throws -> Double {
      measure(try train(on: data, remedies, epochs: epochs, seed: seed).model, on: samples).loss
    }
    // The bare network is the same in all experiments of as many epochs.
    var allBaselines: [Int: [UInt64: Double]] = [:]
    return try RegularizationExperiment.candidates.map { candidate in
      progress(candidate.name)
      let epochs = epochs ?? candidate.epochs
      let baselines =
        try allBaselines[epochs]
        ?? Dictionary(
          uniqueKeysWithValues: zip(
            testing,
            onAllCores(testing) { try loss(.none, epochs: epochs, $0, on: data.test) }))
      allBaselines[epochs] = baselines
      let (best, means) = try PairedExperiment.choose(
        among: candidate.strengths, seeds: choosing
      ) { try loss(candidate.remedies($0), epochs: epochs, $1, on: data.validation) }
      let experiment = try PairedExperiment.run(
        "\(candidate.name), \(candidate.symbol) = \(best)", seeds: testing
      ) { (baselines[$0]!, try loss(candidate.remedies(best), epochs: epochs, $0, on: data.test)) }
      return RegularizationClaim(
        symbol: candidate.symbol, strengths: candidate.strengths, validationLosses: means,
        chosen: best, experiment: experiment)
    }
  }

  /// The loss of networks with dropout on the validation digits, mean of seeds 100 to 109, for numbers
  /// of epochs and probabilities: how both were chosen for the claim, before anything was tested.
  public func dropoutGrid() throws -> [(epochs: Int, probability: Double, loss: Double)] {
    let data = try SmallDigits<Float>.load()
    let grid = [60, 120, 240].flatMap { epochs in [0.3, 0.5, 0.7].map { (epochs, $0) } }
    let means = try PairedExperiment.choose(among: grid) { setting, seed in
      let remedies = Remedies(dropout: setting.1)
      let model = try train(on: data, remedies, epochs: setting.0, seed: seed).model
      return measure(model, on: data.validation).loss
    }.means
    return zip(grid, means).map { (epochs: $0.0, probability: $0.1, loss: $1) }
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
