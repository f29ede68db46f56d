extension Chart.Contours {
  /// Draws the lines into the plot area of a layout; the lower, the stronger.
  func draw(_ layout: ChartLayout, in body: inout SVGBody) {
    for (index, level) in levels.enumerated() {
      let data = grid.lines(at: level).flatMap { clipped(places($0, layout.frame)) }.map { piece in
        let pixels = simplified(piece.map { (layout.x($0.x), layout.y($0.y)) })
        return "M" + pixels.map { SVGBody.pair($0.0, $0.1) }.joined(separator: "L")
      }.joined()
      guard !data.isEmpty else { continue }
      let height = Double(index) / Double(max(1, levels.count - 1))
      body.element(
        "<path class=\"reference\" stroke-opacity=\"\(NumberText.coordinate(0.8 - 0.45 * height))\""
          + " d=\"\(data)\"/>")
    }
  }

  private func places(_ line: [ValueGrid.Point], _ frame: PlotFrame) -> [PlotPoint] {
    func place(
      _ position: Double, of count: Int, in range: ClosedRange<Double>, _ axis: Axis
    ) -> Double? {
      let share = position / Double(count - 1)
      return axis.fraction(
        of: range.lowerBound + share * (range.upperBound - range.lowerBound))
    }
    return line.compactMap { point in
      guard let placeX = place(point.column, of: grid.columns, in: x, frame.x),
        let placeY = place(point.row, of: grid.rows, in: y, frame.y)
      else { return nil }
      return PlotPoint(x: placeX, y: placeY)
    }
  }
}

/// A line with fewer points, from which no left-out point is further than a quarter of a pixel away
/// (Douglas and Peucker, 1973).
func simplified(_ line: [(Double, Double)]) -> [(Double, Double)] {
  guard line.count > 2, let first = line.first, let last = line.last else { return line }
  let across = (last.0 - first.0, last.1 - first.1)
  let length = (across.0 * across.0 + across.1 * across.1).squareRoot()
  func distance(_ point: (Double, Double)) -> Double {
    let to = (point.0 - first.0, point.1 - first.1)
    // A closed line ends where it starts: then it is the distance from there.
    guard length > 0 else { return (to.0 * to.0 + to.1 * to.1).squareRoot() }
    return abs(across.0 * to.1 - across.1 * to.0) / length
  }
  let furthest = line.indices.max { distance(line[$0]) < distance(line[$1]) } ?? 0
  if distance(line[furthest]) <= 0.25 { return [first, last] }
  return simplified(Array(line[...furthest])).dropLast() + simplified(Array(line[furthest...]))
}
