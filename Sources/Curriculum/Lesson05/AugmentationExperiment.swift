import Curriculum
import Gradus

/// What lesson 5 shows: pictures of changed images, networks that learn from them, and pairs of runs that
/// prove what the changes are worth.
public struct AugmentationExperiment: Sendable {
  let answers: AugmentationAnswers

  /// An experiment with the functions of a learner or of the solution.
  public init(_ answers: AugmentationAnswers) { self.answers = answers }
}

extension AugmentationExperiment {
  /// The mean validation loss of each recipe with the seeds for choosing, 100 to 109.
  ///
  /// - Parameters:
  ///   - recipes: What to choose among.
  ///   - data: The images.
  ///   - plan: The network and its training.
  ///   - isQuick: Whether two seeds have to do, to see something soon.
  ///   - progress: Called after each training, on any thread.
  public func validationLosses(
    of recipes: [Recipe], on data: AugmentationData, _ plan: TrainingPlan, isQuick: Bool = false,
    progress: @Sendable () -> Void = {}
  ) throws -> [Double] {
    let seeds = Array(PairedExperiment.seedsForChoosing.prefix(isQuick ? 2 : 10))
    return try PairedExperiment.choose(among: recipes, seeds: seeds) { recipe, seed in
      defer { progress() }
      let model = try plan.train(on: data, with: recipe, seed: seed).model
      return plan.measure(model, on: data.validation).loss
    }.means
  }

  /// Recipes against nothing: the test losses with the seeds for testing, 0 to 19.
  ///
  /// - Parameters:
  ///   - recipes: What to compare with nothing.
  ///   - data: The images; only those to learn from are used.
  ///   - tests: What each network is measured on, and its name.
  ///   - plan: The network and its training.
  ///   - isQuick: Whether two seeds have to do, to see something soon.
  ///   - progress: Called after each training, on any thread.
  /// - Returns: An experiment for each recipe and, within that, for each test.
  public func pairs(
    of recipes: [Recipe], on data: AugmentationData,
    tests: [(name: String, samples: Samples<Tensor<Float>, Tensor<Float>>)], _ plan: TrainingPlan,
    isQuick: Bool = false, progress: @Sendable () -> Void = {}
  ) throws -> [PairedExperiment] {
    let seeds = Array(PairedExperiment.seedsForTesting.prefix(isQuick ? 2 : 20))
    let samples = tests.map(\.samples)
    // Nothing is trained once a seed, however many recipes it is compared with.
    let losses = try onAllCores(
      ([.none] + recipes).flatMap { recipe in seeds.map { (recipe, $0) } }
    ) { recipe, seed in
      defer { progress() }
      let model = try plan.train(on: data, with: recipe, seed: seed).model
      return samples.map { plan.measure(model, on: $0).loss }
    }
    return recipes.indices.flatMap { recipe in
      tests.indices.map { test in
        PairedExperiment(
          "\(tests[test].name): \(recipes[recipe].name)",
          pairs: seeds.indices.map { place in
            PairedExperiment.Pair(
              seed: seeds[place], baseline: losses[place][test],
              remedy: losses[(recipe + 1) * seeds.count + place][test])
          })
      }
    }
  }
}

extension AugmentationExperiment {
  /// The losses of a training after each epoch.
  public struct Curves: Sendable {
    /// The recipe.
    public let name: String
    /// Of the training images, as the network saw them.
    public let train: [Double]
    /// Of the test images.
    public let test: [Double]
  }

  /// Trains once with each recipe, and watches the test images.
  public func curves(
    of recipes: [Recipe], on data: AugmentationData, _ plan: TrainingPlan, seed: UInt64
  ) throws -> [Curves] {
    try recipes.map { recipe in
      let history = try plan.train(
        on: data, with: recipe, seed: seed, watching: ["test": data.test]
      ).history
      return Curves(name: recipe.name, train: history["loss"], test: history["test loss"])
    }
  }
}
