import Foundation

/// Settings and what came of them: an upright axis for each column, and a line across all axes for each row
/// (Inselberg, 1985, *The Plane with Parallel Coordinates*).
///
/// The rows come best first: the first is drawn over all others, in another color, and the further down a row
/// stands, the paler it is. Where the strong lines meet, a value is worth having.
public struct ParallelCoordinates: Sendable {
  /// An axis, and where each row crosses it.
  public struct Column: Sendable {
    let name: String
    let axis: Axis
    let ticks: [(value: Double, label: String)]?
    let values: [Double?]

    /// Numbers, one a row; nil, and what the axis cannot show, ends the row's line there.
    public static func numbers(
      _ name: String, _ values: [Double?], scale: Chart.Scale = .linear
    ) -> Column {
      let axis = Axis(scale: scale, range: nil, values: values.compactMap { $0 })
      return Column(name: name, axis: axis, ticks: nil, values: values)
    }

    /// Names, one a row, at equal distances in the order of all names. Traps when one is not among them, or
    /// there is none.
    public static func names(_ name: String, _ values: [String], among names: [String]) -> Column {
      let places = values.map { value -> Double? in
        guard let index = names.firstIndex(of: value) else {
          fatalError("The column \"\(name)\" has no place for \"\(value)\"; it has \(names).")
        }
        return Double(index)
      }
      if names.isEmpty { fatalError("The column \"\(name)\" needs at least one name.") }
      return Column(
        name: name, axis: Axis(scale: .linear, range: -0.5...Double(names.count) - 0.5, values: []),
        ticks: names.enumerated().map { (Double($0.offset), $0.element) }, values: places)
    }
  }

  /// The heading; empty for none.
  public var title: String
  /// The columns from the left.
  public let columns: [Column]
  /// The width of the SVG in pixels, at least 200.
  public var width = 860.0
  /// The height of the SVG in pixels, at least 150.
  public var height = 420.0

  /// Makes a plot. Traps unless there are at least 2 columns, all with as many rows.
  public init(title: String = "", columns: [Column]) {
    let counts = columns.map(\.values.count)
    if columns.count < 2 || Set(counts).count != 1 {
      fatalError(
        "Parallel coordinates need at least 2 columns of one length; they were given \(counts).")
    }
    self.title = title
    self.columns = columns
  }

  /// The plot as an SVG document with a transparent background. The same plot always gives the same bytes.
  public func svg() -> String {
    let (width, height) = (max(width, 200), max(height, 150))
    let (top, bottom) = (title.isEmpty ? 48.0 : 78.0, height - 24)
    let step = width / Double(columns.count)
    let places = columns.indices.map { (Double($0) + 0.5) * step }
    var body = SVGBody()
    body.label(
      title, x: 14, y: 28,
      size: TextSize.fitting(title, size: ChartLayout.titleSize, room: width - 28, bold: true),
      bold: true)
    drawRows(at: places, from: top, to: bottom, in: &body)
    for (column, x) in zip(columns, places) {
      body.label(
        column.name, x: x, y: top - 20,
        size: TextSize.fitting(column.name, size: ChartLayout.labelSize, room: step - 6),
        anchor: .middle, bold: true)
      draw(column, at: x, from: top, to: bottom, room: step / 2, in: &body)
    }
    return SVGDocument(
      name: title.isEmpty ? "Parallel coordinates" : title, width: width, height: height, body: body
    ).text
  }

  /// Writes the SVG to a file, making missing folders; the file is replaced in one step.
  /// - Throws: an error that says in a sentence why the folder or the file cannot be written.
  public func write(to url: URL) throws { try SVGDocument.write(svg(), to: url) }

  /// The lines, the last row first, so that better ones lie above.
  private func drawRows(
    at places: [Double], from top: Double, to bottom: Double, in body: inout SVGBody
  ) {
    let count = columns[0].values.count
    for row in (0..<count).reversed() {
      let points = zip(columns, places).map { column, x -> String? in
        column.values[row].flatMap(column.axis.fraction).map {
          SVGBody.pair(x, bottom - $0 * (bottom - top))
        }
      }
      let pieces = points.split(separator: nil).map { $0.compactMap { $0 } }.filter { $0.count > 1 }
      guard !pieces.isEmpty else { continue }
      let data = pieces.map { "M" + $0.joined(separator: "L") }.joined()
      let worth = count > 1 ? 1 - Double(row) / Double(count - 1) : 1
      let look =
        row == 0
        ? "stroke=\"\(Palette.emphasis)\" stroke-width=\"3\""
        : "stroke=\"\(Palette.color(0).hex)\" stroke-width=\"1.3\" stroke-opacity=\""
          + "\(NumberText.coordinate(0.08 + 0.72 * worth * worth * worth))\""
      body.element("<path fill=\"none\" stroke-linejoin=\"round\" \(look) d=\"\(data)\"/>")
    }
  }

  /// An axis with its marks, and their labels on its left.
  private func draw(
    _ column: Column, at x: Double, from top: Double, to bottom: Double, room: Double,
    in body: inout SVGBody
  ) {
    let length = bottom - top
    let ticks =
      column.ticks?.compactMap { tick in
        column.axis.fraction(of: tick.value).map { Tick(fraction: $0, label: tick.label) }
      } ?? column.axis.ticks(atMost: 6, unicode: true).filter { !$0.label.isEmpty }
    let y = { (tick: Tick) in bottom - tick.fraction * length }
    body.lines(
      [(x, top, x, bottom)] + ticks.map { (x1: x - 5, y1: y($0), x2: x, y2: y($0)) }, style: "axis")
    for tick in ticks {
      let size = TextSize.fitting(tick.label, size: ChartLayout.tickSize, room: room - 12)
      // Bold, because lines cross it.
      body.label(tick.label, x: x - 8, y: y(tick) - 6, size: size, anchor: .end, bold: true)
    }
  }
}
