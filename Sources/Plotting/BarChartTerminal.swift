extension BarChart {
  /// The chart as text of at most `width` columns: a line for each bar.
  ///
  /// - Parameters:
  ///   - width: columns, at least 20; by default those of the terminal, but at most 100.
  ///   - style: what the receiver can show.
  public func terminal(width: Int? = nil, style: TerminalStyle = .standardOutput) -> String {
    let width = max(20, min(width ?? min(style.width, 100), 1000))
    let longest = categories.map(\.count).max() ?? 0
    // Names that would take more than half of a line stand above their bars.
    let isBeside = longest <= width / 2
    let gutter = isBeside ? longest : 1
    let rows = categories.indices.map { bars(of: $0) }
    let widest = rows.joined().map { text($0.value, style).count }.max() ?? 0
    let columns = max(4, width - gutter - 2 - widest)

    var lines = wrapped(title, to: width).map { style.paint($0, .bold) }
    for (category, name) in categories.enumerated() {
      if rows[category].isEmpty || !isBeside { lines += wrapped(name, to: width) }
      for (row, bar) in rows[category].enumerated() {
        let label = row == 0 && isBeside ? name : ""
        let margin = label + String(repeating: " ", count: gutter - label.count)
        lines.append(margin + " " + line(of: bar, columns: columns, style: style))
      }
    }
    lines += wrapped(valueLabel, to: width)
    return (lines + legend(style)).map { $0 + "\n" }.joined()
  }

  private func line(
    of bar: (series: Int, value: Double), columns: Int, style: TerminalStyle
  ) -> String {
    let axis = axis
    guard let origin = axis.fraction(of: baseline), let end = axis.fraction(of: bar.value)
    else { return "" }
    func column(_ fraction: Double) -> Int { Int((fraction * Double(columns)).rounded()) }
    let from = column(min(origin, end))
    let to = column(max(origin, end))
    let blanks = String(repeating: " ", count: from)
    let full = String(repeating: glyph(bar.series, style), count: to - from)
    let painted = style.escape(full, code: Palette.color(bar.series).terminalCode)
    return blanks + painted + " " + text(bar.value, style)
  }

  /// What bars are made of: characters tell the series apart where colors cannot.
  private func glyph(_ series: Int, _ style: TerminalStyle) -> String {
    guard style.unicode else { return String(TerminalCanvas.glyph(series)) }
    let shades = ["█", "▒", "▓", "░"]
    return style.color ? "█" : shades[series % shades.count]
  }

  private func text(_ value: Double, _ style: TerminalStyle) -> String {
    style.unicode ? text(value) : text(value).replacing("×", with: "x")
  }

  private func legend(_ style: TerminalStyle) -> [String] {
    guard series.count > 1 else { return [] }
    let entries = series.enumerated().map { index, series in
      let sample = String(repeating: glyph(index, style), count: 2)
      return style.escape(sample, code: Palette.color(index).terminalCode) + " " + series.name
    }
    return [entries.joined(separator: "   ")]
  }
}
