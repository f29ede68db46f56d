import Curriculum
import Gradus
import Plotting
import Synchronization

// The parts of lesson 5 that compare pairs of runs.
extension AugmentationReport {
  func shiftedDigits() throws {
    let straight = try AugmentationData.digits()
    let moved = straight.shiftingWhatIsMeasuredOn()
    let plan = TrainingPlan.digits()
    let recipes = [
      Recipe.none, Recipe("shift by 1", RandomAffine.shift(pixels: 1)),
      Recipe("shift by 2", RandomAffine.shift(pixels: 2)),
    ]
    let result = try choose("moved digits", among: recipes, on: moved, plan)
    showChoices(result, "digits, moved by a pixel")
    let price = try compare("digits as they are", recipes[1], on: straight, plan)
    showPairs([result.experiment, price])
  }

  func fashion() throws {
    let data = try AugmentationData.fashion()
    let plan = TrainingPlan.fashion(epochs: run.isQuick ? 4 : 20)
    let crop = RandomCrop(padding: 1)
    let recipes = [
      Recipe.none, .flip, Recipe("crop", crop), Recipe("flip, crop", RandomFlip().then(crop)),
      Recipe("erasing", RandomErasing()),
    ]
    let result = try choose("clothes", among: recipes, on: data, plan)
    showChoices(result, "1000 clothes, \(plan.epochs) epochs")
    showPairs([result.experiment])
    try saveFashionLosses(data, [recipes[0], recipes[3]])
  }

  func flippedDigits() throws {
    let result = try compare(
      "digits", .flip, on: try AugmentationData.digits(), TrainingPlan.digits())
    showPairs([result])
    let rows = try AugmentationExperiment.flippedDigits()
    let images = zip(rows, ["", " flipped"]).flatMap { row, how in
      row.images.enumerated().map { image($1, caption: "\($0)\(how)") }
    }
    let grid = ImageGrid(
      title: "In the mirror a digit is another one, or none", columns: 10, images: images, size: 68)
    try run.save(grid.svg(), as: "flipped-digits")
  }

  func mixup() throws {
    let recipes =
      [Recipe.none] + [0.2, 0.4, 1].map { Recipe("mixup \($0)", mixup: Mixup(alpha: $0)) }
    let digits = try choose(
      "digits", among: recipes, on: try AugmentationData.digits(), TrainingPlan.digits())
    showChoices(digits, "200 digits")
    showPairs([digits.experiment])
  }

  func measuring() throws {
    let (asTheyAre, augmented) = try experiment.measuredOnAugmented(draws: 20, seed: run.seed)
    run.showTable([
      ["validation loss of one network", "", ""],
      ["the images as they are", asTheyAre.fixed(3), ""],
      [
        "turned and moved, 20 draws", (augmented.min() ?? 0).fixed(3),
        "to \((augmented.max() ?? 0).fixed(3))",
      ],
    ])
  }

  /// Chooses and compares, behind a progress bar.
  private func choose(
    _ name: String, among recipes: [Recipe], on data: AugmentationData, _ plan: TrainingPlan
  ) throws -> RecipeResult {
    let total = AugmentationExperiment.trainingCount(choices: recipes.count, isQuick: run.isQuick)
    let bar = Mutex(ProgressBar(name, total: total))
    defer { bar.withLock { $0.finish() } }
    return try experiment.choose(name, among: recipes, on: data, plan, isQuick: run.isQuick) {
      bar.withLock { $0.advance() }
    }
  }

  private func compare(
    _ name: String, _ recipe: Recipe, on data: AugmentationData, _ plan: TrainingPlan
  ) throws -> PairedExperiment {
    let total = AugmentationExperiment.trainingCount(choices: 1, isQuick: run.isQuick)
    let bar = Mutex(ProgressBar(name, total: total))
    defer { bar.withLock { $0.finish() } }
    return try experiment.compare(name, recipe, on: data, plan, isQuick: run.isQuick) {
      bar.withLock { $0.advance() }
    }
  }

  private func showChoices(_ result: RecipeResult, _ what: String) {
    run.showTable(
      [["\(what), validation loss", "mean"]]
        + result.choices.map { [$0.name, $0.validationLoss.fixed(3)] })
    show("")
  }

  private func showPairs(_ experiments: [PairedExperiment]) {
    run.showTable(
      [["test loss", "wins", "without", "with"]]
        + experiments.map {
          [
            $0.name, "\($0.wins) of \($0.pairs.count)", $0.baselineMean.fixed(3),
            $0.remedyMean.fixed(3),
          ]
        })
  }

  private func saveFashionLosses(_ data: AugmentationData, _ recipes: [Recipe]) throws {
    let plan = TrainingPlan.fashion(epochs: run.isQuick ? 4 : 40)
    var chart = Chart(
      title: "1000 clothes: loss over the epochs", xLabel: "epoch", yLabel: "cross-entropy")
    for curves in try experiment.curves(of: recipes, on: data, plan, seed: run.seed) {
      chart.add(.line("test, \(curves.name)", y: curves.test))
      chart.add(.dashedLine("training, \(curves.name)", y: curves.train))
    }
    try run.save(chart.svg(), as: "fashion-loss")
  }
}
