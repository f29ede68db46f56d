import Games
import Gradus

/// What a player of tic-tac-toe is worth, judged everywhere.
public struct TicTacToeJudgment: Sendable {
  /// The positions in which some move that the player may choose is worse than the best, by minimax.
  public let wrong: [TicTacToe]
  /// The number of positions that were judged: 4 520.
  public let count: Int
  /// Expected points against perfect play and against random play, as X and as O.
  public let againstPerfect, againstRandom: (asX: Double, asO: Double)
}

/// Judges players of tic-tac-toe in all 4 520 positions.
public struct TicTacToeJudge: Sendable {
  /// Perfect play.
  public let solved = SolvedGame<TicTacToe>()
  private let open = reachablePositions(from: TicTacToe()).filter { $0.result == nil }

  /// Solves the game.
  public init() {}

  /// Judges a player.
  ///
  /// - Parameter choices: The moves that the player chooses among, each equally often.
  public func judgment(_ choices: (TicTacToe) -> [Int]) -> TicTacToeJudgment {
    func policy(_ position: TicTacToe) -> [Double] {
      let moves = choices(position)
      return (0..<9).map { moves.contains($0) ? 1 / Double(moves.count) : 0 }
    }
    func points(_ opponent: (TicTacToe) -> [Double]) -> (Double, Double) {
      (
        resultProbabilities(first: policy, second: opponent).expectedPoints(for: .first),
        resultProbabilities(first: opponent, second: policy).expectedPoints(for: .second)
      )
    }
    return TicTacToeJudgment(
      wrong: open.filter { position in
        let best = solved.bestMoves(in: position)
        return !choices(position).allSatisfy(best.contains)
      },
      count: open.count, againstPerfect: points { solved.perfectPolicy(in: $0) },
      againstRandom: points { randomPolicy(in: $0) })
  }
}

extension TicTacToePositions {
  /// The moves of the highest value in a position.
  ///
  /// Where one position stands for several, these are all moves that lead to the same as a best move of the
  /// one that stands for them.
  ///
  /// - Parameters:
  ///   - position: A position in which the game goes on.
  ///   - values: A row for each position, by its number, and a column for each cell. What stands there for
  ///     illegal moves does not count.
  public func bestMoves(in position: TicTacToe, by values: Tensor<Double>) -> [Int] {
    let number = number(of: position)
    let legal = all[number].legalMoves
    let highest = legal.map { values[number, $0] }.max()!
    let best = legal.filter { values[number, $0] == highest }.map {
      self.number(of: all[number].playing($0))
    }
    return position.legalMoves.filter { best.contains(self.number(of: position.playing($0))) }
  }
}
