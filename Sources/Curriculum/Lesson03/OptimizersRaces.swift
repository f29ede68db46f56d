import Curriculum
import Gradus
import Plotting

// The parts of lesson 3 that train networks.
extension OptimizersReport {
  func batches() throws {
    let data = try RaceData.digits()
    let noise = experiment.batchNoise(data, draws: run.isQuick ? 20 : 100, seed: run.seed)
    run.showTable(
      [["batch size"] + noise.batchSizes.map { "\($0)" }]
        + [("noise, measured", noise.measured), ("noise, 1/√B", noise.expected)].map {
          [$0] + $1.map { $0.fixed(3) }
        })
    var chart = Chart(
      title: "Digits: noise of a batch's gradient", xLabel: "batch size",
      yLabel: "noise / length of the full gradient", xScale: .logarithmic, yScale: .logarithmic)
    chart.add(.points("measured", x: noise.batchSizes.map(Double.init), y: noise.measured))
    chart.add(.dashedLine("1/√B", x: noise.batchSizes.map(Double.init), y: noise.expected))
    try run.save(chart.svg(), as: "batch-noise")

    let epochs = run.isQuick ? 3 : 15
    let trainings = try experiment.batchTrainings(data, rate: 0.2, epochs: epochs, seed: run.seed)
    show("")
    run.showTable(
      [["SGD, rate 0.2, \(epochs) epochs", "steps", "training loss"]]
        + trainings.map { ["batches of \($0.batchSize)", "\($0.steps)", $0.loss.fixed(4)] })
  }

  func schedules() throws {
    let data = try RaceData.digits()
    let (peak, epochs) = (0.1, run.isQuick ? 2 : 6)
    let seeds = seeds(run.isQuick ? 2 : 5)
    let results = try experiment.schedules(
      data, .adam, experiment.plans(peak: peak), epochs: epochs, seeds: seeds)
    run.showTable(
      [["loss, Adam, peak \(peak)"] + seeds.map { "seed \($0)" }]
        + results.map { [$0.name] + $0.last.map { $0.fixed(4) } })
    var shapes = Chart(title: "The rate", xLabel: "step", yLabel: "learning rate")
    var curves = Chart(
      title: "The loss", xLabel: "epoch", yLabel: "training loss", yScale: .logarithmic)
    for result in results {
      let steps = stride(from: 0, to: result.rates.count, by: 3)
      shapes.add(
        .line(result.name, x: steps.map { Double($0 + 1) }, y: steps.map { result.rates[$0] }))
      curves.add(spread(result.name, result.losses))
    }
    var grid = ChartGrid(
      title: "Digits, Adam: four schedules, \(seeds.count) seeds", charts: [shapes, curves])
    grid.chartWidth = 420
    grid.chartHeight = 340
    try run.save(grid.svg(), as: "schedules")
  }

  func raceOnDigits() throws {
    try race(
      try RaceData.digits(), sweepEpochs: 3, epochs: 10, plots: ("sensitivity", "race-digits"))
  }

  func raceOnFashion() throws {
    try race(
      try RaceData.fashion(), sweepEpochs: 2, epochs: 8,
      plots: ("sensitivity-fashion", "race-fashion"))
  }

  private func race(
    _ data: RaceData, sweepEpochs: Int, epochs: Int, plots: (sweep: String, race: String)
  ) throws {
    let isQuick = run.isQuick
    let epochs = isQuick ? 2 : epochs
    let seeds = seeds(isQuick ? 2 : 5)
    let sweeps = try experiment.sweep(
      data, epochs: isQuick ? 1 : sweepEpochs,
      seeds: isQuick ? [100] : OptimizationExperiment.sweepSeeds)
    let entries = zip(Contestant.all, sweeps).map { ($0, $1.best) }
    let results = try experiment.race(data, entries, epochs: epochs, seeds: seeds)
    let count = data.testLabels.elementCount
    run.showTable(
      [["", "best rate", "loss", "from", "to", "below SGD", "right of \(count)"]]
        + zip(sweeps, results).map { sweep, result in
          let last = result.last
          let right = Double(result.right.reduce(0, +)) / Double(seeds.count)
          let wins = zip(last, results[0].last).count { $0 < $1 }
          return [
            result.contestant, sweep.best.significant(2),
            result.mean[epochs - 1].fixed(4), (last.min() ?? .nan).fixed(4),
            (last.max() ?? .nan).fixed(4),
            result.contestant == results[0].contestant ? "" : "\(wins) of \(seeds.count)",
            right.fixed(1),
          ]
        })
    var sensitivity = Chart(
      title: "\(data.name): the loss after \(isQuick ? 1 : sweepEpochs) epochs, by rate",
      xLabel: "learning rate", yLabel: "training loss", xScale: .logarithmic, yScale: .logarithmic)
    for sweep in sweeps {
      // A line to a value far above the picture leaves it upward, as the loss does.
      sensitivity.add(
        .line(sweep.contestant, x: sweep.rates, y: sweep.losses.map { min($0, 1e3) }))
    }
    sensitivity.yRange = 0.03...10
    try run.save(sensitivity.svg(), as: plots.sweep)

    var chart = Chart(
      title: "\(data.name): \(seeds.count) seeds, each at its best rate", xLabel: "epoch",
      yLabel: "training loss", yScale: .logarithmic)
    for result in results { chart.add(spread(result.contestant, result.losses)) }
    try run.save(chart.svg(), as: plots.race)
  }

  /// The mean of several runs, with a band from the smallest to the largest.
  private func spread(_ name: String, _ runs: [[Double]]) -> Chart.Series {
    let epochs = runs[0].indices
    func combined(_ combine: ([Double]) -> Double) -> [Double] {
      epochs.map { epoch in combine(runs.map { $0[epoch] }) }
    }
    return .line(name, y: combined { $0.reduce(0, +) / Double($0.count) })
      .with(bandFrom: combined { $0.min() ?? .nan }, to: combined { $0.max() ?? .nan })
  }

  func raceOfPairs() throws {
    let data = try RaceData.digits()
    let epochs = run.isQuick ? 2 : 10
    let seeds = seeds(run.isQuick ? 1 : 3)
    let rates = ["momentum": 0.1, "nesterov": 0.1, "rmsProp": 0.003, "adam": 0.003, "adamW": 0.003]
    var rows = [["loss of the last epoch", "rate", "ours", "yours", "difference"]]
    var charts: [Chart] = []
    for pair in experiment.pairs {
      let needed = pair.exercise == "adamW" ? ["adamW", "adam"] : [pair.exercise]
      guard needed.allSatisfy({ run.notPassed[$0] == nil }) else {
        rows.append([pair.exercise, "", "", "not yet", ""])
        continue
      }
      let rate = rates[pair.exercise] ?? 0.01
      let results = try experiment.race(
        data, [(pair.ours, rate), (pair.handmade, rate)], epochs: epochs, seeds: seeds)
      let last = results.map { $0.mean[epochs - 1] }
      let difference =
        zip(results[0].losses.joined(), results[1].losses.joined()).map {
          abs($0 - $1)
        }.max() ?? 0
      rows.append(
        [pair.exercise, "\(rate)"] + last.map { $0.fixed(6) } + [difference.scientific()])
      var chart = Chart(
        title: pair.exercise, xLabel: "epoch", yLabel: "training loss", yScale: .logarithmic)
      chart.add(.line("ours", y: results[0].mean))
      chart.add(.dashedLine("yours", y: results[1].mean))
      charts.append(chart)
    }
    run.showTable(rows)
    if !charts.isEmpty {
      try run.save(
        ChartGrid(title: "Digits: your optimizers beside ours", charts: charts).svg(),
        as: "race-digits")
    }
  }
}
