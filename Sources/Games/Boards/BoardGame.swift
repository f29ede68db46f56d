import TensorCore

/// One of the two players of a game. The first moves first.
public enum Player: Int, Sendable, CaseIterable {
  /// Who moves first: X, or the player of the first disc.
  case first
  /// Who moves second: O.
  case second

  /// The other player.
  public var opponent: Player { self == .first ? .second : .first }
}

/// How a game has ended.
public enum GameResult: Sendable, Hashable {
  /// A player has won.
  case win(Player)
  /// Nobody has won, and no move is left.
  case draw

  /// The result in points for one of the players: 1 for a win, 0 for a draw, −1 for a loss.
  public func points(for player: Player) -> Int {
    switch self {
    case .win(let winner): winner == player ? 1 : -1
    case .draw: 0
    }
  }
}

/// A position in a game of two players who move in turn, without chance and with nothing hidden.
///
/// A position is a value: a move returns the position that follows. It can be a key of a dictionary,
/// and so of a table of values.
///
/// ```swift
/// var game = TicTacToe()
/// while game.result == nil { game = game.playing(generator.shuffled(game.legalMoves)[0]) }
/// ```
public protocol BoardGame: FeatureVector, Hashable {
  /// The position in which the game begins.
  init()

  /// The number of moves that there are; a move is an integer in 0 ..< `moveCount`.
  static var moveCount: Int { get }

  /// Whose turn it is; after the end, whose turn it would be.
  var player: Player { get }

  /// How the game has ended; nil while it goes on.
  var result: GameResult? { get }

  /// The moves that are possible, in rising order; none after the end.
  var legalMoves: [Int] { get }

  /// The position after a move. Traps when the move is not legal.
  func playing(_ move: Int, file: StaticString, line: UInt) -> Self

  /// The one position that stands for all that differ from this only by the board's symmetry: they have
  /// the same value.
  var canonical: Self { get }
}

/// All positions that can be reached, the ended ones included, each once; `start` comes first.
@specialized(where Game == TicTacToe)
@specialized(where Game == ConnectFour)
public func reachablePositions<Game: BoardGame>(from start: Game = Game()) -> [Game] {
  var found = [start]
  var known: Set<Game> = [start]
  var next = 0
  while next < found.count {
    for move in found[next].legalMoves {
      let position = found[next].playing(move, file: #fileID, line: #line)
      if known.insert(position).inserted { found.append(position) }
    }
    next += 1
  }
  return found
}
