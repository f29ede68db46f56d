import Curriculum
import Gradus
import Plotting

/// Lesson 3's experiment on the terminal and in plots.
@Sendable
func reportOptimizers(_ answers: OptimizationAnswers, _ run: LessonRun) throws {
  let report = OptimizersReport(experiment: OptimizationExperiment(answers), run: run)
  func needs(_ exercises: String...) -> [String] { run.isMine ? exercises : [] }
  if !run.isMine { try run.part("(a) Plain descent in a ravine", needs: [], report.ravine) }
  try run.part(
    "(b) Momentum, and Nesterov's", needs: needs("momentum", "nesterov"), report.momentum)
  try run.part("(c) A scale for each coordinate", needs: needs("rmsProp"), report.scaling)
  if !run.isMine {
    try run.part("(d) Rosenbrock, Beale, and steps to a height of 0.001", needs: [], report.maps)
  }
  try run.part("(e) Adam's first steps", needs: needs("adam"), report.firstSteps)
  if !run.isMine {
    try run.part("(f) Weight decay, inside Adam and decoupled", needs: [], report.decay)
  }
  try run.part("(g) Batches: noise, and what it costs", needs: ["epoch"], report.batches)
  try run.part(
    "(h) Schedules of the rate", needs: ["learningRate", "epoch"], report.schedules)
  try run.part("(i) Clipping on a steep wall", needs: ["clip"], report.clipping)
  try run.part("(j) The range test", needs: ["rangeTest"], report.rangeTest)
  if run.isMine {
    try run.part("(k) Digits: your optimizers beside ours", needs: ["epoch"], report.raceOfPairs)
    run.leaveOut(
      "a", "d", "f", "l",
      because: "they walk and race for long, or by plain descent, with the framework's optimizers.")
  } else {
    try run.part("(k) Digits: the rate, then the race", needs: [], report.raceOnDigits)
    try run.part("(l) Fashion-MNIST: the rate, then the race", needs: [], report.raceOnFashion)
    if run.chosenParts == nil, run.listing == nil {
      show("One part alone, as the last: swift run -q gradus lesson 3 --part l")
    }
  }
}

struct OptimizersReport {
  let experiment: OptimizationExperiment
  let run: LessonRun

  /// The run's seed and those that follow it.
  func seeds(_ count: Int) -> [UInt64] { (0..<UInt64(count)).map { run.seed &+ $0 } }

  func firstSteps() throws {
    let gradients = [0.001, 1, 1000]
    run.showTable([
      ["gradient"] + gradients.map { "\($0)" },
      ["first step of Adam, rate 0.001"]
        + experiment.firstSteps(gradients, by: experiment.contestant(.adam, isMine: run.isMine))
        .map { $0.fixed(6) },
    ])
    show("")
    let lengths = experiment.adamStepLengths(
      by: experiment.contestant(.adam, isMine: run.isMine))
    let longest = lengths.uncorrected.indices.max {
      lengths.uncorrected[$0] < lengths.uncorrected[$1]
    }!
    run.showTable([
      ["", "step 1", "the longest", "at step", "step 5000"],
      row("as published", lengths.corrected, at: 0),
      row("without correction", lengths.uncorrected, at: longest),
    ])
    var chart = Chart(
      title: "Adam's steps while the gradient stays the same", xLabel: "step",
      yLabel: "length of the step / learning rate", xScale: .logarithmic)
    // Equal ratios between the steps that are drawn, as on the axis.
    let places = (0...80).map { Int(Double.pow(5000, Double($0) / 80).rounded()) - 1 }
    let x = places.map { Double($0 + 1) }
    chart.add(.line("as published", x: x, y: places.map { lengths.corrected[$0] }))
    chart.add(
      .line("without bias correction", x: x, y: places.map { lengths.uncorrected[$0] }))
    chart.yRange = 0...7
    try run.save(chart.svg(), as: "bias-correction")
  }

  private func row(_ name: String, _ lengths: [Double], at longest: Int) -> [String] {
    [
      name, lengths[0].fixed(2), lengths[longest].fixed(2), "\(longest + 1)",
      lengths[lengths.count - 1].fixed(2),
    ]
  }

  func decay() throws {
    let steps = 2000
    let results = experiment.decayCurves(steps: steps, seed: run.seed)
    run.showTable(
      [["weight after \(steps) steps"] + results[0].curves.map { "noise \($0.noise)" }]
        + results.map { [$0.name] + $0.curves.map { $0.weights[steps].fixed(3) } })
    show("    (1 − 0.001)²⁰⁰⁰ = \(Double.pow(0.999, Double(steps)).fixed(3))")
    let charts = results.map { result in
      var chart = Chart(title: result.name, xLabel: "step", yLabel: "mean weight")
      chart.yRange = 0...1
      let places = stride(from: 0, through: steps, by: 20)
      for (noise, weights) in result.curves {
        chart.add(
          .line("noise \(noise)", x: places.map(Double.init), y: places.map { weights[$0] }))
      }
      return chart
    }
    var grid = ChartGrid(title: "Weights that the data say nothing about", charts: charts)
    grid.chartWidth = 400
    try run.save(grid.svg(), as: "decay")
  }

  func clipping() throws {
    let surface = Surface.rosenbrock.starting(at: (-1.7, -0.5))
    let walks = try experiment.clippedWalks(on: surface, rate: 2e-3, steps: 2000, limit: 20)
    run.showTable([
      ["Rosenbrock, rate 0.002", "steps", "height at the end"],
      ["plain descent"] + cells(walks.plain),
      ["clipped to a norm of 20"] + cells(walks.clipped),
    ])
    var chart = map(
      of: surface, title: "Rosenbrock, rate 0.002: clipping keeps the first steps short")
    chart.add(path(walks.plain, named: "plain"))
    chart.add(path(walks.clipped, named: "clipped"))
    try run.save(chart.svg(), as: "clipping")
  }

  private func cells(_ walk: Walk) -> [String] {
    let height = walk.heights[walk.heights.count - 1]
    return ["\(walk.steps)", walk.diverged ? "not finite" : height.scientific()]
  }

  func rangeTest() throws {
    let data = try RaceData.digits()
    let test = try experiment.rangeTest(data, .momentum, seed: run.seed)
    let smallest = test.losses.indices.min { test.losses[$0] < test.losses[$1] }!
    run.showTable([
      ["rates tried", "\(test.rates.count)"],
      ["smallest loss", test.losses[smallest].fixed(3)],
      ["at rate", test.rates[smallest].scientific()],
      ["suggestion", test.suggestion.scientific()],
    ])
    var chart = Chart(
      title: "Digits, momentum: one step at each rate", xLabel: "learning rate",
      yLabel: "loss before the step", xScale: .logarithmic)
    chart.add(.line("loss", x: test.rates, y: test.losses))
    chart.addVerticalLine(at: test.suggestion, label: "suggestion")
    chart.addVerticalLine(at: test.rates[smallest], label: "smallest loss")
    try run.save(chart.svg(), as: "range-test")
  }
}
