import Foundation

/// Where the parts of a bar chart lie in its SVG.
private struct BarLayout {
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double
  let width: Double
  /// The top of each category's group; a last one closes the others.
  let groupTops: [Double]

  static let barHeight = 13.0
  static let groupGap = 8.0
  static let textSize = 12.0

  init(_ chart: BarChart) {
    width = max(300, chart.width)
    let names = chart.categories.map { TextSize.width($0, size: BarLayout.textSize) }
    // Long names get a smaller font, so that half of the drawing stays for bars.
    left = min(width / 2 - 20, (names.max() ?? 0) + 20)
    // Room for the value beside the longest bar.
    right = width - 64
    top = 14 + (chart.title.isEmpty ? 0 : 30) + (chart.series.count > 1 ? 24 : 0)
    var y = top + BarLayout.groupGap
    var tops = [y]
    for category in chart.categories.indices {
      y += Double(max(1, chart.bars(of: category).count)) * BarLayout.barHeight
      y += BarLayout.groupGap
      tops.append(y)
    }
    groupTops = tops
    bottom = y
  }

  func x(_ fraction: Double) -> Double { left + fraction * (right - left) }
}

extension BarChart {
  /// The chart as an SVG document with a transparent background, legible on white and on dark.
  /// The same chart always gives the same bytes.
  public func svg() -> String {
    let layout = BarLayout(self)
    var body = SVGBody()
    drawAxis(layout, in: &body)
    drawBars(layout, in: &body)
    drawTitles(layout, in: &body)
    return SVGDocument(
      name: title.isEmpty ? "Bar chart" : title, width: layout.width,
      height: layout.bottom + (valueLabel.isEmpty ? 34 : 56), body: body
    ).text
  }

  /// Writes the SVG to a file, making missing folders; the file is replaced in one step.
  /// - Throws: an error that says in a sentence why the folder or the file cannot be written.
  public func write(to url: URL) throws {
    try SVGDocument.write(svg(), to: url)
  }

  private func drawAxis(_ layout: BarLayout, in body: inout SVGBody) {
    let (top, bottom) = (layout.top, layout.bottom)
    let ticks = axis.ticks(
      fitting: layout.right - layout.left, atMost: 8, gap: 10, unicode: true
    ) { TextSize.width($0, size: BarLayout.textSize) }
    let labeled = ticks.filter { !$0.label.isEmpty }
    let grid = labeled.map { layout.x($0.fraction) }
    body.lines(grid.map { ($0, top, $0, bottom) }, style: "grid")
    var lines = ticks.map { tick in
      let x = layout.x(tick.fraction)
      return (x1: x, y1: bottom, x2: x, y2: bottom + (tick.label.isEmpty ? 3 : 5))
    }
    lines.append((layout.left, bottom, layout.right, bottom))
    body.lines(lines, style: "axis")
    for tick in labeled {
      body.label(
        tick.label, x: layout.x(tick.fraction), y: bottom + 19, size: BarLayout.textSize,
        anchor: .middle)
    }
  }

  private func drawBars(_ layout: BarLayout, in body: inout SVGBody) {
    guard let origin = axis.fraction(of: baseline) else { return }
    for (category, name) in categories.enumerated() {
      let bars = bars(of: category)
      let middle = (layout.groupTops[category] + layout.groupTops[category + 1]) / 2
      body.label(
        name, x: layout.left - 8, y: middle - BarLayout.groupGap / 2 + 4,
        size: TextSize.fitting(name, size: BarLayout.textSize, room: layout.left - 16),
        anchor: .end)
      for (row, bar) in bars.enumerated() {
        guard let end = axis.fraction(of: bar.value) else { continue }
        let y = layout.groupTops[category] + Double(row) * BarLayout.barHeight
        let (from, to) = (layout.x(min(origin, end)), layout.x(max(origin, end)))
        rectangle(
          x: from, y: y, width: to - from, height: BarLayout.barHeight - 2, of: bar.series,
          in: &body)
        body.label(
          text(bar.value), x: to + 5, y: y + 9.5, size: BarLayout.textSize - 1)
      }
    }
    body.lines(
      [(layout.x(origin), layout.top, layout.x(origin), layout.bottom)], style: "axis")
  }

  private func drawTitles(_ layout: BarLayout, in body: inout SVGBody) {
    let room = layout.width - 24
    body.label(
      title, x: 12, y: 28,
      size: TextSize.fitting(title, size: ChartLayout.titleSize, room: room, bold: true),
      bold: true)
    body.label(
      valueLabel, x: layout.x(0.5), y: layout.bottom + 42,
      size: TextSize.fitting(
        valueLabel, size: ChartLayout.labelSize, room: layout.right - layout.left),
      anchor: .middle)
    guard series.count > 1 else { return }
    var x = layout.left
    for (index, series) in series.enumerated() {
      rectangle(x: x, y: layout.top - 19, width: 14, height: 11, of: index, in: &body)
      body.label(series.name, x: x + 19, y: layout.top - 9, size: BarLayout.textSize)
      x += 19 + TextSize.width(series.name, size: BarLayout.textSize) + 18
    }
  }

  private func rectangle(
    x: Double, y: Double, width: Double, height: Double, of series: Int, in body: inout SVGBody
  ) {
    let number = NumberText.coordinate
    body.element(
      "<rect fill=\"\(Palette.color(series).hex)\" x=\"\(number(x))\" y=\"\(number(y))\""
        + " width=\"\(number(width))\" height=\"\(number(height))\"/>")
  }
}
