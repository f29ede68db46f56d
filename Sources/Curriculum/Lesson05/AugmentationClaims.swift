import Curriculum
import Gradus
import Plotting
import Synchronization

// The parts of lesson 5 that compare pairs of runs.
extension AugmentationReport {
  func digits() throws {
    let straight = try AugmentationData.digits()
    let moved = straight.shiftingWhatIsMeasuredOn()
    let plan = TrainingPlan.digits(epochs: run.isQuick ? 30 : 100)
    let shift = Recipe("shift by 1", RandomAffine.shift(pixels: 1))
    let recipes = [.none, shift, Recipe("shift by 2", RandomAffine.shift(pixels: 2))]
    let means = try validationLosses(of: recipes, on: moved, plan)
    showChoices(recipes, means, "digits, moved by a pixel")
    showPairs(
      try pairs(
        of: [shift, .flip], on: straight,
        tests: [("moved digits", moved.test), ("digits", straight.test)], plan))
    let rows = try AugmentationExperiment.flippedDigits()
    let images = zip(rows, ["", " flipped"]).flatMap { row, how in
      row.images.enumerated().map { image($1, caption: "\($0)\(how)") }
    }
    let grid = ImageGrid(
      title: "In the mirror a digit is another one, or none", columns: 10, images: images, size: 68)
    try run.save(grid.svg(), as: "flipped-digits")
  }

  func fashion() throws {
    let data = try AugmentationData.fashion()
    let plan = TrainingPlan.fashion(epochs: run.isQuick ? 4 : 40)
    let single = [
      Recipe.flip, Recipe("crop", RandomCrop(padding: 1)), Recipe("erasing", RandomErasing()),
    ]
    let mixups = [0.2, 1].map { Recipe("mixup \($0)", mixup: Mixup(alpha: $0)) }
    let recipes = [.none] + single + mixups
    let means = try validationLosses(of: recipes, on: data, plan)
    showChoices(recipes, means, "1000 clothes")
    func best(of group: Range<Int>) -> Recipe {
      recipes[group.min { means[$0] < means[$1] } ?? group.lowerBound]
    }
    let chosen = [best(of: 1..<4), best(of: 4..<6)]
    showPairs(try pairs(of: chosen, on: data, tests: [("clothes", data.test)], plan))
    try saveFashionLosses(data, [.none] + chosen)
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

  private func validationLosses(
    of recipes: [Recipe], on data: AugmentationData, _ plan: TrainingPlan
  ) throws -> [Double] {
    let bar = Mutex(ProgressBar("choosing", total: recipes.count * (run.isQuick ? 2 : 10)))
    defer { bar.withLock { $0.finish() } }
    return try experiment.validationLosses(of: recipes, on: data, plan, isQuick: run.isQuick) {
      bar.withLock { $0.advance() }
    }
  }

  private func pairs(
    of recipes: [Recipe], on data: AugmentationData,
    tests: [(name: String, samples: Samples<Tensor<Float>, Tensor<Float>>)], _ plan: TrainingPlan
  ) throws -> [PairedExperiment] {
    let bar = Mutex(ProgressBar("pairs", total: (recipes.count + 1) * (run.isQuick ? 2 : 20)))
    defer { bar.withLock { $0.finish() } }
    return try experiment.pairs(of: recipes, on: data, tests: tests, plan, isQuick: run.isQuick) {
      bar.withLock { $0.advance() }
    }
  }

  private func showChoices(_ recipes: [Recipe], _ means: [Double], _ what: String) {
    run.showTable(
      [["\(what), validation loss", "mean"]]
        + zip(recipes, means).map { [$0.name, $1.fixed(3)] })
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
    let charts = try experiment.curves(of: recipes, on: data, plan, seed: run.seed).map { curves in
      var chart = Chart(title: curves.name, xLabel: "epoch", yLabel: "cross-entropy")
      chart.yRange = 0...2
      chart.add(.line("test", y: curves.test))
      chart.add(.dashedLine("training", y: curves.train))
      return chart
    }
    var grid = ChartGrid(title: "1000 clothes: loss over the epochs", columns: 3, charts: charts)
    grid.chartWidth = 270
    grid.chartHeight = 300
    try run.save(grid.svg(), as: "fashion-loss")
  }
}
