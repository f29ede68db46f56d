import TensorCore

/// How probable each result of a game is.
public struct ResultProbabilities: Sendable, Equatable {
  /// The probability that the first player wins.
  public var firstWins = 0.0
  /// The probability of a draw.
  public var draw = 0.0
  /// The probability that the second player wins.
  public var secondWins = 0.0

  /// No result, yet.
  init() {}

  /// The expected points of a player, from −1 to 1: wins minus losses.
  public func expectedPoints(for player: Player) -> Double {
    player == .first ? firstWins - secondWins : secondWins - firstWins
  }
}

/// How probable each result is when two players choose their moves by chance, exactly: every game that
/// can be played is followed, and none is sampled.
///
/// A policy says for a position how probable each move is, as a list of `moveCount` numbers. Two that
/// are at hand are ``randomPolicy(in:)`` and ``SolvedGame/perfectPolicy(in:file:line:)``:
///
/// ```swift
/// let solved = SolvedGame<TicTacToe>()
/// let chances = resultProbabilities(
///   first: { solved.perfectPolicy(in: $0) }, second: { randomPolicy(in: $0) })
/// chances.secondWins      // 0
/// ```
///
/// Each position is followed once, so that this takes no longer than there are positions.
///
/// - Parameters:
///   - start: The position in which the game begins.
///   - first: The policy of the first player.
///   - second: The policy of the second player.
///   - file: The caller's file.
///   - line: The caller's line; traps with it when a policy's numbers are not the probabilities of
///     legal moves.
public func resultProbabilities<Game: BoardGame>(
  from start: Game = Game(), first: (Game) throws -> [Double], second: (Game) throws -> [Double],
  file: StaticString = #fileID, line: UInt = #line
) rethrows -> ResultProbabilities {
  var known: [Game: ResultProbabilities] = [:]

  func follow(_ position: Game) throws -> ResultProbabilities {
    if let result = position.result { return ResultProbabilities(of: result) }
    if let chances = known[position] { return chances }
    let policy = try position.player == .first ? first(position) : second(position)
    requireLegal(policy, in: position, file: file, line: line)
    var chances = ResultProbabilities()
    for move in position.legalMoves where policy[move] > 0 {
      chances.add(
        try follow(position.playing(move, file: file, line: line)), weight: policy[move])
    }
    known[position] = chances
    return chances
  }
  return try follow(start)
}

/// The policy that takes each legal move with the same probability: a probability for each move that
/// there is, all 0 after the end.
public func randomPolicy(in position: some BoardGame) -> [Double] {
  uniform(position.legalMoves, of: type(of: position).moveCount)
}

extension ResultProbabilities {
  /// The probabilities after the end.
  fileprivate init(of result: GameResult) {
    switch result {
    case .win(.first): firstWins = 1
    case .win(.second): secondWins = 1
    case .draw: draw = 1
    }
  }

  fileprivate mutating func add(_ other: ResultProbabilities, weight: Double) {
    firstWins += weight * other.firstWins
    draw += weight * other.draw
    secondWins += weight * other.secondWins
  }
}

private func requireLegal<Game: BoardGame>(
  _ policy: [Double], in position: Game, file: StaticString, line: UInt
) {
  require(
    policy.count == Game.moveCount && isDistribution(policy),
    "resultProbabilities: expected \(Game.moveCount) probabilities whose sum is 1, "
      + "found \(policy.map { numberText($0) })",
    file: file, line: line)
  let legal = position.legalMoves
  for move in policy.indices where policy[move] > 0 && !legal.contains(move) {
    require(
      false,
      "resultProbabilities: the policy gives the illegal move \(move) the probability \(policy[move])"
        + " in\n\(position)",
      file: file, line: line)
  }
}
