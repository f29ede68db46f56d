import TensorCore

/// Tic-tac-toe: X and O take turns on 3×3 cells, and three in a line win.
///
/// A move is the number of a cell, row by row from the top:
///
///     0 1 2
///     3 4 5
///     6 7 8
///
/// 5 478 positions can be reached, of which 4 520 are to be decided and 958 have ended; up to symmetry
/// there are 765. With perfect play the game is a draw.
public struct TicTacToe: BoardGame, CustomStringConvertible {
  /// The cells of each player, a bit for each cell.
  private var crosses: UInt16 = 0
  private var noughts: UInt16 = 0

  /// The empty board.
  public init() {}

  /// 9.
  public static var moveCount: Int { 9 }

  /// X is the first player; it is X's turn when both have as many cells.
  public var player: Player {
    crosses.nonzeroBitCount == noughts.nonzeroBitCount ? .first : .second
  }

  /// Three cells in a line win; a full board without any is a draw.
  public var result: GameResult? {
    if hasLine(crosses) { return .win(.first) }
    if hasLine(noughts) { return .win(.second) }
    return crosses | noughts == 0b111_111_111 ? .draw : nil
  }

  /// The empty cells; none after the end.
  public var legalMoves: [Int] {
    var moves: [Int] = []
    guard result == nil else { return moves }
    moves.reserveCapacity(9)
    for cell in 0..<9 where (crosses | noughts) >> cell & 1 == 0 { moves.append(cell) }
    return moves
  }

  /// Who has taken a cell, or nil; traps when the cell is not in 0 ..< 9.
  public subscript(cell: Int, file file: StaticString = #fileID, line line: UInt = #line)
    -> Player?
  {
    require(
      cell >= 0 && cell < 9, "TicTacToe: expected a cell in 0..<9, found \(cell)",
      file: file, line: line)
    return crosses >> cell & 1 == 1 ? .first : noughts >> cell & 1 == 1 ? .second : nil
  }

  /// The position after the player whose turn it is has taken a cell.
  ///
  /// Traps when the game has ended, there is no such cell, or it is taken.
  public func playing(
    _ move: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> TicTacToe {
    require(
      result == nil && move >= 0 && move < 9 && (crosses | noughts) >> move & 1 == 0,
      "TicTacToe.playing: expected one of the legal moves \(legalMoves), found \(move)",
      file: file, line: line)
    var next = self
    if player == .first { next.crosses |= 1 << move } else { next.noughts |= 1 << move }
    return next
  }

  /// The eight positions that rotations and reflections make of this one, itself first; some may be equal.
  public var images: [TicTacToe] {
    symmetries.map { cells in
      var image = TicTacToe()
      for (cell, source) in cells.enumerated() {
        image.crosses |= (crosses >> source & 1) << cell
        image.noughts |= (noughts >> source & 1) << cell
      }
      return image
    }
  }

  /// The image whose cells, read as a number, are the least.
  public var canonical: TicTacToe {
    images.min { ($0.crosses, $0.noughts) < ($1.crosses, $1.noughts) }!
  }

  /// 18.
  public static var featureCount: Int { 18 }

  /// For each cell 1 where the player whose turn it is has taken it, else 0; then the same for the
  /// opponent. So one network can play both sides.
  public var features: [Double] {
    let (own, other) = player == .first ? (crosses, noughts) : (noughts, crosses)
    return [own, other].flatMap { cells in (0..<9).map { Double(cells >> $0 & 1) } }
  }

  /// Three lines of X, O and dots.
  public var description: String {
    let letters = (0..<9).map { self[$0].map { $0 == .first ? "X" : "O" } ?? "." }
    return [0, 3, 6].map { letters[$0..<$0 + 3].joined(separator: " ") }.joined(separator: "\n")
  }
}

/// Whether three of the cells are in a line.
///
/// Shifted by 1 and by 2, the cells of a row come to lie on its first; by 3 and 6, those of a column.
private func hasLine(_ cells: UInt16) -> Bool {
  cells & cells >> 1 & cells >> 2 & 0b001_001_001 != 0
    || cells & cells >> 3 & cells >> 6 != 0
    || cells & 0b100_010_001 == 0b100_010_001 || cells & 0b001_010_100 == 0b001_010_100
}

/// For each symmetry of the board, which cell comes to stand where.
private let symmetries: [[Int]] = {
  let rotation = [6, 3, 0, 7, 4, 1, 8, 5, 2]
  let reflection = [2, 1, 0, 5, 4, 3, 8, 7, 6]
  var all = [Array(0..<9)]
  for _ in 1..<4 { all.append(rotation.map { all.last![$0] }) }
  return all + all.map { cells in reflection.map { cells[$0] } }
}()
