import Curriculum
import Foundation
import Gradus
import Plotting

/// Draws a search as parallel coordinates and as marginal effects, and says where.
func savePlots(of history: TuningHistory, _ space: SettingSpace, to folder: String) throws {
  let plots = PlotFolder(name: folder, url: URL(filePath: folder, directoryHint: .isDirectory))
  for (name, svg) in [
    ("settings", parallelCoordinates(of: history, space).svg()),
    ("effects", marginalEffects(of: history, space).svg()),
  ] {
    show("plot: \(try plots.save(svg, as: "\(name).svg"))")
  }
}

/// A line for each setting, best first: its values, for how long it was trained, and what came of it.
func parallelCoordinates(
  of history: TuningHistory, _ space: SettingSpace
) -> ParallelCoordinates {
  let ranking = history.ranking
  let columns = space.names.map { name -> ParallelCoordinates.Column in
    let values = ranking.map { history.setting(of: $0)[name] }
    if let choices = space[name].choices {
      return .names(name, values.map(\.description), among: choices.map(\.description))
    }
    return .numbers(
      name, values.map(\.number), scale: space[name].isLogarithmic ? .logarithmic : .linear)
  }
  let budgets: ParallelCoordinates.Column = .names(
    "epochs", ranking.map { "\($0.budget)" }, among: history.rungs.budgets.map { "\($0)" })
  return ParallelCoordinates(
    title: "Each line a setting, the best in orange",
    columns: columns + [budgets, .numbers("right (%)", ranking.map(\.score))])
}

/// For each name a panel: what came of its values after the first rung, which all settings have had, whatever
/// else they were. The line joins the medians.
func marginalEffects(of history: TuningHistory, _ space: SettingSpace) -> ChartGrid {
  let first = history.results.filter { $0.budget == history.rungs.budgets[0] }
  let charts = space.names.map { name -> Chart in
    let range = space[name]
    var chart = Chart(
      xLabel: name, yLabel: "right (%)", xScale: range.isLogarithmic ? .logarithmic : .linear)
    let points = first.compactMap { result -> (x: Double, y: Double)? in
      let value = history.setting(of: result)[name]
      let x = range.choices?.firstIndex(of: value).map { Double($0 + 1) } ?? value.number
      return result.score.flatMap { y in x.map { ($0, y) } }
    }
    if let choices = range.choices {
      chart.xNames = choices.map(\.description)
      chart.xRange = 0.5...Double(choices.count) + 0.5
    }
    chart.add(.points("", x: points.map(\.x), y: points.map(\.y)))
    let medians = groups(points).map { (median($0.map(\.x)), median($0.map(\.y))) }
    chart.add(.line("", x: medians.map(\.0), y: medians.map(\.1)))
    return chart
  }
  return ChartGrid(
    title: "Effect of each range after epoch \(history.rungs.budgets[0]), and its medians",
    columns: 3, charts: charts)
}

/// Points with the same x, or, where there are many x, sixths of all in their order.
private func groups(_ points: [(x: Double, y: Double)]) -> [[(x: Double, y: Double)]] {
  let sorted = points.sorted { $0.x < $1.x }
  let values = Set(sorted.map(\.x)).sorted()
  if values.count <= 8 { return values.map { value in sorted.filter { $0.x == value } } }
  return (0..<6).map { part in
    Array(sorted[part * sorted.count / 6..<(part + 1) * sorted.count / 6])
  }
}

extension SettingValue {
  /// The number; nil for a text.
  fileprivate var number: Double? { if case .number(let number) = self { number } else { nil } }
}
