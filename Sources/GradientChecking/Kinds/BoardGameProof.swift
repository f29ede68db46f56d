import Games
import TensorCore

/// Proves a game of two players with random matches: the players take turns; legal moves are numbers of moves, in
/// rising order, and there are some until the end and none after it; a move leaves the position before it as it was;
/// a position gives as many finite features as it says; and the position that stands for its symmetric ones has
/// their result, and stands for itself.
///
/// - Parameters:
///   - game: The type of the positions.
///   - matches: How many matches are played, at least 1; 50 by default.
///   - longest: After how many moves a match should have ended, at least 1; 1000 by default.
///   - seed: The seed of the moves.
///   - file: The caller's file.
///   - line: The caller's line; traps with it when a number is below 1.
/// - Returns: What is wrong; empty if all is well.
public func checkBoardGame<Game: BoardGame>(
  _ game: Game.Type, matches: Int = 50, longest: Int = 1000, seed: UInt64 = 1,
  file: StaticString = #fileID, line: UInt = #line
) -> [ProofProblem] {
  require(
    matches > 0 && longest > 0,
    "checkBoardGame: expected at least 1 match and 1 move, found \(matches) and \(longest)",
    file: file, line: line)
  var report = ProofReport("\(Game.self)", seed: seed)
  var generator = RandomGenerator(seed: seed)
  for _ in 0..<matches where report.problems.isEmpty {
    var position = Game()
    var count = 0
    while report.problems.isEmpty, checkPosition(position, after: count, &report) {
      guard count < longest else {
        report.add("result", "after \(longest) moves a match has not ended.")
        break
      }
      let moves = position.legalMoves
      let before = position
      let next = position.playing(
        moves[generator.uniformInteger(below: moves.count)], file: file, line: line)
      count += 1
      if position != before {
        report.add(
          "value", "move \(count) changes the position that it is made from.",
          "the position holds a class.")
      }
      if next.result == nil && next.player != position.player.opponent {
        report.add("turns", "after move \(count) it is the same player's turn again.")
      }
      position = next
    }
  }
  return report.problems
}

/// Checks one position; false when the match ends here.
private func checkPosition<Game: BoardGame>(
  _ position: Game, after count: Int, _ report: inout ProofReport
) -> Bool {
  let moves = position.legalMoves
  if position.result != nil && !moves.isEmpty {
    report.add("legal moves", "after the end, at move \(count), there are the moves \(moves).")
  } else if position.result == nil && moves.isEmpty {
    report.add(
      "legal moves", "after move \(count) there is neither a move nor a result.",
      "a full board is a draw.")
  } else if moves.contains(where: { !(0..<Game.moveCount).contains($0) })
    || zip(moves, moves.dropFirst()).contains(where: { $0 >= $1 })
  {
    report.add(
      "legal moves",
      "after move \(count) the moves are \(moves): expected rising numbers in 0..<\(Game.moveCount)."
    )
  }
  let features = position.features
  if features.count != Game.featureCount || !features.allSatisfy(\.isFinite) {
    report.add(
      "features",
      "after move \(count) there are \(features.count) features, expected \(Game.featureCount) finite ones."
    )
  }
  let canonical = position.canonical
  if canonical.result != position.result || canonical.canonical != canonical {
    report.add(
      "symmetry",
      "after move \(count) the canonical position has another result, or another one stands for it.",
      "not all images of the board are compared.")
  }
  return position.result == nil && report.problems.isEmpty
}
