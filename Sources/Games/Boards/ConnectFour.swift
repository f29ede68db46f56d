import TensorCore

/// Connect Four on 4 rows and 5 columns: discs fall to the bottom of a column, and four in a line win,
/// across, down or aslant.
///
/// The size is said as a matrix' is, rows first: 4×5 is 4 high and 5 wide (the game that is sold is 6×7).
/// A move is the number of a column, 0 ..< 5 from the left; rows are numbered from the bottom.
///
/// The board is small enough to be solved completely, by ``SolvedGame``, in one to three seconds and some
/// 150 MB: 3 945 711 positions can be reached, of which 1 551 317 are to be decided up to symmetry. With
/// perfect play the game is a draw; a first disc in column 0 or 4 loses.
public struct ConnectFour: BoardGame, CustomStringConvertible {
  /// The number of rows, 4.
  public static var rowCount: Int { 4 }
  /// The number of columns, 5.
  public static var columnCount: Int { 5 }

  /// The discs of each player. Row r of column c is bit 5·c + r: the fifth bit of a column is never
  /// set, so that no line runs from one column's top to the next one's bottom.
  private var firstDiscs: UInt32 = 0
  private var secondDiscs: UInt32 = 0
  private var discs: UInt32 { firstDiscs | secondDiscs }

  /// The empty board.
  public init() {}

  /// 5, one for each column.
  public static var moveCount: Int { columnCount }

  /// Whose turn it is: the first player's when both have as many discs.
  public var player: Player { discs.nonzeroBitCount % 2 == 0 ? .first : .second }

  /// Four discs in a line win; a full board without any is a draw.
  public var result: GameResult? {
    if hasLine(firstDiscs) { return .win(.first) }
    if hasLine(secondDiscs) { return .win(.second) }
    return discs.nonzeroBitCount == Self.rowCount * Self.columnCount ? .draw : nil
  }

  /// The columns that are not full; none after the end.
  public var legalMoves: [Int] {
    var moves: [Int] = []
    guard result == nil else { return moves }
    moves.reserveCapacity(Self.columnCount)
    for column in 0..<Self.columnCount where height(column) < Self.rowCount { moves.append(column) }
    return moves
  }

  /// Whose disc lies at a row, from the bottom, of a column; nil where none does.
  ///
  /// Traps when there is no such place.
  public subscript(
    row row: Int, column column: Int,
    file file: StaticString = #fileID, line line: UInt = #line
  ) -> Player? {
    require(
      row >= 0 && row < Self.rowCount && column >= 0 && column < Self.columnCount,
      "ConnectFour: expected a row in 0..<\(Self.rowCount) and a column in 0..<\(Self.columnCount), "
        + "found \(row) and \(column)",
      file: file, line: line)
    let bit = 5 * column + row
    return firstDiscs >> bit & 1 == 1 ? .first : secondDiscs >> bit & 1 == 1 ? .second : nil
  }

  /// The position after the player whose turn it is has dropped a disc into a column.
  ///
  /// Traps when the game has ended, there is no such column, or it is full.
  public func playing(
    _ move: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> ConnectFour {
    require(
      result == nil && move >= 0 && move < Self.columnCount && height(move) < Self.rowCount,
      "ConnectFour.playing: expected one of the legal moves \(legalMoves), found \(move)",
      file: file, line: line)
    var next = self
    let disc: UInt32 = 1 << (5 * move + height(move))
    if player == .first { next.firstDiscs |= disc } else { next.secondDiscs |= disc }
    return next
  }

  /// The position in a mirror: columns from right to left.
  public var mirrored: ConnectFour {
    func mirror(_ discs: UInt32) -> UInt32 {
      (0..<Self.columnCount).reduce(0) { $0 << 5 | (discs >> (5 * $1) & 0b11111) }
    }
    var image = self
    image.firstDiscs = mirror(firstDiscs)
    image.secondDiscs = mirror(secondDiscs)
    return image
  }

  /// Of this position and its mirror image, the one whose discs, read as a number, are fewer.
  public var canonical: ConnectFour {
    let image = mirrored
    return (image.firstDiscs, image.secondDiscs) < (firstDiscs, secondDiscs) ? image : self
  }

  /// 40.
  public static var featureCount: Int { 2 * rowCount * columnCount }

  /// For each place 1 where the player whose turn it is has a disc, else 0; then the same for the
  /// opponent. Places are counted row by row from the top, as they are printed, so that the features are
  /// two images of 4×5.
  public var features: [Double] {
    [player, player.opponent].flatMap { owner in
      (0..<Self.rowCount).reversed().flatMap { row in
        (0..<Self.columnCount).map { self[row: row, column: $0] == owner ? 1 : 0 }
      }
    }
  }

  /// Four lines of X, O and dots.
  public var description: String {
    (0..<Self.rowCount).reversed().map { row in
      (0..<Self.columnCount).map { column in
        self[row: row, column: column].map { $0 == .first ? "X" : "O" } ?? "."
      }.joined(separator: " ")
    }.joined(separator: "\n")
  }

  /// The number of discs in a column.
  private func height(_ column: Int) -> Int {
    (discs >> (5 * column) & 0b11111).nonzeroBitCount
  }
}

/// Whether four of the discs are in a line.
///
/// A neighbor in the same direction is as many bits away everywhere: 1 above, 5 across, 4 and 6 aslant.
private func hasLine(_ discs: UInt32) -> Bool {
  func hasLine(_ distance: UInt32) -> Bool {
    let pairs = discs & (discs &>> distance)
    return pairs & (pairs &>> (2 * distance)) != 0
  }
  return hasLine(1) || hasLine(5) || hasLine(4) || hasLine(6)
}
