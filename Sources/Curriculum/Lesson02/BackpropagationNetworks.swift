import Curriculum
import Gradus
import Plotting

// The parts of lesson 2 that train networks.
extension BackpropagationReport {
  /// The run's seed and those that follow it.
  private func seeds(_ count: Int) -> [UInt64] { (0..<UInt64(count)).map { run.seed &+ $0 } }

  func xor() throws {
    let seeds = seeds(run.isQuick ? 3 : 10)
    let range = -0.5...1.5
    let cells = (columns: 80, rows: 80)
    let places = Chart.Raster.cellCenters(
      x: range, y: range, columns: cells.columns, rows: cells.rows)
    let result = experiment.xor(seeds: seeds, at: places)
    let models = [result.linear, result.network]
    func row(_ model: XORResult.Model, _ which: String, _ right: Int) -> [String] {
      let meanLoss = model.losses.reduce(0, +) / Double(model.losses.count)
      return [
        "\(model.name), \(which) of \(seeds.count) seeds", "\(right)", "\(right * 25) %",
        meanLoss.fixed(4),
      ]
    }
    run.showTable([
      ["", "right of 4", "", "mean loss"],
      row(result.linear, "best", result.linear.best.max() ?? 0),
      row(result.network, "worst", result.network.best.min() ?? 0),
    ])
    let charts = models.map { model in
      var chart = Chart(
        title: "\(model.name): \((model.best[0]) * 25) %", xLabel: "first input",
        yLabel: "second input")
      chart.xRange = range
      chart.yRange = range
      chart.raster = Chart.Raster(
        classes: model.regions, x: range, y: range, columns: cells.columns, rows: cells.rows)
      add(
        BackpropagationExperiment.xorInputs, BackpropagationExperiment.xorLabels,
        names: ["0", "1"], to: &chart)
      return chart
    }
    var grid = ChartGrid(title: "XOR: one line is not enough", charts: charts)
    grid.chartHeight = 330
    try run.save(grid.svg(), as: "xor")
    try run.save(sketch(ofXOR: result.network).svg(), as: "xor-network")
  }

  func spirals() throws {
    let epochs = run.isQuick ? 60 : 150
    let range = -1.2...1.2
    let cells = (columns: 160, rows: 160)
    let places = Chart.Raster.cellCenters(
      x: range, y: range, columns: cells.columns, rows: cells.rows)
    var bar = ProgressBar("training", total: epochs)
    let result = experiment.spirals(seed: run.seed, epochs: epochs, at: places) {
      bar.advance(["loss": $0])
    }
    bar.finish()
    let count = result.labels.elementCount
    run.showTable([
      ["", "right of \(count)"],
      ["linear", "\(result.linearRight)"],
      ["MLP 2-32-32-3, tanh", "\(result.networkRight)"],
    ])
    var chart = Chart(
      title: "Three spiral arms and the network's decisions", xLabel: "x", yLabel: "y")
    chart.width = 520
    chart.height = 560
    chart.xRange = range
    chart.yRange = range
    chart.raster = Chart.Raster(
      classes: result.regions, x: range, y: range, columns: cells.columns, rows: cells.rows)
    add(result.points, result.labels, names: ["arm 1", "arm 2", "arm 3"], to: &chart)
    try run.save(chart.svg(), as: "decision-regions")
  }

  /// Adds a series for each class.
  func add(
    _ points: Tensor<Float>, _ labels: Tensor<Int>, names: [String], to chart: inout Chart
  ) {
    for (label, name) in names.enumerated() {
      let members = (0..<labels.elementCount).filter { labels[$0] == label }
      chart.add(
        .points(
          name, x: members.map { Double(points[$0, 0]) }, y: members.map { Double(points[$0, 1]) }))
    }
  }

  func digits() throws {
    let seeds = seeds(run.isQuick ? 2 : 5)
    let data = try DigitsData<Float>.lastAsTest()
    var last: [DigitsResult] = []
    var random: [DigitsResult] = []
    var bar = ProgressBar("training", total: 2 * seeds.count)
    for seed in seeds {
      last.append(experiment.digits(data, seed: seed))
      bar.advance()
      random.append(
        experiment.digits(try DigitsData<Float>.randomAsTest(seed: seed), seed: seed))
      bar.advance()
    }
    bar.finish()
    let count = DigitsData<Float>.testCount
    var rows = [["right of \(count)", "last \(count)", "", "random \(count)", ""]]
    for (seed, results) in zip(seeds, zip(last, random)) {
      rows.append(["seed \(seed)"] + cells(results.0.right) + cells(results.1.right))
    }
    let means = [last, random].map { results in
      Double(results.reduce(0) { $0 + $1.right }) / Double(results.count)
    }
    rows.append(["mean"] + means.flatMap { cells($0, digits: 1) })
    run.showTable(rows)
    try run.save(sketchOfDigits().svg(), as: "digits-network")
    try saveLosses(last[0], as: "digits-loss")
    try saveMistakes(last[0], of: data, as: "mistakes")
  }

  func digitsByHand() throws {
    let data = try DigitsData<Double>.lastAsTest()
    let epochs = 20
    var bar = ProgressBar("training", total: epochs)
    let result = try experiment.digitsByHand(data, seed: run.seed, epochs: epochs) {
      bar.advance(["loss": $0])
    }
    bar.finish()
    run.showTable([
      ["right of \(DigitsData<Double>.testCount)"] + cells(result.right),
      ["loss, first epoch", result.losses[0].fixed(3)],
      ["loss, last epoch", result.losses[epochs - 1].fixed(3)],
    ])
    try saveLosses(result, as: "digits-loss")
    try saveMistakes(result, of: data, as: "mistakes")
  }

  /// A number of test images, and its share of all.
  private func cells(_ right: Double, digits: Int) -> [String] {
    let share = 100 * right / Double(DigitsData<Float>.testCount)
    return [right.fixed(digits), "\(share.fixed(1)) %"]
  }

  private func cells(_ right: Int) -> [String] { cells(Double(right), digits: 0) }

  private func saveLosses(_ result: DigitsResult, as name: String) throws {
    var chart = Chart(
      title: "Digits: the loss over the epochs", xLabel: "epoch", yLabel: "cross-entropy",
      yScale: .logarithmic)
    chart.add(.line("training", y: result.losses))
    chart.add(.line("test", y: result.testLosses))
    try run.save(chart.svg(), as: name)
  }

  private func saveMistakes<Scalar>(
    _ result: DigitsResult, of data: DigitsData<Scalar>, as name: String
  ) throws {
    let wrong = (0..<data.testLabels.elementCount).filter {
      result.predictions[$0] != data.testLabels[$0]
    }
    let images = wrong.map { index in
      ImageGrid.Image(
        pixels: data.testInputs[index, 0...].elements.map(\.doubleValue), width: 8, height: 8,
        caption: "read \(result.predictions[index]), is \(data.testLabels[index])")
    }
    let grid = ImageGrid(
      title: "The \(wrong.count) misread of \(data.testLabels.elementCount) digits", columns: 10,
      images: images)
    try run.save(grid.svg(), as: name)
  }
}
