extension Chart {
  /// The chart as text of at most `width` columns and about `height` lines.
  ///
  /// Lines are drawn with braille dots when the terminal shows UTF-8 and colors can tell the series
  /// apart; otherwise every series has a character of its own.
  /// - Parameters:
  ///   - width: columns, from 20 to 1000; by default those of the terminal, but at most 100.
  ///   - height: lines for everything together, from 8 to 1000.
  ///   - style: what the receiver can show.
  public func terminal(
    width: Int? = nil, height: Int = 20, style: TerminalStyle = .standardOutput
  ) -> String {
    let width = max(20, min(width ?? min(style.width, 100), 1000))
    let height = max(0, min(height, 1000))
    let frame = PlotFrame(self)
    let braille = style.unicode && (style.color || series.count < 2)
    let legend = terminalLegend(frame, width: width, braille: braille, style: style)
    let titleLines = wrapped(title, to: width)
    let (xLines, yLines) = (wrapped(xLabel, to: width), wrapped(yLabel, to: width))
    let otherLines = 2 + legend.count + titleLines.count + xLines.count + yLines.count
    let rows = max(4, height - otherLines)

    let yTicks = frame.y.ticks(
      fitting: Double(rows), atMost: max(2, rows / 2), gap: 1, unicode: style.unicode
    ) { _ in 1 }.filter { !$0.label.isEmpty }
    let gutter = yTicks.map(\.label.count).max() ?? 0
    let columns = max(8, width - gutter - 2)

    var canvas = TerminalCanvas(
      columns: columns, rows: rows, braille: braille, colors: seriesColors)
    draw(frame, on: &canvas, unicode: style.unicode)

    var lines = titleLines.map { style.paint($0, .bold) } + yLines
    let labelOfRow = Dictionary(
      yTicks.map { (canvas.row($0.fraction), $0.label) }, uniquingKeysWith: { first, _ in first })
    let (bar, tick) = style.unicode ? ("│", "┤") : ("|", "+")
    for row in 0..<rows {
      let label = labelOfRow[row] ?? ""
      let padding = String(repeating: " ", count: gutter - label.count)
      let axis = style.paint(label.isEmpty ? bar : tick, .dim)
      lines.append(padding + label + " " + axis + canvas.text(row: row, style: style))
    }
    lines += terminalXAxis(frame, canvas, indent: gutter + 1, style: style)
    for label in xLines {
      // Under the middle of the axis, as far as the line has room.
      let indent = min(gutter + 2 + (columns - label.count) / 2, width - label.count)
      lines.append(String(repeating: " ", count: max(0, indent)) + label)
    }
    return (lines + legend).map { $0 + "\n" }.joined()
  }

  private func draw(_ frame: PlotFrame, on canvas: inout TerminalCanvas, unicode: Bool) {
    for line in referenceLines {
      switch line.direction {
      case .vertical:
        guard let fraction = frame.x.shownFraction(of: line.position) else { continue }
        canvas.rule(column: canvas.column(fraction), unicode ? "┊" : ":")
      case .horizontal:
        guard let fraction = frame.y.shownFraction(of: line.position) else { continue }
        canvas.rule(row: canvas.row(fraction), unicode ? "┄" : "-")
      }
    }
    for (index, series) in self.series.enumerated() {
      if series.kind == .points {
        for point in frame.marks(of: series) { canvas.mark(point, series: index) }
        continue
      }
      for piece in frame.pieces(of: series) {
        if piece.count == 1 { canvas.mark(piece[0], series: index) }
        for (start, end) in zip(piece, piece.dropFirst()) {
          canvas.join(start, end, series: index, dashed: series.kind == .dashedLine)
        }
      }
    }
  }

  /// The line under the plot area and the labels under it.
  private func terminalXAxis(
    _ frame: PlotFrame, _ canvas: TerminalCanvas, indent: Int, style: TerminalStyle
  ) -> [String] {
    let ticks =
      frame.xNames
      ?? frame.x.ticks(
        fitting: Double(canvas.columns), atMost: max(2, canvas.columns / 7), gap: 2,
        unicode: style.unicode
      ) { Double($0.count) }.filter { !$0.label.isEmpty }
    let (corner, line, mark): (Character, Character, Character) =
      style.unicode ? ("└", "─", "┬") : ("+", "-", "+")
    var axis = [corner] + Array(repeating: line, count: canvas.columns)
    var labels = Array(repeating: Character(" "), count: indent + 1 + canvas.columns)
    for tick in ticks {
      let column = canvas.column(tick.fraction)
      axis[column + 1] = mark
      let middle = indent + 1 + column
      let label = tick.label.prefix(labels.count)
      let start = max(0, min(middle - label.count / 2, labels.count - label.count))
      for (offset, character) in label.enumerated() { labels[start + offset] = character }
    }
    while labels.last == " " { labels.removeLast() }
    return [
      String(repeating: " ", count: indent) + style.paint(String(axis), .dim), String(labels),
    ]
  }

  /// The names of the series and the labels of the reference lines, in as few lines as possible.
  private func terminalLegend(
    _ frame: PlotFrame, width: Int, braille: Bool, style: TerminalStyle
  ) -> [String] {
    var entries: [(plain: String, painted: String)] = []
    let colors = seriesColors
    for (index, series) in ChartLegend.named(self) {
      let sample: String
      switch (braille, series.kind) {
      case (false, _): sample = String(TerminalCanvas.glyph(index))
      case (true, .line), (true, .path): sample = "──"
      case (true, .dashedLine): sample = "╌╌"
      case (true, .points): sample = "••"
      }
      let code = Palette.color(colors[index]).terminalCode
      entries.append(
        ("\(sample) \(series.name)", "\(style.escape(sample, code: code)) \(series.name)"))
    }
    for line in referenceLines where !line.label.isEmpty {
      let axis = line.direction == .vertical ? frame.x : frame.y
      guard axis.shownFraction(of: line.position) != nil else { continue }
      let isVertical = line.direction == .vertical
      let sample = style.unicode ? (isVertical ? "┊" : "┄") : (isVertical ? ":" : "-")
      entries.append(("\(sample) \(line.label)", "\(style.paint(sample, .dim)) \(line.label)"))
    }
    var lines: [String] = []
    var used = 0
    for entry in entries {
      if used > 0, used + 3 + entry.plain.count <= width {
        lines[lines.count - 1] += "   " + entry.painted
        used += 3 + entry.plain.count
      } else {
        lines.append(entry.painted)
        used = entry.plain.count
      }
    }
    return lines
  }
}
