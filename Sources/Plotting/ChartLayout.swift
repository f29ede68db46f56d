/// The room around the plot area of a chart, in pixels.
struct Margins {
  var left = 0.0
  var right = 0.0
  var top = 0.0
  var bottom = 0.0

  /// The larger of both on every side.
  func union(_ other: Margins) -> Margins {
    Margins(
      left: max(left, other.left), right: max(right, other.right),
      top: max(top, other.top), bottom: max(bottom, other.bottom))
  }
}

/// Where everything of a chart goes in its SVG.
struct ChartLayout {
  static let titleSize = 16.0
  static let labelSize = 13.0
  static let tickSize = 12.0
  static let legendRow = 20.0
  static let referenceRow = 16.0

  let width: Double
  let height: Double
  let margins: Margins
  let frame: PlotFrame
  let xTicks: [Tick]
  let yTicks: [Tick]
  let legend: ChartLegend
  let references: ReferenceLabels

  /// Margins smaller than `least` are raised to it, so that neighboring charts line up.
  init(_ chart: Chart, width: Double, height: Double, least: Margins = Margins()) {
    self.width = max(width, 200)
    self.height = max(height, 150)
    let frame = PlotFrame(chart)
    self.frame = frame

    var margins = Margins(left: 14, right: 22, top: 14, bottom: 32)
    if !chart.title.isEmpty { margins.top += 28 }
    if !chart.xLabel.isEmpty { margins.bottom += 22 }
    if !chart.yLabel.isEmpty { margins.left += 22 }
    let rightLabels = chart.referenceLines.filter {
      $0.direction == .horizontal && frame.y.shownFraction(of: $0.position) != nil
    }.map { TextSize.width($0.label, size: ChartLayout.tickSize) + 8 }
    margins.right = max(margins.right, min(rightLabels.max() ?? 0, self.width * 0.25) + 8)

    // The height of the plot area is not yet known: the ticks hardly depend on it.
    let roughHeight = self.height - margins.top - margins.bottom
    yTicks = frame.y.ticks(
      fitting: roughHeight, atMost: max(2, Int(roughHeight / 24)), gap: 10, unicode: true
    ) { _ in ChartLayout.tickSize }
    let tickWidths = yTicks.map { TextSize.width($0.label, size: ChartLayout.tickSize) }
    margins.left += (tickWidths.max() ?? 0) + 10
    let topWithoutLegend = margins.top
    margins = margins.union(least)

    let plotWidth = self.width - margins.left - margins.right
    legend = ChartLegend(chart, width: plotWidth)
    references = ReferenceLabels(chart.referenceLines, axis: frame.x, width: plotWidth)
    let overPlot =
      Double(legend.rows) * ChartLayout.legendRow
      + Double(references.rows) * ChartLayout.referenceRow
    // `least` is the whole margin of a neighbor, with its legend.
    margins.top = max(least.top, topWithoutLegend + overPlot)
    self.margins = margins
    xTicks =
      frame.xNames
      ?? frame.x.ticks(
        fitting: plotWidth, atMost: max(2, Int(plotWidth / 60)), gap: 14, unicode: true
      ) { TextSize.width($0, size: ChartLayout.tickSize) }
  }

  var left: Double { margins.left }
  var right: Double { width - margins.right }
  var top: Double { margins.top }
  var bottom: Double { height - margins.bottom }

  /// The pixel column of a fraction of the x axis.
  func x(_ fraction: Double) -> Double { left + fraction * (right - left) }

  /// The pixel row of a fraction of the y axis; rows count downward.
  func y(_ fraction: Double) -> Double { bottom - fraction * (bottom - top) }
}
