import Gradus

/// What recipes make of the first 200 digits.
public struct Ablation: Sendable {
  /// What is special about the recipe, as in "without dropout".
  public let name: String
  /// For each seed: the loss on the last 297 digits, and the share that is read wrongly.
  public let results: [(loss: Double, error: Double)]

  /// The mean loss on the test digits.
  public var loss: Double { results.reduce(0) { $0 + $1.loss } / Double(results.count) }
  /// The mean share of the test digits that is read wrongly.
  public var error: Double { results.reduce(0) { $0 + $1.error } / Double(results.count) }
  /// The smallest and the largest share.
  public var range: ClosedRange<Double> {
    let errors = results.map(\.error)
    return errors.min()!...errors.max()!
  }
}

/// The digits of the ablations: 200 to learn from, 300 to choose with, 297 to measure with.
public struct FewDigits: Sendable {
  /// The first 200 of the training images.
  public let training: Samples<Float, Int>
  /// Training images 200 to 499: what settings are chosen with, and what early stopping watches.
  public let validation: Samples<Float, Int>
  /// The last 297 digits, by other people.
  public let test: Samples<Float, Int>

  /// Loads them.
  public init() throws {
    let digits = try Dataset.digits.images(.train).samples
    training = digits.gather(Array(0..<200))
    validation = digits.gather(Array(200..<500))
    test = try Dataset.digits.images(.test).samples
  }

  /// The loss, and the share that is read wrongly, on the test digits, or on those for validation.
  public func result(
    of recipe: Recipe, seed: UInt64, onValidation: Bool = false
  ) -> (loss: Double, error: Double) {
    let network = recipe.train(on: training, watching: validation, seed: seed).network
    let (loss, accuracy) = measure(network, on: onValidation ? validation : test)
    return (loss, 1 - accuracy)
  }
}

extension EarlyStoppingExperiment {
  /// No remedy, all of them, all but one, and one alone, in this order.
  public static let ablations: [(name: String, recipe: Recipe)] =
    [("none: the bare MLP", Recipe([])), ("all", Recipe(Remedy.allCases))]
    + Remedy.allCases.map { left in
      ("all without \(left.rawValue)", Recipe(Remedy.allCases.filter { $0 != left }))
    }
    + Remedy.allCases.map { ("\($0.rawValue) alone", Recipe([$0])) }

  /// Trains with each recipe and each seed, on all cores at the same time.
  ///
  /// - Parameters:
  ///   - recipes: With their names.
  ///   - seeds: One training a recipe and seed.
  ///   - onValidation: Whether to measure on validation digits, as for a choice, instead of the test.
  ///   - progress: Called after each recipe.
  public func ablation(
    _ recipes: [(name: String, recipe: Recipe)], seeds: [UInt64], onValidation: Bool = false,
    progress: (Ablation) -> Void = { _ in }
  ) throws -> [Ablation] {
    let digits = try FewDigits()
    return try recipes.map { name, recipe in
      let results = try onAllCores(seeds) {
        digits.result(of: recipe, seed: $0, onValidation: onValidation)
      }
      let ablation = Ablation(name: name, results: results)
      progress(ablation)
      return ablation
    }
  }
}
