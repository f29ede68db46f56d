import Curriculum
import Games
import Gradus

extension PlayingLesson {
  /// What minimax is made of, so that a mistake is one change to it.
  private struct ChangedMinimax: Sendable {
    /// The value after the end.
    var ended: @Sendable (GameResult, Player) -> Double = { Double($0.points(for: $1)) }
    /// What a move is worth, from the value after it and the player who makes it.
    var worth: @Sendable (_ after: Double, Player) -> Double = { after, _ in -after }
    /// The same for a move that ends the game, where that is another.
    var worthAtTheEnd: (@Sendable (_ after: Double) -> Double)?
    /// The value of a position from what its moves are worth.
    /// The moves that are looked at.
    var considered: @Sendable ([Int]) -> [Int] = { $0 }
    var best: @Sendable ([Double], Player) -> Double = { worths, _ in worths.max()! }
    /// The moves among those that are worth so much, given the best.
    var moves: @Sendable (_ moves: [Int], _ worths: [Double], _ best: Double) -> [Int] = {
      moves, worths, best in zip(moves, worths).filter { $0.1 == best }.map(\.0)
    }
    /// What is returned of the value of the best move.
    var returned: @Sendable (Double) -> Double = { $0 }
    /// How many moves are looked ahead; what is beyond is worth 0.
    var depth = 9

    func callAsFunction(_ game: TicTacToe) -> (value: Int, moves: [Int]) {
      let found = look(game, depth)
      return (
        abs(found.value) > 0.5 ? Int(found.value.rounded(.toNearestOrAwayFromZero)) : 0, found.moves
      )
    }

    private func look(_ game: TicTacToe, _ depth: Int) -> (value: Double, moves: [Int]) {
      if let result = game.result { return (ended(result, game.player), []) }
      if depth == 0 { return (0, []) }
      let legal = considered(game.legalMoves)
      let worths = legal.map { move in
        let next = game.playing(move)
        let after = look(next, depth - 1).value
        return next.result == nil
          ? worth(after, game.player) : worthAtTheEnd?(after) ?? worth(after, game.player)
      }
      let value = best(worths, game.player)
      return (returned(value), moves(legal, worths, value))
    }
  }

  private static func mistake(
    _ name: String, _ why: String, _ change: (inout ChangedMinimax) -> Void
  ) -> Mistake<Answers.Minimax> {
    var changed = ChangedMinimax()
    change(&changed)
    return Mistake(name, why) { [changed] in changed($0) }
  }

  private static let fullBoard =
    "A draw is worth 0, to both players; a full board without three in a line is one."

  private static func alphaBeta(_ name: String, lowest: Int) -> Mistake<Answers.Minimax> {
    Mistake(
      name,
      "A search that stops early says only that a move is no better than the best one so far, and not that "
        + "it is worse: give each move of the position itself the full window."
    ) { game in
      func value(_ game: TicTacToe, _ low: Int, _ high: Int) -> Int {
        if let result = game.result { return result.points(for: game.player) }
        var best = low
        for move in game.legalMoves where best < high {
          best = max(best, -value(game.playing(move), -high, -best))
        }
        return best
      }
      if let result = game.result { return (result.points(for: game.player), []) }
      var best = (value: lowest, moves: [Int]())
      for move in game.legalMoves {
        let worth = -value(game.playing(move), lowest, -best.value)
        if worth > best.value { best = (worth, []) }
        if worth == best.value { best.moves.append(move) }
      }
      return best
    }
  }

  static let minimaxMistakes: [Mistake<Answers.Minimax>] = [
    mistake(
      "not negated",
      "After a move it is the opponent's turn: the value there is the opponent's, so negate it."
    ) { $0.worth = { after, _ in after } },
    mistake(
      "negated for O alone",
      "Both players' moves are worth the negated value: no player is special."
    ) {
      $0.worth = { $1 == .first ? $0 : -$0 }
    },
    mistake(
      "the value for X",
      "That is the value for X. It has to be that of the player whose turn it is, game.player."
    ) {
      $0.ended = { result, _ in Double(result.points(for: .first)) }
      $0.worth = { after, _ in after }
      $0.best = { worths, player in player == .first ? worths.max()! : worths.min()! }
    },
    mistake(
      "the points of X, and negated after each move",
      "After the end, the value is that of the player whose turn it would be, game.player, who is not always X."
    ) { $0.ended = { result, _ in Double(result.points(for: .first)) } },
    mistake(
      "negated for X alone",
      "Each value is that of the player whose turn it is, so after each move it is negated, whoever made it."
    ) { $0.worth = { $1 == .first ? -$0 : $0 } },
    mistake(
      "the points of the one who moved last",
      "After the end, too, the value is that of the player whose turn it would be: a loss after three in a line."
    ) { $0.ended = { Double($0.points(for: $1.opponent)) } },
    mistake(
      "not negated where the game ends",
      "The value after the last move, too, is that of the player whose turn it would be: negate it."
    ) { $0.worthAtTheEnd = { $0 } },
    mistake(
      "the magnitude",
      "A win of the opponent is no win of mine: the value after a move is negated, −, and not its "
        + "magnitude taken."
    ) { $0.worth = { after, _ in abs(after) } },
    mistake(
      "the value of the position negated",
      "The value is that of the best move as it is: a minus belongs to the value after each move alone."
    ) { $0.returned = { -$0 } },
    mistake("the worst move", "The player chooses the best of the moves, not the worst.") {
      $0.best = { worths, _ in worths.min()! }
    },
    mistake("a full board is no end", fullBoard) {
      $0.ended = { $0 == .draw ? -2 : Double($0.points(for: $1)) }
    },
    mistake("a draw is a loss", fullBoard) {
      $0.ended = { $0 == .draw ? -1 : Double($0.points(for: $1)) }
    },
    mistake("a draw is a win", "A draw is worth 0, and not as much as a win.") {
      $0.ended = { $0 == .draw ? 1 : Double($0.points(for: $1)) }
    },
    mistake("wins do not count", "A win is worth 1 and a loss −1: game.result says which it is.") {
      $0.ended = { _, _ in 0 }
    },
    mistake(
      "the fastest win",
      "A win counts 1 however long it takes: all moves that keep the value are asked for, not the fastest."
    ) { $0.worth = { after, _ in -after * 0.95 } },
    mistake(
      "moves that were the best for a while",
      "A better move makes those before it worthless: the list begins again with it."
    ) {
      $0.moves = { moves, worths, _ in
        moves.indices.filter { worths[$0] >= worths[...$0].max()! }.map { moves[$0] }
      }
    },
    mistake(
      "the first of the best moves",
      "All moves that reach the value are asked for, not the first alone."
    ) {
      $0.moves = { moves, worths, best in [moves[worths.firstIndex(of: best)!]] }
    },
    mistake(
      "the last of the best moves",
      "All moves that reach the value are asked for, not the last alone."
    ) {
      $0.moves = { moves, worths, best in [moves[worths.lastIndex(of: best)!]] }
    },
    mistake(
      "all legal moves", "Only the moves that are worth as much as the position are asked for."
    ) {
      $0.moves = { moves, _, _ in moves }
    },
    mistake(
      "all moves that do not lose",
      "A move that only draws is not among the best where another one wins."
    ) {
      $0.moves = { moves, worths, best in
        zip(moves, worths).filter { $0.1 >= min(best, 0) }.map(\.0)
      }
    },
    mistake(
      "the search begins at 0",
      "A lost position is worth −1, and all of its moves keep that: do not begin the search with 0."
    ) {
      $0.best = { worths, _ in max(0, worths.max()!) }
    },
    mistake(
      "no moves in a lost position",
      "In a lost position all moves are worth −1, and so all are among the best: compare with >=, or count "
        + "equal ones."
    ) {
      $0.moves = { moves, worths, best in
        best < -0.5 ? [] : zip(moves, worths).filter { $0.1 == best }.map(\.0)
      }
    },
    mistake(
      "nothing after the first win",
      "Go through all moves, also after one that wins: there may be others, and all are asked for."
    ) {
      $0.moves = { moves, worths, best in
        let good = zip(moves, worths).filter { $0.1 == best }.map(\.0)
        return best > 0.5 ? Array(good.prefix(1)) : good
      }
    },
    alphaBeta("alpha–beta across the moves of the position, from −1 on", lowest: -1),
    alphaBeta("alpha–beta across the moves of the position, from −2 on", lowest: -2),
    mistake("the last move left out", "Go through all legal moves: the last one is left out.") {
      $0.considered = { $0.count > 1 ? $0.dropLast() : $0 }
    },
    mistake("the first move left out", "Go through all legal moves: the first one is left out.") {
      $0.considered = { $0.count > 1 ? Array($0.dropFirst()) : $0 }
    },
    Mistake(
      "both play for the same player",
      "There both players choose what is best for the one whose turn it is now. The opponent chooses what is "
        + "best for itself: negate the value after each move."
    ) { game in
      func value(_ next: TicTacToe) -> Int {
        next.result?.points(for: game.player)
          ?? next.legalMoves.map { value(next.playing($0)) }.max()!
      }
      let best = value(game)
      return (best, game.legalMoves.filter { value(game.playing($0)) == best })
    },
    mistake("one move ahead", "Look to the end of the game, and not one move ahead.") {
      $0.depth = 1
    },
    mistake("two moves ahead", "Look to the end of the game, and not two moves ahead.") {
      $0.depth = 2
    },
    mistake(
      "the mean of the moves",
      "That is the mean over the moves, as against a player who moves at random: take the largest."
    ) {
      $0.best = { worths, _ in worths.reduce(0, +) / Double(worths.count) }
      $0.moves = { moves, worths, _ in zip(moves, worths).filter { $0.1 == worths.max()! }.map(\.0)
      }
    },
  ]
}
