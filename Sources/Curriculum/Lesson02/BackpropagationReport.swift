import Curriculum
import Gradus
import Plotting

/// Lesson 2's experiment on the terminal and in plots.
@Sendable
func reportBackpropagation(_ answers: BackpropagationAnswers, _ run: LessonRun) throws {
  let report = BackpropagationReport(experiment: BackpropagationExperiment(answers), run: run)
  try run.part(
    "(a) A graph: e = tanh(a·b + a)", needs: ["localDerivatives", "backward"], report.graph)
  try run.part(
    "(b) Numerical derivatives of x³: the error against the step h", needs: ["centralDifference"],
    report.errorCurves)
  let softmax = "(g) Softmax and cross-entropy: three classes, worked through"
  if run.isMine {
    let needed = BackpropagationReport.exercisesOfStep
    try run.part("(c) XOR with your forward and trainingStep", needs: needed, report.xorByHand)
    try run.part("(d) Spirals with the same", needs: needed, report.spiralsByHand)
    try run.part(
      "(e) Digits: the network 64-32-10 with your forward and trainingStep", needs: needed,
      report.digitsByHand)
    try run.part(softmax, needs: ["logSumExp", "softmaxCrossEntropy"], report.softmax)
    return run.leaveOut(
      "f", because: "it draws weights for the framework's layers, and calls none of your functions."
    )
  }
  try run.part("(c) XOR: what no line can separate", needs: [], report.xor)
  try run.part("(d) Spirals: regions that bend", needs: [], report.spirals)
  try run.part("(e) Digits: the network 64-32-10", needs: [], report.digits)
  try run.part(
    "(f) Thirty layers: how large the weights should be", needs: [], report.initialization)
  try run.part(softmax, needs: [], report.softmax)
}

struct BackpropagationReport {
  let experiment: BackpropagationExperiment
  let run: LessonRun

  func graph() throws {
    let graph = try experiment.expressionGraph()
    show(graph.text.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n") + "\n")
    run.showTable(
      [["", "value", "gradient", "backward", "with = for +="]]
        + graph.numbers.map {
          [
            $0.name, $0.value.fixed(4), $0.gradient.fixed(4), $0.byTape.fixed(4),
            $0.byAssigning.fixed(4),
          ]
        })
    try run.save(graph.picture.svg(), as: "graph")
  }

  func errorCurves() throws {
    let curves = try experiment.errorCurves()
    run.showTable(
      [["", "best h", "error there", "at h = 1", "at h = 1e-15"]]
        + curves.map {
          [
            $0.name, $0.best.width.scientific(), $0.best.error.scientific(),
            $0.errors[0].scientific(), $0.errors[$0.errors.count - 1].scientific(),
          ]
        })
    var chart = Chart(
      title: "Numerical derivative of x³: the error against the step", xLabel: "step h",
      yLabel: "largest error", xScale: .logarithmic, yScale: .logarithmic)
    for curve in curves {
      let isCentral = curve.name.hasPrefix("central")
      chart.add(
        isCentral
          ? .line(curve.name, x: curve.widths, y: curve.errors)
          : .dashedLine(curve.name, x: curve.widths, y: curve.errors))
    }
    try run.save(chart.svg(), as: "error-curve")
  }

  func initialization() throws {
    var rows = [
      ["standard deviation", "weights", "last activations", "first gradients"]
    ]
    var charts: [Chart] = []
    for network in BackpropagationExperiment.DeepNetwork.allCases {
      var activations = Chart(
        title: "\(network.rawValue): activations", xLabel: "layer", yLabel: "standard deviation",
        yScale: .logarithmic)
      var gradients = Chart(
        title: "\(network.rawValue): gradients", xLabel: "layer", yLabel: "standard deviation",
        yScale: .logarithmic)
      for sizes in experiment.signalSizes(network, seed: run.seed) {
        let factor = sizes.scale == 1 ? "" : sizes.scale < 1 ? "½ " : "2 × "
        let name = factor + network.initializerName
        let last = sizes.activations.count - 1
        rows.append([
          "\(network.rawValue), \(sizes.activations.count) layers", name,
          sizes.activations[last].scientific(), sizes.gradients[0].scientific(),
        ])
        activations.add(.line(name, y: sizes.activations))
        gradients.add(.line(name, y: sizes.gradients))
      }
      charts += [activations, gradients]
    }
    for index in charts.indices { charts[index].yRange = 1e-10...1e10 }
    run.showTable(rows)
    var grid = ChartGrid(title: "Signals in 30 layers, forward and backward", charts: charts)
    grid.chartWidth = 400
    grid.chartHeight = 300
    try run.save(grid.svg(), as: "initialization")
  }
}
