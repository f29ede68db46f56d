import Gradus

/// What lesson 5 shows: pictures of changed images, networks that learn from them, and pairs of runs that
/// prove what the changes are worth.
public struct AugmentationExperiment: Sendable {
  let answers: AugmentationAnswers

  /// An experiment with the functions of a learner or of the solution.
  public init(_ answers: AugmentationAnswers) { self.answers = answers }
}

/// What a number of seeds has shown about recipes for training images.
public struct RecipeResult: Sendable {
  /// The recipes, and the mean of each on the validation images with the seeds for choosing.
  public let choices: [(name: String, validationLoss: Double)]
  /// The recipe with the smallest mean against nothing, on the test images with the seeds for testing.
  public let experiment: PairedExperiment
}

extension AugmentationExperiment {
  /// Chooses among recipes on the validation images, and compares the chosen one with nothing on the test
  /// images.
  ///
  /// - Parameters:
  ///   - name: What the comparison is called; the chosen recipe's name is put behind it.
  ///   - recipes: What to choose among.
  ///   - data: The images.
  ///   - plan: The network and its training.
  ///   - isQuick: Whether two seeds have to do, to see something soon.
  ///   - progress: Called after each training, on any thread.
  public func choose(
    _ name: String, among recipes: [Recipe], on data: AugmentationData, _ plan: TrainingPlan,
    isQuick: Bool = false, progress: @Sendable () -> Void = {}
  ) throws -> RecipeResult {
    let (best, means) = try PairedExperiment.choose(
      among: recipes, seeds: Array(PairedExperiment.seedsForChoosing.prefix(isQuick ? 2 : 10))
    ) { recipe, seed in
      defer { progress() }
      return try plan.loss(of: data.validation, on: data, with: recipe, seed: seed)
    }
    let experiment = try PairedExperiment.run(
      "\(name): \(best.name)",
      seeds: Array(PairedExperiment.seedsForTesting.prefix(isQuick ? 2 : 20))
    ) { seed in
      let losses = try [Recipe.none, best].map { recipe in
        defer { progress() }
        return try plan.loss(of: data.test, on: data, with: recipe, seed: seed)
      }
      return (losses[0], losses[1])
    }
    return RecipeResult(
      choices: zip(recipes, means).map { ($0.name, $1) }, experiment: experiment)
  }

  /// How many trainings ``choose(_:among:on:_:isQuick:progress:)`` takes.
  public static func trainingCount(choices: Int, isQuick: Bool) -> Int {
    (isQuick ? 2 : 10) * choices + 2 * (isQuick ? 2 : 20)
  }

  /// Compares one recipe with nothing on the test images.
  public func compare(
    _ name: String, _ recipe: Recipe, on data: AugmentationData, _ plan: TrainingPlan,
    isQuick: Bool = false, progress: @Sendable () -> Void = {}
  ) throws -> PairedExperiment {
    try choose(name, among: [recipe], on: data, plan, isQuick: isQuick, progress: progress)
      .experiment
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
