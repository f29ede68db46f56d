import Curriculum
import Foundation
import Gradus
import Plotting

/// Lesson 1's experiment on the terminal and in plots.
@Sendable
func reportLinearRegression(_ answers: LinearRegressionAnswers, _ run: LessonRun) throws {
  let report = LinearRegressionReport(experiment: LinearRegressionExperiment(answers), run: run)
  let descent = ["matmul", "predict", "meanSquaredError", "gradient", "step", "train"]
  try run.part(
    "(a) One sample, x = 1 and y = 2: rate 0.01, 1000 steps from zero", needs: descent,
    report.firstExample)
  try run.part(
    "(b) Penguins: body mass from flipper length",
    needs: descent + ["standardize", "normalEquation"]
  ) {
    try report.penguins()
    try report.bowl()
  }
  try run.part(
    "(c) Auto MPG: miles per gallon from six features",
    needs: descent + ["standardize", "normalEquation"], report.autoMPG)
  try run.part(
    "(d) Anscombe: four data sets, one line",
    needs: ["matmul", "predict", "meanSquaredError", "normalEquation"], report.anscombe)
  try run.part(
    "(e) The cliff: when the learning rate is too large", needs: descent + ["standardize"],
    report.cliff)
}

struct LinearRegressionReport {
  let experiment: LinearRegressionExperiment
  let run: LessonRun

  func firstExample() throws {
    let (model, losses) = try experiment.firstExample()
    let sum = model.weights[0, 0] + model.bias
    run.showTable([
      ["w", model.weights[0, 0].fixed(6)],
      ["b", model.bias.fixed(6)],
      ["w + b", sum.fixed(6)],
      ["2·(1 − 0.96¹⁰⁰⁰)", (2 * (1 - pow(0.96, 1000))).fixed(6)],
    ])
    var chart = Chart(
      title: "One sample: the loss falls by the same factor at each step", xLabel: "step",
      yLabel: "mean squared error", yScale: .logarithmic)
    chart.add(.line("loss", x: (0..<losses.count).map(Double.init), y: losses))
    try run.save(chart.svg(), as: "first-example")
  }

  func penguins() throws {
    let start = LinearRegressionExperiment.randomStart(features: 1, seed: run.seed)
    let fit = try experiment.penguins(from: start)
    var view = LiveView(style: run.style)
    for (step, model) in fit.snapshots where run.style.isTerminal && !run.isQuick {
      view.show {
        penguinChart(fit, line: model, title: "Penguins, step \(step)")
          .terminal(height: 18, style: $0)
      }
      Thread.sleep(forTimeInterval: 0.03)
    }
    view.show {
      penguinChart(fit, line: fit.descent, title: "Penguins").terminal(height: 18, style: $0)
    }
    view.finish()
    run.showTable([
      ["", "slope (g/mm)", "intercept (g)", "R²"],
      ["gradient descent, 100 steps"] + row(fit.descent) + [fit.rSquared.fixed(3)],
      ["normal equation"] + row(fit.exact) + [""],
    ])
    printAgreement(fit)
    try run.save(
      penguinChart(fit, line: fit.descent, title: "Body mass of 333 penguins").svg(),
      as: "penguins")
    var losses = Chart(
      title: "Penguins: the loss at each step", xLabel: "step", yLabel: "mean squared error (g²)",
      yScale: .logarithmic)
    losses.add(.line("loss", x: (0..<fit.losses.count).map(Double.init), y: fit.losses))
    try run.save(losses.svg(), as: "penguins-loss")
  }

  private func row(_ model: LinearModel) -> [String] {
    [model.weights[0, 0].fixed(3), model.bias.fixed(2)]
  }

  private func penguinChart(
    _ fit: LinearRegressionExperiment.Fit, line: LinearModel, title: String
  ) -> Chart {
    var chart = Chart(title: title, xLabel: "flipper length (mm)", yLabel: "body mass (g)")
    chart.yRange = 2500...6500
    chart.add(.points("penguin", x: fit.x.elements, y: fit.target.elements))
    let ends = [fit.x.min(), fit.x.max()]
    chart.add(.line("fit", x: ends, y: ends.map { $0 * line.weights[0, 0] + line.bias }))
    return chart
  }

  func autoMPG() throws {
    let features = Dataset.autoMPGFeatures
    let start = LinearRegressionExperiment.randomStart(features: features.count, seed: run.seed)
    let steps = 2000
    var bar = ProgressBar("gradient descent", total: steps)
    var done = 0
    let fit = try experiment.autoMPG(from: start, steps: steps) { step, loss in
      bar.advance(by: step - done, ["loss": loss])
      done = step
    }
    bar.finish()
    var rows = [["", "descent, \(steps) steps", "normal equation"]]
    for (index, feature) in features.enumerated() {
      rows.append([
        feature, fit.descent.weights[index, 0].fixed(5), fit.exact.weights[index, 0].fixed(5),
      ])
    }
    rows.append(["bias", fit.descent.bias.fixed(5), fit.exact.bias.fixed(5)])
    rows.append(["R²", fit.rSquared.fixed(3), ""])
    run.showTable(rows)
    printAgreement(fit)

    let prediction = matmul(fit.x, fit.descent.weights) + fit.descent.bias
    var chart = Chart(
      title: "392 cars: predicted and true miles per gallon", xLabel: "true (mpg)",
      yLabel: "predicted (mpg)")
    chart.add(.points("car", x: fit.target.elements, y: prediction.elements))
    chart.add(.dashedLine("perfect", x: [8, 48], y: [8, 48]))
    try run.save(chart.svg(), as: "auto-mpg")
  }

  /// How far descent and normal equation are apart, relative to the larger.
  private func printAgreement(_ fit: LinearRegressionExperiment.Fit) {
    let parameters = zip(
      fit.descent.weights.elements + [fit.descent.bias],
      fit.exact.weights.elements + [fit.exact.bias])
    let difference = parameters.map { abs($0 - $1) / max(abs($0), abs($1)) }.max() ?? 0
    show("    largest relative difference between the two: \(difference.scientific())")
  }

  func anscombe() throws {
    let sets = try experiment.anscombe()
    run.showTable(
      [["", "slope", "intercept", "R²"]]
        + sets.map {
          [
            "set \($0.name)", $0.line.weights[0, 0].fixed(3), $0.line.bias.fixed(2),
            $0.rSquared.fixed(2),
          ]
        })
    let charts = sets.map { set in
      var chart = Chart(title: "Set \(set.name)", xLabel: "x", yLabel: "y")
      chart.xRange = 3...20
      chart.yRange = 2...14
      chart.add(.points("", x: set.x.elements, y: set.y.elements))
      let ends = [3.0, 20]
      chart.add(
        .line("", x: ends, y: ends.map { $0 * set.line.weights[0, 0] + set.line.bias }))
      return chart
    }
    let grid = ChartGrid(title: "Anscombe's quartet: the same line four times", charts: charts)
    try run.save(grid.svg(), as: "anscombe")
  }

  func cliff() throws {
    let scaled = try experiment.cliff(standardized: true)
    let raw = try experiment.cliff(standardized: false)
    run.showTable(
      [["", "cliff 2/λmax", "λmax/λmin", "loss at 0.98 of it"]]
        + [("flipper in mm", raw), ("standardized", scaled)].map { name, cliff in
          [
            name, cliff.rate.scientific(3), cliff.conditionNumber.scientific(1),
            cliff.curves[1].losses[cliff.steps].fixed(0),
          ]
        })
    show("\n    standardized, loss after \(scaled.steps) steps at a share of the cliff's rate:")
    run.showTable(scaled.curves.map { ["\($0.share)", $0.losses[scaled.steps].scientific(3)] })

    var sweep = Chart(
      title: "Penguins: loss after \(scaled.steps) steps, by learning rate",
      xLabel: "learning rate / (2/λmax)", yLabel: "mean squared error (g²)",
      xScale: .logarithmic, yScale: .logarithmic)
    for (name, cliff) in [("flipper in mm", raw), ("standardized", scaled)] {
      sweep.add(.line(name, x: cliff.rates.map { $0 / cliff.rate }, y: cliff.losses))
    }
    sweep.addVerticalLine(at: 1, label: "cliff")
    sweep.yRange = 1e5...1e9
    try run.save(sweep.svg(), as: "cliff")

    var curves = Chart(
      title: "Penguins, standardized: either side of the cliff", xLabel: "step",
      yLabel: "mean squared error (g²)", yScale: .logarithmic)
    for (share, losses) in scaled.curves {
      curves.add(
        .line("\(share) of 2/λmax", x: (0..<losses.count).map(Double.init), y: losses))
    }
    try run.save(curves.svg(), as: "cliff-curves")
  }
}
