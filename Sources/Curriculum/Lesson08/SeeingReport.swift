import Curriculum
import Gradus
import Plotting

/// Lesson 8's experiment on the terminal and in plots.
@Sendable
func reportSeeing(_ answers: SeeingAnswers, _ run: LessonRun) throws {
  let report = SeeingReport(answers: answers, run: run)
  try run.part(
    "(a) A boot through filters made by hand", needs: ["convolve"], report.handmadeFilters)
  if !run.isMine {
    try run.part("(b) Digits with their pixels in other places", needs: [], report.permutation)
  }
  try run.part(
    "(c) Frozen filters, learned filters, none",
    needs: ["convolveByColumns", "filterGradient", "maxPool"], report.frozen)
  var network: Sequential<Float>?
  if !run.isMine {
    try run.part("(d) Twenty layers, with detours and without", needs: [], report.depth)
    try run.part("(e) Clothes, with all that helps", needs: []) {
      network = try report.clothes()
    }
    try run.part("(f) What the network looks at", needs: []) {
      if let network { try report.looking(network) } else { report.missClothes() }
    }
  }
  try run.part(
    "(g) What is where: digits on canvases",
    needs: ["intersectionOverUnion", "nonMaximumSuppression"], report.detection)
  if run.isMine {
    return run.leaveOut(
      "b", "d", "e", "f", "h", because: "they train deeper networks of the framework's layers.")
  }
  try run.part("(h) Little data, and what was learned elsewhere", needs: []) {
    if let network { try report.littleData(network) } else { report.missClothes() }
  }
}

struct SeeingReport {
  let answers: SeeingAnswers
  let run: LessonRun

  /// Where the part that trains the network was not chosen.
  func missClothes() { show("    It takes the network of part (e): choose both.") }

  func handmadeFilters() throws {
    let boot = try Dataset.fashion.images(.test, as: Double.self).images[9, 0...]
    let results = try FiltersExperiment(answers: answers).filtered(boot)
    let names = ["the picture"] + FiltersExperiment.filters.map(\.name)
    var grid = ImageGrid(
      title: "A boot, and what filters find in it", columns: 3, range: -1...1,
      images: zip(names, [boot] + results).map { image($1, caption: $0) })
    grid.colors = .signed
    grid.imageSize = 168
    try run.save(grid.svg(), as: "filters-by-hand")
    run.showTable(
      [["filter", "smallest value", "largest", "sum of its numbers"]]
        + zip(FiltersExperiment.filters, results).map { filter, result in
          [
            filter.name, result.min().fixed(2), result.max().fixed(2),
            // Nine ninths are 1 but for rounding, and edges 0.
            (filter.weight.joined().reduce(0, +) + 0).fixed(0),
          ]
        })
  }

  func permutation() throws {
    let seeds = run.isQuick ? [0, 1] : PairedExperiment.seedsForTesting
    let result = try PermutationExperiment.run(seeds: seeds, epochs: run.isQuick ? 3 : 10)
    run.showTable(
      [["share of 297 digits read wrongly", "wins", "in other places", "in order", "p"]]
        + [result.dense, result.convolutional].map {
          [
            $0.name, "\($0.wins) of \($0.pairs.count)", percent($0.baselineMean),
            percent($0.remedyMean), $0.pValue.fixed(4),
          ]
        })
    let pictures = try PermutationExperiment.example(seed: run.seed)
    var grid = ImageGrid(
      title: "The same numbers", columns: 2,
      images: zip(["as written", "every pixel in another place"], pictures).map {
        image($1, caption: $0)
      })
    grid.imageSize = 160
    try run.save(grid.svg(), as: "permuted")
  }

  func frozen() throws {
    let experiment = FrozenExperiment(answers: answers)
    let digits = try FrozenExperiment.Digits()
    let epochs = run.isQuick ? 1 : 15
    var bar = ProgressBar("training", total: 2 * epochs)
    var results = try [false, true].map { learning in
      try experiment.convolutional(
        learningFilters: learning, digits: digits, epochs: epochs, seed: run.seed
      ) { bar.advance() }
    }
    bar.finish()
    results.append(try experiment.dense(digits: digits, epochs: epochs, seed: run.seed))
    run.showTable(
      [["", "numbers learned", "right of 500 seen", "right of 297", "filters moved by"]]
        + results.map {
          [
            $0.name, "\($0.parameterCount)", "\($0.right.train)",
            "\($0.right.test)   \(percent(Double($0.right.test) / 297))",
            $0.filterChange.map(percent) ?? "",
          ]
        })
    var grid = ImageGrid(
      title: "Sixteen filters: frozen above, learned below", columns: 16, range: -1...1,
      images: results[0...1].flatMap { $0.filters.map { image($0, caption: "") } })
    grid.colors = .signed
    grid.imageSize = 42
    try run.save(grid.svg(), as: "frozen-filters")
  }

  func depth() throws {
    let count = run.isQuick ? 100 : 1000
    let epochs = run.isQuick ? 1 : 6
    let samples = try Dataset.fashion.images(.train).samples.gather(Array(0..<count))
    let choices: [(isResidual: Bool, gain: Float)] = [
      (false, 1), (true, 1), (false, 0.5), (true, 0.5),
    ]
    var bar = ProgressBar("training", total: choices.count * epochs * count / 50)
    let results = try choices.map { isResidual, gain in
      try DepthExperiment.train(
        isResidual: isResidual, gain: gain, on: samples, epochs: epochs, seed: run.seed
      ) { bar.advance() }
    }
    bar.finish()
    run.showTable(
      [
        [
          "", "first loss", "last 20", "right of \(count) seen", "gradient, layer 1",
          "layer 19",
        ]
      ]
        + results.map {
          [
            $0.name, $0.losses[0].fixed(3), mean($0.losses.suffix(20)).fixed(3), "\($0.right)",
            ($0.gradients.first ?? .nan).scientific(), ($0.gradients.last ?? .nan).scientific(),
          ]
        })
    var losses = Chart(
      title: "Training loss, mean of 20 steps", xLabel: "step", yLabel: "cross-entropy")
    var gradients = Chart(
      title: "First gradient", xLabel: "layer", yLabel: "length", yScale: .logarithmic)
    for result in results {
      let smooth = result.losses.indices.map { mean(result.losses[max(0, $0 - 19)...$0]) }
      losses.add(.line(result.name, y: smooth))
      gradients.add(.line(result.name, y: result.gradients))
    }
    var grid = ChartGrid(title: "Why depth needs the detour", charts: [losses, gradients])
    grid.chartWidth = 400
    grid.chartHeight = 320
    try run.save(grid.svg(), as: "depth")
  }

  func mean(_ values: some Collection<Double>) -> Double { Curriculum.mean(Array(values)) }

  func percent(_ share: Double) -> String { "\((100 * share).fixed(1)) %" }

  /// A picture [H, W].
  func image(
    _ pixels: Tensor<some TensorScalar>, caption: String, isEmphasized: Bool = false,
    boxes: [ImageGrid.Box] = []
  ) -> ImageGrid.Image {
    ImageGrid.Image(
      pixels: pixels.elements.map(\.doubleValue), width: pixels.shape[1], height: pixels.shape[0],
      caption: caption, isEmphasized: isEmphasized, boxes: boxes)
  }
}
