extension Chart.Raster {
  /// How much of the page's own color is covered: enough to tell the regions apart on white and on
  /// dark, and little enough for the marks in the same colors to stand out.
  private static let opacity = ".25"

  /// Draws the cells into the plot area of a layout; what lies outside of its axes is cut off.
  func draw(_ layout: ChartLayout, in body: inout SVGBody) {
    // In the units of the inner drawing a cell is 1 × 1 and the upper left corner of the raster is
    // (0, 0). Its view box is the plot area, so that scaling and cutting off need no arithmetic here.
    let (xAxis, yAxis) = (layout.frame.x, layout.frame.y)
    let cell = (
      width: (x.upperBound - x.lowerBound) / Double(columns),
      height: (y.upperBound - y.lowerBound) / Double(rows)
    )
    let viewBox = [
      (xAxis.lower - x.lowerBound) / cell.width, (y.upperBound - yAxis.upper) / cell.height,
      (xAxis.upper - xAxis.lower) / cell.width, (yAxis.upper - yAxis.lower) / cell.height,
    ].map(NumberText.coordinate).joined(separator: " ")
    body.element(
      "<svg x=\"\(NumberText.coordinate(layout.left))\" y=\"\(NumberText.coordinate(layout.top))\""
        + " width=\"\(NumberText.coordinate(layout.right - layout.left))\""
        + " height=\"\(NumberText.coordinate(layout.bottom - layout.top))\""
        + " viewBox=\"\(viewBox)\" preserveAspectRatio=\"none\" overflow=\"hidden\">")
    // The group is made pale as a whole: paths that overlap at an edge do not show there.
    body.element("<g opacity=\"\(Chart.Raster.opacity)\" shape-rendering=\"crispEdges\">")
    body.element(markup)
    body.element("</g>\n</svg>")
  }

  /// A path for each color, made of rectangles.
  var markup: String {
    var paths: [Int: String] = [:]
    for rectangle in rectangles {
      let (column, row) = (rectangle.columns.lowerBound, rectangle.rows.lowerBound)
      let (width, height) = (rectangle.columns.count, rectangle.rows.count)
      paths[rectangle.color, default: ""] += "M\(column) \(row)h\(width)v\(height)h-\(width)z"
    }
    return paths.sorted { $0.key < $1.key }.map {
      "<path fill=\"\(Palette.color($0.key).hex)\" d=\"\($0.value)\"/>"
    }.joined(separator: "\n")
  }

  /// Cells of one color.
  private struct Rectangle {
    let color: Int
    let columns: Range<Int>
    /// Counted from the top.
    var rows: Range<Int>
  }

  /// The cells as few rectangles: neighbors of one color in a row are one, and it grows downward
  /// while the next row has the same run.
  private var rectangles: [Rectangle] {
    var finished: [Rectangle] = []
    var growing: [Rectangle] = []
    for row in 0..<rows {
      var next: [Rectangle] = []
      for (run, color) in runs(inRowFromTop: row) {
        if let index = growing.firstIndex(where: { $0.columns == run && $0.color == color }) {
          var rectangle = growing.remove(at: index)
          rectangle.rows = rectangle.rows.lowerBound..<row + 1
          next.append(rectangle)
        } else {
          next.append(Rectangle(color: color, columns: run, rows: row..<row + 1))
        }
      }
      finished += growing
      growing = next
    }
    return finished + growing
  }

  private func runs(inRowFromTop row: Int) -> [(columns: Range<Int>, color: Int)] {
    let cells = colors[(rows - 1 - row) * columns..<(rows - row) * columns]
    var runs: [(columns: Range<Int>, color: Int)] = []
    for (column, color) in cells.enumerated() {
      if let last = runs.last, last.columns.upperBound == column, last.color == color {
        runs[runs.count - 1].columns = last.columns.lowerBound..<column + 1
      } else {
        runs.append((column..<column + 1, color))
      }
    }
    return runs
  }
}
