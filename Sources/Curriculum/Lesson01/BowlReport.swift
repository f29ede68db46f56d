import Curriculum
import Gradus
import Plotting

extension LinearRegressionReport {
  /// A map of the loss with the descent on it, and beside it the lines that belong to three of its places.
  func bowl() throws {
    let bowl = try experiment.bowl()
    show("\n    the way down, with the flipper standardized:")
    run.showTable(
      [["", "slope w (g)", "intercept b (g)", "loss (g²)"]]
        + bowl.moments.map {
          [
            "after \($0.step) steps", $0.model.weights[0, 0].fixed(0), $0.model.bias.fixed(0),
            $0.loss.fixed(0),
          ]
        })
    var grid = ChartGrid(
      title: "Each place in the bowl is a line", charts: [map(of: bowl), lines(bowl)])
    grid.chartWidth = 400
    // High enough for a gram of slope to be as long as a gram of intercept.
    grid.chartHeight = 400
    try run.save(grid.svg(), as: "bowl")
  }

  private func map(of bowl: Bowl) -> Chart {
    let (w, b) = (-1300.0...2700.0, 2500.0...6000.0)
    let places = Chart.Contours.places(x: w, y: b, columns: 49, rows: 43)
    let losses = bowl.losses(at: places.map { (slope: $0.x, intercept: $0.y) })
    var chart = Chart(
      title: "The loss over w and b", xLabel: "slope w (g)", yLabel: "intercept b (g)")
    chart.xRange = w
    chart.yRange = b
    chart.contours = Chart.Contours(
      values: losses, x: w, y: b, columns: 49, rows: 43,
      levels: Chart.Contours.levels(from: 2e5, to: losses.max() ?? 1e7, count: 10))
    let (slopes, intercepts) = (bowl.path.map { $0.weights[0, 0] }, bowl.path.map(\.bias))
    chart.add(.line("", x: slopes, y: intercepts).muted())
    chart.add(.points("", x: slopes, y: intercepts).muted())
    for moment in bowl.moments {
      chart.add(
        .points(name(of: moment), x: [moment.model.weights[0, 0]], y: [moment.model.bias]))
    }
    return chart
  }

  private func lines(_ bowl: Bowl) -> Chart {
    var chart = Chart(
      title: "The line of each place", xLabel: "flipper length (mm)", yLabel: "body mass (g)")
    chart.add(.points("penguin", x: bowl.lengths.elements, y: bowl.masses.elements).muted())
    let ends = [bowl.lengths.min(), bowl.lengths.max()]
    for moment in bowl.moments { chart.add(.line(name(of: moment), x: ends, y: moment.ends)) }
    return chart
  }

  private func name(of moment: Bowl.Moment) -> String { "after \(moment.step) steps" }
}
