import TensorCore

/// A game solved completely by minimax: the value and the best moves of every position.
///
/// The value of a position is what the player whose turn it is gets when both play perfectly: 1 for a
/// win, 0 for a draw, −1 for a loss. It is the largest of the values of the positions that follow, each
/// *negated*, because it is the opponent's turn there.
///
/// Every position that can be reached is visited once for all that are equal to it by symmetry, and
/// none is left out: an agent can be judged everywhere, also where perfect players never get.
///
/// ```swift
/// let solved = SolvedGame<TicTacToe>()
/// solved.value(of: TicTacToe())         // 0: a draw
/// solved.bestMoves(in: TicTacToe())     // all nine
/// ```
///
/// The value does not say how long a win takes. Who only looks for a move of the best value may
/// postpone a win, though never so far as to lose it.
public struct SolvedGame<Game: BoardGame>: Sendable {
  /// The values of the positions in which the game goes on, by their canonical position.
  private var values: [Game: Int8] = [:]

  /// Solves the game from a position, the beginning unless another is given.
  @specialized(where Game == TicTacToe)
  @specialized(where Game == ConnectFour)
  public init(from start: Game = Game()) { _ = solve(start) }

  /// The number of positions to decide, up to symmetry: those in which the game has not ended.
  public var canonicalPositionCount: Int { values.count }

  /// The value for the player whose turn it is: 1, 0 or −1.
  ///
  /// Traps when the position cannot be reached from where the game was solved.
  public func value(
    of position: Game, file: StaticString = #fileID, line: UInt = #line
  ) -> Int {
    if let result = position.result { return result.points(for: position.player) }
    let value = values[position.canonical]
    require(
      value != nil, "value: this position cannot be reached from the solved one:\n\(position)",
      file: file, line: line)
    return Int(value!)
  }

  /// All moves that keep the position's value, in rising order; none after the end.
  ///
  /// Traps when the position cannot be reached from where the game was solved.
  public func bestMoves(
    in position: Game, file: StaticString = #fileID, line: UInt = #line
  ) -> [Int] {
    let best = value(of: position, file: file, line: line)
    return position.legalMoves.filter {
      -value(of: position.playing($0, file: file, line: line)) == best
    }
  }

  /// The policy that takes each of the best moves with the same probability, for
  /// ``resultProbabilities(from:first:second:file:line:)``: a probability for each move that there is.
  public func perfectPolicy(
    in position: Game, file: StaticString = #fileID, line: UInt = #line
  ) -> [Double] {
    uniform(bestMoves(in: position, file: file, line: line), of: Game.moveCount)
  }

  /// Of some positions, those in which a player's move is not among the best: what it chooses there
  /// gives points away, against an opponent who plays perfectly.
  ///
  /// Positions in which the game has ended are passed over.
  ///
  /// - Parameters:
  ///   - positions: Where the player is judged; all positions by ``reachablePositions(from:)``.
  ///   - file: The caller's file.
  ///   - line: The caller's line; traps with it when the player's move is not legal.
  ///   - choose: The player's move in a position.
  public func mistakes(
    in positions: [Game], file: StaticString = #fileID, line: UInt = #line,
    choosing choose: (Game) throws -> Int
  ) rethrows -> [Game] {
    try positions.filter { position in
      guard position.result == nil else { return false }
      let next = position.playing(try choose(position), file: file, line: line)
      return -value(of: next, file: file, line: line)
        != value(of: position, file: file, line: line)
    }
  }

  private mutating func solve(_ position: Game) -> Int8 {
    if let result = position.result { return Int8(result.points(for: position.player)) }
    let canonical = position.canonical
    if let known = values[canonical] { return known }
    var best: Int8 = -1
    // No move is left out, not even after one that wins: all positions are to be known.
    for move in position.legalMoves {
      best = max(best, -solve(position.playing(move, file: #fileID, line: #line)))
    }
    values[canonical] = best
    return best
  }
}

/// The probabilities that take each of some moves equally often, and no other.
func uniform(_ moves: [Int], of moveCount: Int) -> [Double] {
  var probabilities = Array(repeating: 0.0, count: moveCount)
  for move in moves { probabilities[move] = 1 / Double(moves.count) }
  return probabilities
}
