/// A place in the plot area: (0, 0) is its lower left corner, (1, 1) its upper right one.
struct PlotPoint: Equatable {
  var x: Double
  var y: Double

  var isInside: Bool { (0...1).contains(x) && (0...1).contains(y) }
}

/// The two axes of a chart and what they make of its series; SVG and terminal share it.
struct PlotFrame {
  let x: Axis
  let y: Axis

  init(_ chart: Chart) {
    let lines = chart.referenceLines
    let raster = chart.raster
    if raster != nil && (chart.xScale != .linear || chart.yScale != .linear) {
      fatalError("A raster needs linear axes: on a logarithmic one its cells would not be equal.")
    }
    x = Axis(
      scale: chart.xScale, range: chart.xRange,
      values: chart.series.flatMap(\.x) + lines.filter { $0.direction == .vertical }.map(\.position)
        + (raster.map { [$0.x.lowerBound, $0.x.upperBound] } ?? []))
    y = Axis(
      scale: chart.yScale, range: chart.yRange,
      values: chart.series.flatMap(\.y)
        + lines.filter { $0.direction == .horizontal }.map(\.position)
        + (raster.map { [$0.y.lowerBound, $0.y.upperBound] } ?? []))
  }

  /// The marks of a scatter plot that lie inside the plot area.
  func marks(of series: Chart.Series) -> [PlotPoint] {
    thinned(places(of: series)).compactMap { $0 }.filter(\.isInside)
  }

  /// The connected pieces of a line inside the plot area; a piece of one point is a dot.
  func pieces(of series: Chart.Series) -> [[PlotPoint]] {
    let connected = thinned(places(of: series)).split(separator: nil).map { $0.compactMap { $0 } }
    return connected.flatMap(clipped)
  }

  /// Where each value lies; nil stands for a value that an axis cannot show.
  private func places(of series: Chart.Series) -> [PlotPoint?] {
    zip(series.x, series.y).map { valueX, valueY in
      guard let placeX = x.fraction(of: valueX), let placeY = y.fraction(of: valueY) else {
        return nil
      }
      return PlotPoint(x: placeX, y: placeY)
    }
  }
}
