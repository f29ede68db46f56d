extension Chart {
  /// Draws the chart into the rectangle of its layout.
  func panel(_ layout: ChartLayout) -> SVGBody {
    var body = SVGBody()
    raster?.draw(layout, in: &body)
    drawGrid(layout, in: &body)
    contours?.draw(layout, in: &body)
    drawReferenceLines(layout, in: &body)
    for (series, mark) in zip(series, seriesMarks) { mark.draw(series, layout, in: &body) }
    drawCrosses(layout, in: &body)
    drawPointLabels(layout, in: &body)
    drawTitles(layout, in: &body)
    drawLegend(layout, in: &body)
    return body
  }

  private func drawGrid(_ layout: ChartLayout, in body: inout SVGBody) {
    let (left, right, top, bottom) = (layout.left, layout.right, layout.top, layout.bottom)
    let majorX = layout.xTicks.filter { !$0.label.isEmpty }
    let majorY = layout.yTicks.filter { !$0.label.isEmpty }
    let across = majorY.map {
      (x1: left, y1: layout.y($0.fraction), x2: right, y2: layout.y($0.fraction))
    }
    let upward = majorX.map {
      (x1: layout.x($0.fraction), y1: bottom, x2: layout.x($0.fraction), y2: top)
    }
    // Among contours its lines could be taken for some of them.
    if contours == nil { body.lines(across + upward, style: "grid") }

    let marksX = layout.xTicks.map {
      (
        x1: layout.x($0.fraction), y1: bottom,
        x2: layout.x($0.fraction), y2: bottom + ($0.label.isEmpty ? 3 : 5)
      )
    }
    let marksY = layout.yTicks.map {
      (
        x1: left, y1: layout.y($0.fraction),
        x2: left - ($0.label.isEmpty ? 3 : 5), y2: layout.y($0.fraction)
      )
    }
    let axes = [
      (x1: left, y1: top, x2: left, y2: bottom), (x1: left, y1: bottom, x2: right, y2: bottom),
    ]
    body.lines(axes + marksX + marksY, style: "axis")

    let size = ChartLayout.tickSize
    for tick in majorX {
      body.label(
        tick.label, x: layout.x(tick.fraction), y: bottom + 19, size: size, anchor: .middle)
    }
    for tick in majorY {
      body.label(
        tick.label, x: left - 9, y: layout.y(tick.fraction) + 4, size: size, anchor: .end)
    }
  }

  private func drawReferenceLines(_ layout: ChartLayout, in body: inout SVGBody) {
    let dashes = "stroke-width=\"1.3\" stroke-dasharray=\"2 3\""
    var labels: [(text: String, y: Double)] = []
    for line in referenceLines {
      switch line.direction {
      case .vertical:
        guard let fraction = layout.frame.x.shownFraction(of: line.position) else { continue }
        let x = layout.x(fraction)
        body.lines([(x, layout.bottom, x, layout.top)], style: "reference", attributes: dashes)
      case .horizontal:
        guard let fraction = layout.frame.y.shownFraction(of: line.position) else { continue }
        let y = layout.y(fraction)
        body.lines([(layout.left, y, layout.right, y)], style: "reference", attributes: dashes)
        if !line.label.isEmpty { labels.append((line.label, y)) }
      }
    }
    let size = ChartLayout.tickSize
    for entry in layout.references.entries {
      let y = layout.top - 6 - Double(entry.row) * ChartLayout.referenceRow
      body.label(
        entry.label, x: layout.left + entry.x, y: y,
        size: TextSize.fitting(entry.label, size: size, room: layout.right - layout.left),
        anchor: .middle)
    }
    // From the bottom upward, each label is lifted clear of the one below it.
    var ceiling = layout.height
    for (text, y) in labels.sorted(by: { $0.y > $1.y }) {
      let baseline = min(y + 4, ceiling)
      ceiling = baseline - size - 2
      body.label(
        text, x: layout.right + 6, y: baseline,
        size: TextSize.fitting(text, size: size, room: layout.margins.right - 10))
    }
  }

  /// Crosses of two strokes, a dark one on a wider light one: visible on any color of series and page.
  private func drawCrosses(_ layout: ChartLayout, in body: inout SVGBody) {
    let reach = 4.5
    let data = layout.frame.places(of: crosses).map { place in
      let (x, y) = (layout.x(place.x), layout.y(place.y))
      return [(reach, reach), (reach, -reach)].map { across, down in
        "M\(SVGBody.pair(x - across, y - down))L\(SVGBody.pair(x + across, y + down))"
      }.joined()
    }.joined()
    guard !data.isEmpty else { return }
    for (color, width) in [(Palette.crossEdge, "4"), (Palette.cross, "1.8")] {
      body.element(
        "<path fill=\"none\" stroke=\"\(color)\" stroke-width=\"\(width)\" stroke-linecap=\"round\""
          + " d=\"\(data)\"/>")
    }
  }

  private func drawPointLabels(_ layout: ChartLayout, in body: inout SVGBody) {
    let entries = PointLabels(self, layout).entries
    body.lines(entries.compactMap(\.leader), style: "grid")
    for entry in entries { body.label(entry.text, x: entry.x, y: entry.y, size: PointLabels.size) }
  }

  private func drawTitles(_ layout: ChartLayout, in body: inout SVGBody) {
    let plotWidth = layout.right - layout.left
    let plotHeight = layout.bottom - layout.top
    body.label(
      title, x: layout.left, y: 28,
      size: TextSize.fitting(
        title, size: ChartLayout.titleSize, room: layout.width - layout.left - 10, bold: true),
      bold: true)
    body.label(
      xLabel, x: layout.x(0.5), y: layout.height - 14,
      size: TextSize.fitting(xLabel, size: ChartLayout.labelSize, room: plotWidth),
      anchor: .middle)
    body.label(
      yLabel, x: 20, y: layout.y(0.5),
      size: TextSize.fitting(yLabel, size: ChartLayout.labelSize, room: plotHeight),
      anchor: .middle, upward: true)
  }

  private func drawLegend(_ layout: ChartLayout, in body: inout SVGBody) {
    let above = Double(layout.references.rows) * ChartLayout.referenceRow + 9
    let marks = seriesMarks
    for entry in layout.legend.entries {
      let rowsBelow = Double(layout.legend.rows - 1 - entry.row)
      let y = layout.top - above - rowsBelow * ChartLayout.legendRow
      let x = layout.left + entry.x
      marks[entry.index].drawSample(x: x, y: y - 4, in: &body)
      body.label(
        entry.series.name, x: x + 30, y: y,
        size: TextSize.fitting(
          entry.series.name, size: ChartLayout.tickSize, room: layout.right - x - 30))
    }
  }
}
