extension Chart {
  /// How each series looks.
  var seriesMarks: [SeriesMark] {
    var pointStyles = 0
    return zip(series, seriesColors).map { series, color in
      defer { if series.kind == .points { pointStyles += 1 } }
      return SeriesMark(series, color: color, pointStyle: pointStyles)
    }
  }
}

/// How one series looks: its color, and the shape of its points or the pattern of its line.
struct SeriesMark {
  private let kind: Chart.Series.Kind
  private let color: String
  private let pointStyle: Int
  private let isMuted: Bool
  /// Whether an earlier series has the color: its line has dots between the dashes.
  private let repeatsColor: Bool

  /// - Parameters:
  ///   - series: What is drawn.
  ///   - color: Its place among the chart's colors; nil for a muted series.
  ///   - pointStyle: How many series of points came before this one; the shapes differ so that the
  ///     series can be told apart without colors.
  init(_ series: Chart.Series, color: Int?, pointStyle: Int) {
    kind = series.kind
    isMuted = series.isMuted
    self.color = Palette.color(color).hex
    repeatsColor = (color ?? 0) >= Palette.series.count
    self.pointStyle = pointStyle
  }

  func draw(_ series: Chart.Series, _ layout: ChartLayout, in body: inout SVGBody) {
    for band in layout.frame.bands(of: series) {
      let data = band.map { SVGBody.pair(layout.x($0.x), layout.y($0.y)) }.joined(separator: "L")
      body.element("<path fill=\"\(color)\" fill-opacity=\".18\" d=\"M\(data)z\"/>")
    }
    switch kind {
    case .points:
      let marks = layout.frame.marks(of: series).map { (layout.x($0.x), layout.y($0.y)) }
      drawPoints(marks, radius: Self.radius(of: marks.count), in: &body)
    case .line, .dashedLine:
      let pieces = layout.frame.pieces(of: series)
      let data = pieces.filter { $0.count > 1 }.map { piece in
        "M" + piece.map { SVGBody.pair(layout.x($0.x), layout.y($0.y)) }.joined(separator: "L")
      }.joined()
      drawLine(data, in: &body)
      // A value between two gaps has no neighbor to be joined to, and would be invisible.
      let lonely = pieces.filter { $0.count == 1 }.map { (layout.x($0[0].x), layout.y($0[0].y)) }
      drawPoints(lonely, radius: 2.2, in: &body)
    case .path:
      let pieces = layout.frame.pieces(of: series).map { piece in
        piece.map { (layout.x($0.x), layout.y($0.y)) }
      }
      drawPath(pieces, in: &body)
      let (start, end) = layout.frame.ends(of: series)
      if let start { drawEnd(layout.x(start.x), layout.y(start.y), fill: "none", in: &body) }
      if let end { drawEnd(layout.x(end.x), layout.y(end.y), fill: color, in: &body) }
    }
  }

  /// A cloud of points shows where they are dense; a single point is a place to look at.
  private static func radius(of count: Int) -> Double {
    count == 1 ? 5 : count > 500 ? 1.6 : 3
  }

  /// Draws what the legend shows, 24 pixels wide.
  func drawSample(x: Double, y: Double, in body: inout SVGBody) {
    switch kind {
    case .points: drawPoints([(x + 12, y)], radius: 3.4, in: &body)
    case .line, .dashedLine:
      drawLine("M\(SVGBody.pair(x, y))L\(SVGBody.pair(x + 24, y))", in: &body)
    case .path:
      drawPath([[(x, y), (x + 9, y), (x + 18, y)]], in: &body)
      drawEnd(x + 18, y, fill: color, in: &body)
    }
  }

  /// The steps of a path, each with a dot; where there are very many, the dots are left out.
  private func drawPath(_ pieces: [[(Double, Double)]], in body: inout SVGBody) {
    let count = pieces.reduce(0) { $0 + $1.count }
    let data = pieces.filter { $0.count > 1 }.map { piece in
      let line = count <= 500 ? piece : simplified(piece)
      return "M" + line.map { SVGBody.pair($0.0, $0.1) }.joined(separator: "L")
    }.joined()
    guard !data.isEmpty else { return }
    // A stroke without length and with round ends is a dot, for a tenth of the bytes of a circle.
    let dots = count > 500 ? "" : pieces.joined().map { "M\(SVGBody.pair($0.0, $0.1))h0" }.joined()
    body.element(
      "<g fill=\"none\" stroke=\"\(color)\" stroke-linecap=\"round\" stroke-linejoin=\"round\">"
        + "<path stroke-width=\"1.4\" d=\"\(data)\"/>"
        + (dots.isEmpty ? "" : "<path stroke-width=\"4\" d=\"\(dots)\"/>") + "</g>")
  }

  private func drawEnd(_ x: Double, _ y: Double, fill: String, in body: inout SVGBody) {
    body.element(
      "<circle cx=\"\(NumberText.coordinate(x))\" cy=\"\(NumberText.coordinate(y))\" r=\"5.5\""
        + " fill=\"\(fill)\" stroke=\"\(color)\" stroke-width=\"2\"/>")
  }

  private func drawLine(_ data: String, in body: inout SVGBody) {
    guard !data.isEmpty else { return }
    let pattern =
      switch (kind == .dashedLine, repeatsColor) {
      case (false, false): ""
      case (true, false): " stroke-dasharray=\"7 4\""
      case (false, true): " stroke-dasharray=\"2 3\""
      case (true, true): " stroke-dasharray=\"7 3 2 3\""
      }
    body.element(
      "<path fill=\"none\" stroke=\"\(color)\" stroke-width=\"\(isMuted ? 1 : 2)\" stroke-linejoin=\"round\""
        + "\(pattern) d=\"\(data)\"/>")
  }

  private func drawPoints(_ points: [(Double, Double)], radius: Double, in body: inout SVGBody) {
    guard !points.isEmpty else { return }
    // The pale inside shows how many marks overlap; the full outline keeps the contrast.
    body.element(
      "<g fill=\"\(color)\" fill-opacity=\".35\" stroke=\"\(color)\" stroke-width=\"1.2\">")
    for (x, y) in points {
      body.element(shape(x, y, radius))
    }
    body.element("</g>")
  }

  private func shape(_ x: Double, _ y: Double, _ radius: Double) -> String {
    let r = NumberText.coordinate(radius)
    // Equal areas, so that no shape outweighs the others.
    let half = radius * 0.89
    let tall = radius * 1.25
    func path(_ corners: [(Double, Double)]) -> String {
      let data = corners.map { SVGBody.pair(x + $0.0, y + $0.1) }.joined(separator: "L")
      return "<path d=\"M\(data)z\"/>"
    }
    return switch pointStyle % 4 {
    case 0:
      "<circle cx=\"\(NumberText.coordinate(x))\" cy=\"\(NumberText.coordinate(y))\" r=\"\(r)\"/>"
    case 1: path([(-half, -half), (half, -half), (half, half), (-half, half)])
    case 2: path([(0, -tall * 1.1), (tall * 1.1, tall * 0.8), (-tall * 1.1, tall * 0.8)])
    default: path([(0, -tall), (tall, 0), (0, tall), (-tall, 0)])
    }
  }
}
