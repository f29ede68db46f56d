import Curriculum
import Gradus
import Plotting

/// Lesson 13's experiment on the terminal and in plots.
@Sendable
func reportExtending(_ answers: ExtendingAnswers, _ run: LessonRun) throws {
  let report = ExtendingReport(experiment: ExtendingExperiment(answers), run: run)
  try run.part(
    "(a) An operation of one's own in a network", needs: ["squareplus"], report.ownOperation)
  try run.part(
    "(b) Spirals, with a penalty on the gradient", needs: ["squareplus", "hessianVectorProduct"],
    report.penalty)
  try run.part("(c) Muon against Adam", needs: ["muonStep"], report.race)
  try run.part("(d) The schedule", needs: ["stableDecay"], report.schedule)
  try run.part(
    "(e) The operation as a kernel, measured", needs: run.isMine ? ["squareplusKernel"] : [],
    report.kernel)
}

struct ExtendingReport {
  let experiment: ExtendingExperiment
  let run: LessonRun

  // MARK: (a) An operation of one's own

  func ownOperation() throws {
    let epochs = run.isQuick ? 2 : 10
    let relu: ExtendingAnswers.Operation<Double> = { x, _ in x.relu() }
    var rows = [["64-32-10 on digits", "loss", "right", "b"]]
    for (name, operation) in [
      ("ReLU", relu), ("squareplus, b learned", experiment.answers.squareplus),
    ] {
      let training = try experiment.training(with: operation, epochs: epochs, seed: run.seed)
      let isLearned = training.largestShape != training.leastShape
      rows.append([
        name, training.losses.last!.fixed(3), training.right.text,
        isLearned
          ? "\(training.leastShape.fixed(2)) to \(training.largestShape.fixed(2))" : "",
      ])
    }
    run.showTable(rows)
  }

  // MARK: (c), (d) An optimizer and a schedule

  func race() throws {
    let seeds = run.isQuick ? [run.seed] : (0..<5).map { run.seed + $0 }
    for data in try run.isQuick ? [Pictures.digits()] : [Pictures.digits(), Pictures.fashion()] {
      let outcomes = try experiment.race(on: data, epochs: run.isQuick ? 2 : 8, seeds: seeds)
      run.showTable(
        [[data.name, "rate", "training loss", "its range", "test right"]]
          + outcomes.map {
            [
              $0.optimizer, "\($0.rate)", $0.meanLoss.fixed(3),
              "\($0.losses.min()!.fixed(3)) to \($0.losses.max()!.fixed(3))",
              "\((100 * $0.meanRight).fixed(1)) %",
            ]
          })
    }
  }

  func schedule() throws {
    let steps = Array(0..<200)
    let rates = try steps.map { try experiment.answers.stableDecay($0, 200, 1, 20, 60) }
    var chart = Chart(
      title: "Warm up, stay, decay", xLabel: "step", yLabel: "share of the peak")
    chart.add(.line("200 steps", x: steps.map(Double.init), y: rates))
    try run.save(chart.svg(), as: "schedule")
  }

  // MARK: (b) Second order

  func penalty() throws {
    let seeds = run.isQuick ? [run.seed] : (0..<3).map { run.seed + $0 }
    var rows = [["120 points, 2-16-3", "right", "test right", "length of the gradient"]]
    for strength in [0, 0.01, 0.1] {
      let outcomes = try seeds.map {
        try experiment.spirals(penalty: strength, steps: run.isQuick ? 20 : 200, seed: $0)
      }
      func mean(_ value: (PenaltyOutcome) -> Double) -> Double {
        outcomes.map(value).reduce(0, +) / Double(outcomes.count)
      }
      rows.append([
        "penalty \(strength)", "\((100 * mean { $0.right.value }).fixed(1)) %",
        "\((100 * mean { $0.testRight.value }).fixed(1)) %", mean(\.gradientLength).fixed(2),
      ])
    }
    run.showTable(rows)
  }

  // MARK: (e) Measured

  func kernel() throws {
    let counts = [100, 1000, 10_000, 100_000, 1_000_000]
    let ways = experiment.kernelWays(withAnswer: run.isMine)
    let speeds = try experiment.kernelSpeeds(
      of: ways, counts: counts, rounds: run.isQuick ? 3 : 30)
    run.showTable(
      [["times as fast as the first"] + counts.dropFirst().map { "\($0)" }]
        + ways.enumerated().map { place, way in
          [way.name] + speeds.ratios(place).dropFirst().map { $0.fixed(1) }
        })
    var chart = Chart(
      title: "squareplus in several ways, one core", xLabel: "numbers",
      yLabel: "numbers in a microsecond", xScale: .logarithmic, yScale: .logarithmic)
    for (way, rates) in zip(ways, speeds.rates) {
      chart.add(.line(way.name, x: counts.map(Double.init), y: rates))
    }
    try run.saveMeasured(chart.svg(), as: "kernel")
  }
}
