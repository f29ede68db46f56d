extension BarChart {
  /// The chart as text of at most `width` columns: a line for each bar.
  ///
  /// - Parameters:
  ///   - width: columns, at least 40; by default those of the terminal, but at most 100.
  ///   - style: what the receiver can show.
  public func terminal(width: Int? = nil, style: TerminalStyle = .standardOutput) -> String {
    let width = max(40, min(width ?? min(style.width, 100), 1000))
    let gutter = min(categories.map(\.count).max() ?? 0, width / 2)
    let rows = categories.indices.map { bars(of: $0) }
    let widest = rows.joined().map { text($0.value, style).count }.max() ?? 0
    let columns = max(4, width - gutter - 2 - widest)

    var lines: [String] = []
    if !title.isEmpty { lines.append(style.paint(String(title.prefix(width)), .bold)) }
    for (category, name) in categories.enumerated() {
      let name = String(name.prefix(gutter))
      let label = name + String(repeating: " ", count: gutter - name.count)
      if rows[category].isEmpty { lines.append(name) }
      for (row, bar) in rows[category].enumerated() {
        let margin = row == 0 ? label : String(repeating: " ", count: gutter)
        lines.append(margin + " " + line(of: bar, columns: columns, style: style))
      }
    }
    if !valueLabel.isEmpty { lines.append(String(valueLabel.prefix(width))) }
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
