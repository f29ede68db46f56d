import Foundation

/// Several charts side by side in one SVG, with plot areas that line up.
public struct ChartGrid: Sendable {
  /// The heading over all charts; empty for none.
  public var title: String
  /// The charts, row by row.
  public var charts: [Chart]
  /// The number of charts in a row, at least 1.
  public var columns: Int
  /// The width of each chart in pixels; the charts' own sizes are not used.
  public var chartWidth = 340.0
  /// The height of each chart in pixels.
  public var chartHeight = 260.0

  /// Makes a grid with two charts in a row by default. Traps when `columns` is below 1.
  public init(title: String = "", columns: Int = 2, charts: [Chart]) {
    if columns < 1 { fatalError("A grid needs at least one column; it was given \(columns).") }
    self.title = title
    self.columns = columns
    self.charts = charts
  }

  /// The charts as one SVG document, with the properties of `Chart.svg()`.
  public func svg() -> String {
    let margins = charts.map { ChartLayout($0, width: chartWidth, height: chartHeight).margins }
      .reduce(Margins()) { $0.union($1) }
    let layouts = charts.map {
      ChartLayout($0, width: chartWidth, height: chartHeight, least: margins)
    }
    let usedColumns = max(1, min(columns, charts.count))
    let rows = (charts.count + usedColumns - 1) / usedColumns
    let cell = (width: max(chartWidth, 200), height: max(chartHeight, 150))
    let width = cell.width * Double(usedColumns)
    let top = title.isEmpty ? 0.0 : 40.0
    var body = SVGBody()
    body.label(
      title, x: width / 2, y: 30,
      size: TextSize.fitting(title, size: 18, room: width - 20, bold: true),
      anchor: .middle, bold: true)
    for (index, chart) in charts.enumerated() {
      body.place(
        chart.panel(layouts[index]),
        x: Double(index % usedColumns) * cell.width,
        y: top + Double(index / usedColumns) * cell.height)
    }
    return SVGDocument(
      name: title.isEmpty ? "Charts" : title, width: width,
      height: max(top + Double(rows) * cell.height, 40), body: body
    ).text
  }

  /// Writes the SVG to a file, making missing folders; the file is replaced in one step.
  /// - Throws: an error that says in a sentence why the folder or the file cannot be written.
  public func write(to url: URL) throws {
    try SVGDocument.write(svg(), to: url)
  }

  /// The charts as text, one below the other; the parameters are those of `Chart.terminal`.
  public func terminal(
    width: Int? = nil, height: Int = 20, style: TerminalStyle = .standardOutput
  ) -> String {
    let heading = title.isEmpty ? [] : [style.paint(title, .bold) + "\n"]
    return (heading + charts.map { $0.terminal(width: width, height: height, style: style) })
      .joined(separator: "\n")
  }
}
