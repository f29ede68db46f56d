/// A drawing made of characters.
///
/// With braille every character holds 2 × 4 dots, which makes lines smooth. Otherwise every
/// character is one dot, shown as the glyph of its series, which tells series apart without colors.
struct TerminalCanvas {
  private struct Cell {
    var dots: UInt8 = 0
    var series: Int?
    /// What shows while no series covers the cell.
    var background: Character = " "
  }

  static let glyphs: [Character] = ["*", "+", "o", "x", "#", "@"]

  let columns: Int
  let rows: Int
  let braille: Bool
  private let colors: [Int?]
  private var cells: [Cell]

  /// - Parameters:
  ///   - columns: Characters in a row.
  ///   - rows: Rows of characters.
  ///   - braille: Whether a character is 2 × 4 dots.
  ///   - colors: For each series its place among the chart's colors; nil for a muted one.
  init(columns: Int, rows: Int, braille: Bool, colors: [Int?]) {
    self.colors = colors
    self.columns = columns
    self.rows = rows
    self.braille = braille
    cells = Array(repeating: Cell(), count: columns * rows)
  }

  static func glyph(_ series: Int) -> Character { glyphs[series % glyphs.count] }

  private var dotColumns: Int { braille ? columns * 2 : columns }
  private var dotRows: Int { braille ? rows * 4 : rows }

  /// The character column of a fraction of the width.
  func column(_ fraction: Double) -> Int { position(fraction, of: columns) }

  /// The character row of a fraction of the height, counted from the top.
  func row(_ fraction: Double) -> Int { position(1 - fraction, of: rows) }

  /// Sets one dot.
  mutating func mark(_ point: PlotPoint, series: Int) {
    set(position(point.x, of: dotColumns), position(1 - point.y, of: dotRows), series)
  }

  /// Joins two points by dots; a dashed line leaves out every second pair of dots.
  mutating func join(_ start: PlotPoint, _ end: PlotPoint, series: Int, dashed: Bool) {
    let (x, y) = (position(start.x, of: dotColumns), position(1 - start.y, of: dotRows))
    let acrossX = position(end.x, of: dotColumns) - x
    let acrossY = position(1 - end.y, of: dotRows) - y
    let steps = max(abs(acrossX), abs(acrossY))
    for step in 0...steps {
      let part = steps == 0 ? 0 : Double(step) / Double(steps)
      let dotX = x + Int((Double(acrossX) * part).rounded())
      let dotY = y + Int((Double(acrossY) * part).rounded())
      // Counted along the longer direction, so that the dashes continue from segment to segment.
      let place = abs(acrossX) >= abs(acrossY) ? dotX : dotY
      if dashed, place % 4 >= 2 { continue }
      set(dotX, dotY, series)
    }
  }

  /// Fills a column with a character that data may cover.
  mutating func rule(column: Int, _ character: Character) {
    for row in 0..<rows { cells[row * columns + column].background = character }
  }

  /// Fills a row with a character that data may cover.
  mutating func rule(row: Int, _ character: Character) {
    for column in 0..<columns { cells[row * columns + column].background = character }
  }

  /// One row of characters, painted in the colors of the series.
  func text(row: Int, style: TerminalStyle) -> String {
    var result = ""
    var run = ""
    var runSeries: Int?
    func painted() -> String {
      guard let runSeries else {
        return run.allSatisfy { $0 == " " } ? run : style.paint(run, .dim)
      }
      return style.escape(run, code: Palette.color(colors[runSeries]).terminalCode)
    }
    let all = cells[row * columns..<(row + 1) * columns]
    // Blanks at the end would only be noise in a file or a copied text.
    let end =
      all.lastIndex { $0.series != nil || $0.background != " " }.map { $0 + 1 } ?? all.startIndex
    for cell in all[..<end] {
      if cell.series != runSeries {
        result += painted()
        run = ""
        runSeries = cell.series
      }
      run.append(character(cell))
    }
    return result + painted()
  }

  private func character(_ cell: Cell) -> Character {
    guard let series = cell.series else { return cell.background }
    guard braille else { return TerminalCanvas.glyph(series) }
    return Character(Unicode.Scalar(0x2800 + UInt32(cell.dots))!)
  }

  private func position(_ fraction: Double, of count: Int) -> Int {
    min(max(Int((fraction * Double(count)).rounded(.down)), 0), count - 1)
  }

  private mutating func set(_ x: Int, _ y: Int, _ series: Int) {
    let index =
      braille ? (y / 4) * columns + x / 2 : y * columns + x
    cells[index].series = series
    guard braille else { return }
    // Unicode numbers the dots down the left column, then the right, and puts the last row last.
    let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    cells[index].dots |= bits[y % 4][x % 2]
  }
}
