import Foundation

/// Boards in rows, each with a caption: cells with a text in each, filled by a value. The values of a grid
/// world's states, the positions of a game, a small matrix.
public struct BoardGrid: Sendable {
  /// A cell of a board.
  public struct Cell: Sendable {
    /// What is written in it; lines end with a line feed.
    public let text: String
    /// What its color shows; nil for a cell without color.
    public let value: Double?

    /// Makes a cell, empty unless told otherwise.
    public init(_ text: String = "", value: Double? = nil) {
      self.text = text
      self.value = value
    }
  }

  /// A board.
  public struct Board: Sendable {
    /// The rows from the top; all have the same length.
    public let rows: [[Cell]]
    /// The text under the board; empty for none.
    public let caption: String

    /// Makes a board. Traps when there is no cell, or rows differ in length.
    public init(_ rows: [[Cell]], caption: String = "") {
      guard let first = rows.first, !first.isEmpty, rows.allSatisfy({ $0.count == first.count })
      else { fatalError("A board needs rows of one length; it was given \(rows.map(\.count)).") }
      self.rows = rows
      self.caption = caption
    }
  }

  /// The heading; empty for none.
  public var title: String
  /// The boards, row by row.
  public var boards: [Board]
  /// The number of boards in a row, at least 1.
  public var columns: Int
  /// The value of the strongest color: blue for this and above, orange for its negative and below; 0 has
  /// no color.
  public var strongest: Double
  /// The side of a cell in the SVG, in pixels.
  public var cellSize = 64.0

  /// Makes a grid; by default the colors are strongest at 1 and −1, and three boards make a row.
  /// Traps when `columns` is below 1, or `strongest` is not positive and finite.
  public init(title: String = "", columns: Int = 3, strongest: Double = 1, boards: [Board]) {
    if columns < 1 { fatalError("A grid needs at least one column; it was given \(columns).") }
    if !(strongest > 0 && strongest.isFinite) {
      fatalError("The strongest color needs a positive value; it was given \(strongest).")
    }
    self.title = title
    self.columns = columns
    self.strongest = strongest
    self.boards = boards
  }

  /// The boards as one SVG document with a transparent background. The same grid always gives the same
  /// bytes.
  public func svg() -> String {
    let (margin, gap) = (14.0, 22.0)
    let widths = boards.map { Double($0.rows[0].count) * cellSize }
    let heights = boards.map { Double($0.rows.count) * cellSize }
    let (boardWidth, boardHeight) = (widths.max() ?? 0, heights.max() ?? 0)
    let captionHeight = boards.contains { !$0.caption.isEmpty } ? 22.0 : 0
    let usedColumns = max(1, min(columns, boards.count))
    let rowCount = Double((boards.count + usedColumns - 1) / usedColumns)
    let top = title.isEmpty ? margin : 44
    let width = max(2 * margin + Double(usedColumns) * (boardWidth + gap) - gap, 60)
    var body = SVGBody()
    body.label(
      title, x: margin, y: 28,
      size: TextSize.fitting(
        title, size: ChartLayout.titleSize, room: width - 2 * margin, bold: true),
      bold: true)
    for (index, board) in boards.enumerated() {
      let left = margin + Double(index % usedColumns) * (boardWidth + gap)
      let y = top + Double(index / usedColumns) * (boardHeight + captionHeight + gap)
      draw(board, at: (left + (boardWidth - widths[index]) / 2, y), on: &body)
      body.label(
        board.caption, x: left + boardWidth / 2, y: y + heights[index] + 17,
        size: TextSize.fitting(board.caption, size: 13, room: boardWidth + gap - 4),
        anchor: .middle)
    }
    let height = top + max(0, rowCount * (boardHeight + captionHeight + gap) - gap) + margin
    return SVGDocument(
      name: title.isEmpty ? "Boards" : title, width: width, height: height, body: body
    ).text
  }

  /// Writes the SVG to a file, making missing folders; the file is replaced in one step.
  /// - Throws: an error that says in a sentence why the folder or the file cannot be written.
  public func write(to url: URL) throws { try SVGDocument.write(svg(), to: url) }

  private func draw(_ board: Board, at corner: (x: Double, y: Double), on body: inout SVGBody) {
    let side = NumberText.coordinate(cellSize)
    for (row, cells) in board.rows.enumerated() {
      for (column, cell) in cells.enumerated() {
        let x = corner.x + Double(column) * cellSize
        let y = corner.y + Double(row) * cellSize
        let place = "x=\"\(NumberText.coordinate(x))\" y=\"\(NumberText.coordinate(y))\""
        let size = "width=\"\(side)\" height=\"\(side)\""
        if let fill = fill(of: cell) { body.element("<rect \(place) \(size) \(fill)/>") }
        body.element("<rect \(place) \(size) class=\"axis\"/>")
        let lines = cell.text.split(separator: "\n").map(String.init)
        for (index, line) in lines.enumerated() {
          let offset = Double(index) - Double(lines.count - 1) / 2
          body.label(
            line, x: x + cellSize / 2, y: y + cellSize / 2 + offset * 17 + 5,
            size: TextSize.fitting(line, size: 15, room: cellSize - 6), anchor: .middle)
        }
      }
    }
  }

  /// The color of a cell; pale enough that a text on it stays legible. NaN has none.
  private func fill(of cell: Cell) -> String? {
    guard let value = cell.value, !value.isNaN else { return nil }
    let strength = min(1, abs(value) / strongest)
    guard strength > 0 else { return nil }
    let color = Palette.color(value > 0 ? 0 : 1).hex
    return "fill=\"\(color)\" fill-opacity=\"\(NumberText.coordinate(0.4 * strength))\""
  }
}
