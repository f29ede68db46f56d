/// Draws the graph of a computation.
///
/// The text of an arrow is laid out as a box without a frame between the two others, and the arrow is interrupted
/// there: so no line crosses a text.
struct ComputationGraphSVG {
  private struct Row {
    let text: String
    var color = ""
    var isBold = false
  }

  private static let textSize = 13.0
  private static let rowHeight = 18.0
  private static let padding = 10.0
  private static let margin = 14.0
  private static let columnGap = 24.0
  private static let (forwardColor, backwardColor) = (
    Palette.color(0).hex, Palette.color(1).hex
  )

  private let graph: ComputationGraph
  /// The texts of the numbers, and of the uses after them.
  private let rows: [[Row]]
  /// The first items are the numbers, then come the uses.
  private let layout: LayeredLayout
  /// The left and the right end of each column.
  private let columns: [(left: Double, right: Double)]
  private let top: Double

  init(_ graph: ComputationGraph) {
    self.graph = graph
    func shown(_ rows: Row...) -> [Row] { rows.filter { !$0.text.isEmpty } }
    let rows =
      graph.numbers.map {
        shown(
          Row(text: $0.title, isBold: true), Row(text: $0.forward, color: Self.forwardColor),
          Row(text: $0.backward, color: Self.backwardColor))
      }
      + graph.uses.map {
        shown(Row(text: $0.derivative), Row(text: $0.backward, color: Self.backwardColor))
      }
    self.rows = rows
    let layout = LayeredLayout(
      heights: rows.enumerated().map { index, rows in
        let frame = index < graph.numbers.count ? 2 * Self.padding : 0
        return Double(rows.count) * Self.rowHeight + frame
      },
      arrows: graph.uses.enumerated().flatMap { index, use in
        let text = graph.numbers.count + index
        return [(from: use.from, to: text), (from: text, to: use.to)]
      }, gap: 20)
    self.layout = layout
    var left = Self.margin
    columns = layout.columns.map { column in
      let width = column.map { $0 < rows.count ? Self.width(of: rows[$0]) : 0 }.max() ?? 0
      defer { left += width + Self.columnGap }
      return (left, left + width)
    }
    top = graph.title.isEmpty ? Self.margin : 48
  }

  var document: SVGDocument {
    var body = SVGBody()
    let width = (columns.last?.right ?? 0) + Self.margin
    body.label(
      graph.title, x: Self.margin, y: 28,
      size: TextSize.fitting(
        graph.title, size: ChartLayout.titleSize, room: width - 2 * Self.margin, bold: true),
      bold: true)
    for route in layout.routes { drawArrow(route, in: &body) }
    for index in rows.indices { drawTexts(index, in: &body) }
    return SVGDocument(
      name: graph.title.isEmpty ? "Graph" : graph.title, width: width,
      height: top + layout.height + Self.margin, body: body)
  }

  private static func width(of rows: [Row]) -> Double {
    let widest = rows.map { TextSize.width($0.text, size: textSize) * ($0.isBold ? 1.1 : 1) }.max()
    return widest.map { $0 + 2 * padding } ?? 0
  }

  /// Where an item begins and ends, and its middle counted downward.
  private func place(of item: Int) -> (left: Double, right: Double, y: Double) {
    let column = columns[layout.items[item].column]
    let y = top + layout.items[item].y
    // A waypoint is as wide as its column: there the arrow runs straight.
    guard item < rows.count else { return (column.left, column.right, y) }
    let middle = (column.left + column.right) / 2
    let half = Self.width(of: rows[item]) / 2
    return (middle - half, middle + half, y)
  }

  /// From one item through waypoints to another; a head only where it leads into a box.
  private func drawArrow(_ route: [Int], in body: inout SVGBody) {
    let isIntoBox = route[route.count - 1] < graph.numbers.count
    var data = ""
    for (start, end) in zip(route, route.dropFirst()) {
      let (from, to) = (place(of: start), place(of: end))
      let gap = (
        start: columns[layout.items[start].column].right,
        end: columns[layout.items[end].column].left
      )
      let middle = (gap.start + gap.end) / 2
      data += data.isEmpty ? "M" : "L"
      data += "\(SVGBody.pair(from.right, from.y))L\(SVGBody.pair(gap.start, from.y))"
      data += "C\(SVGBody.pair(middle, from.y)) \(SVGBody.pair(middle, to.y)) "
      data += "\(SVGBody.pair(gap.end, to.y))L\(SVGBody.pair(to.left, to.y))"
    }
    body.element("<path class=\"axis\" stroke-width=\"1.4\" d=\"\(data)\"/>")
    guard isIntoBox else { return }
    let tip = place(of: route[route.count - 1])
    let head = [(-8.0, -4.0), (0, 0), (-8, 4)].map { SVGBody.pair(tip.left + $0.0, tip.y + $0.1) }
    body.element(
      "<path class=\"axis\" stroke-width=\"1.4\" d=\"M\(head.joined(separator: "L"))\"/>")
  }

  /// The texts of a number in a frame, or those of an arrow without one.
  private func drawTexts(_ index: Int, in body: inout SVGBody) {
    let place = place(of: index)
    let height = layout.items[index].height
    if index < graph.numbers.count {
      let (x, y) = (NumberText.coordinate(place.left), NumberText.coordinate(place.y - height / 2))
      body.element(
        "<rect class=\"axis\" stroke-width=\"1.4\" rx=\"6\" x=\"\(x)\" y=\"\(y)\""
          + " width=\"\(NumberText.coordinate(place.right - place.left))\""
          + " height=\"\(NumberText.coordinate(height))\"/>")
    }
    let first = place.y - Double(rows[index].count - 1) / 2 * Self.rowHeight + 4.5
    for (line, row) in rows[index].enumerated() {
      body.label(
        row.text, x: (place.left + place.right) / 2, y: first + Double(line) * Self.rowHeight,
        size: Self.textSize, anchor: .middle, bold: row.isBold, color: row.color)
    }
  }
}
