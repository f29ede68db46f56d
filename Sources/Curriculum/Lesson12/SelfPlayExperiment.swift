import Games
import Gradus

/// Tic-tac-toe as a table: a number for each position, and what is known about all of them.
public struct TicTacToePositions: Sendable {
  /// All positions that can be reached, the empty board first.
  public let all: [TicTacToe]
  /// Those in which the game goes on, by their numbers.
  public let open: [Int]
  private let numbers: [TicTacToe: Int]
  private let isUpToSymmetry: Bool

  /// Finds them.
  ///
  /// - Parameter isUpToSymmetry: Whether one position stands for all that differ from it only by a turn of
  ///   the board or a mirror: 765 in the place of 5 478.
  public init(isUpToSymmetry: Bool = false) {
    let all = reachablePositions(from: TicTacToe()).filter { !isUpToSymmetry || $0 == $0.canonical }
    self.all = all
    self.isUpToSymmetry = isUpToSymmetry
    open = all.indices.filter { all[$0].result == nil }
    numbers = Dictionary(uniqueKeysWithValues: zip(all, all.indices))
  }

  /// The number of a position, or of the one that stands for it.
  public func number(of position: TicTacToe) -> Int {
    numbers[isUpToSymmetry ? position.canonical : position]!
  }

  /// A table of action values: 0 for moves that can be made, −∞ for those that cannot. So no greatest
  /// value is ever that of an illegal move.
  func emptyTable() -> Tensor<Double> {
    var table = Tensor<Double>(repeating: -.infinity, shape: [all.count, 9])
    for number in open { for move in all[number].legalMoves { table[number, move] = 0 } }
    return table
  }

  /// One move as experience of its player, with 1 point for a win and 0 for a draw.
  func transition(from number: Int, _ move: Int) -> Transition<Int> {
    let (position, next) = (all[number], all[number].playing(move))
    let reward = next.result.map { Double($0.points(for: position.player)) } ?? 0
    return Transition(
      from: number, action: move,
      to: Step(
        observation: self.number(of: next), reward: reward,
        ending: next.result == nil ? .continues : .terminated))
  }
}

/// A table of action values that has played against itself.
public struct SelfPlay: Sendable {
  /// The action values, a row for each position, a column for each cell.
  public internal(set) var values: Tensor<Double>
  /// Whether each position has been met, with the game going on.
  public internal(set) var met: [Bool]
  /// The number of moves made.
  public internal(set) var moveCount = 0
}

extension PlayingExperiment {
  // MARK: (d) Tic-tac-toe, against perfect play

  /// Plays against itself, and learns from every move.
  ///
  /// A position's value is that of the player whose turn it is. So the best that follows a move is the
  /// opponent's, and counts negatively: Q(s, a) becomes r − max Q(s′, ·), which is Q-learning with the
  /// discount −1. Nothing here is left to chance but the players' exploring, so a step may go all the way:
  /// the rate is 1.
  ///
  /// - Parameters:
  ///   - positions: The game.
  ///   - games: How many games to play.
  ///   - epsilon: How often a player explores.
  ///   - exploringStarts: Whether games begin in any position, each equally often, with a move drawn from
  ///     all; and not on the empty board.
  ///   - seed: Of starts and moves.
  ///   - gameEnded: Called after each game.
  public func selfPlay(
    _ positions: TicTacToePositions, games: Int, epsilon: Double, exploringStarts: Bool,
    seed: UInt64, gameEnded: () -> Void = {}
  ) throws -> SelfPlay {
    var generator = RandomGenerator(seed: seed)
    var play = SelfPlay(
      values: positions.emptyTable(), met: positions.all.map { _ in false })
    for _ in 0..<games {
      var number =
        exploringStarts
        ? positions.open[generator.uniformInteger(below: positions.open.count)] : 0
      var share = exploringStarts ? 1 : epsilon
      while positions.all[number].result == nil {
        play.met[number] = true
        let move = try answers.epsilonGreedy(
          (0..<9).map { play.values[number, $0] }, positions.all[number].legalMoves, share,
          &generator)
        share = epsilon
        let transition = positions.transition(from: number, move)
        try answers.qUpdate(&play.values, transition, 1, -1)
        play.moveCount += 1
        number = transition.next
      }
      gameEnded()
    }
    return play
  }
}
