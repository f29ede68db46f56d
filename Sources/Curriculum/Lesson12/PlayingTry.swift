import Curriculum
import Games
import Gradus

/// `gradus try 12`: play against an agent that has learned by playing against itself.
///
/// With a file, its table is the one that the learner's functions have made.
@Sendable
func tryPlaying(_ answers: PlayingAnswers, in playground: inout Playground) throws {
  if let file = playground.checkpoint {
    let positions = TicTacToePositions()
    let table = try TicTacToeFile(url: file).values(for: positions)
    return ticTacToe(by: table, positions).play(in: &playground)
  }
  playground.draw(
    "Play against an agent that has only ever played against itself.\n\n"
      + "t  tic-tac-toe, by a table\nc  Connect Four on 4×5, by a network\nq  leave")
  while let key = playground.nextKey(), key != .character("q"), key != .escape {
    if key == .character("t") {
      playground.draw("The agent plays 200 000 games of tic-tac-toe …")
      let positions = TicTacToePositions()
      let table = try PlayingExperiment(answers).selfPlay(
        positions, games: 200_000, epsilon: 0.3, exploringStarts: true, seed: playground.seed
      ).values
      return ticTacToe(by: table, positions).play(in: &playground)
    }
    if key == .character("c") {
      playground.draw("The agent makes 20 000 moves of Connect Four …")
      let player = PlayingExperiment.connectFour(moves: 20_000, seed: playground.seed)
      return Match<ConnectFour>(text: connectFourText, values: player.values)
        .play(in: &playground)
    }
  }
}

/// Games against a table of action values.
private func ticTacToe(
  by table: Tensor<Double>, _ positions: TicTacToePositions
) -> Match<TicTacToe> {
  Match(text: ticTacToeText) { position in
    (0..<9).map { table[positions.number(of: position), $0] }
  }
}

/// The board, with the number of its key in each empty cell.
private func ticTacToeText(_ position: TicTacToe) -> String {
  let letters = (0..<9).map { cell in
    position[cell].map { $0 == .first ? "X" : "O" } ?? "\(cell + 1)"
  }
  return [0, 3, 6].map { letters[$0..<$0 + 3].joined(separator: " ") }.joined(separator: "\n")
}

/// The board, with the key of each column below.
private func connectFourText(_ position: ConnectFour) -> String {
  "\(position)\n" + (1...ConnectFour.columnCount).map(String.init).joined(separator: " ")
}

/// Games between whoever sits at the keys and an agent; the first moves alternate.
struct Match<Game: BoardGame> {
  let text: (Game) -> String
  /// The agent's value of each move for the player whose turn it is.
  let values: (Game) -> [Double]

  /// Plays until the end of the input, or q.
  func play(in playground: inout Playground) {
    var human = Player.first
    var position = Game()
    var showsValues = false
    var points = 0
    while true {
      while position.result == nil && position.player != human {
        position = position.playing(move(in: position), file: #fileID, line: #line)
      }
      playground.draw(screen(position, human: human, points: points, showsValues: showsValues))
      guard let key = playground.nextKey() else { return }
      switch key {
      case .character("q"), .escape: return
      case .character("v"): showsValues.toggle()
      case .character("n"):
        position = Game()
        human = human.opponent
      case .character(let character):
        let move = (character.wholeNumberValue ?? 0) - 1
        guard position.legalMoves.contains(move) else { continue }
        position = position.playing(move, file: #fileID, line: #line)
        if position.result == nil {
          position = position.playing(self.move(in: position), file: #fileID, line: #line)
        }
        points += position.result?.points(for: human) ?? 0
      default: break
      }
    }
  }

  /// The agent's move: the first of the highest value.
  private func move(in position: Game) -> Int {
    let values = values(position)
    return position.legalMoves.max { values[$0] < values[$1] }!
  }

  private func screen(_ position: Game, human: Player, points: Int, showsValues: Bool) -> String {
    var lines = ["You are \(human == .first ? "X" : "O"). Your points: \(points)", ""]
    lines.append(text(position))
    lines.append("")
    if let result = position.result {
      let points = result.points(for: human)
      lines.append(points > 0 ? "You win." : points < 0 ? "The agent wins." : "A draw.")
    } else if showsValues {
      let values = values(position)
      lines.append("What the agent thinks that your moves are worth to you:")
      lines.append(
        position.legalMoves.map { "\($0 + 1): \(values[$0].fixed(2))" }.joined(separator: "  "))
    }
    lines.append("")
    lines.append("1–\(Game.moveCount)  move    v  values    n  new game    q  leave")
    return lines.joined(separator: "\n")
  }
}
