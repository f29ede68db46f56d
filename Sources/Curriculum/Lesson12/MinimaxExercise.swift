import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let minimax = Exercise<Answers>(
    "minimax", "Perfect play",
    hints: [
      "A function that calls itself: first the positions in which the game has ended, if let result = "
        + "game.result.",
      "A move is worth -(try minimax(game.playing(move)).value).",
      "Compute what each of the legal moves is worth; the value is the largest, the moves are those that "
        + "are worth as much.",
    ],
    learned:
      "What is good for the opponent is bad for me: a minus sign makes one function play both sides.",
    landmark: Landmark("Sources/Games/Boards/SolvedGame.swift", "mutating func solve"),
    solution: { $0.minimax = Playing.minimax },
    check: checkMinimax,
    wrongAnswers: minimaxMistakes.wrongAnswers(\.minimax),
    rightAnswers: [
      RightAnswer("all values first, then the largest") {
        $0.minimax = { game in
          func value(_ game: TicTacToe) -> Int {
            game.result?.points(for: game.player)
              ?? game.legalMoves.map { -value(game.playing($0)) }.max()!
          }
          let best = value(game)
          return (best, game.legalMoves.filter { -value(game.playing($0)) == best })
        }
      },
      RightAnswer("two functions, of X and of O") {
        $0.minimax = { game in
          func valueForX(_ game: TicTacToe) -> Int {
            switch game.result {
            case .win(.first): return 1
            case .win(.second): return -1
            case .draw: return 0
            case nil:
              let values = game.legalMoves.map { valueForX(game.playing($0)) }
              return game.player == .first ? values.max()! : values.min()!
            }
          }
          let best = valueForX(game)
          let moves = game.legalMoves.filter { valueForX(game.playing($0)) == best }
          return (game.player == .first ? best : -best, moves)
        }
      },
      RightAnswer("alpha-beta within each move") {
        $0.minimax = { game in
          func value(_ game: TicTacToe, atLeast low: Int, below high: Int) -> Int {
            if let result = game.result { return result.points(for: game.player) }
            var best = low
            for move in game.legalMoves {
              best = max(best, -value(game.playing(move), atLeast: -high, below: -best))
              if best >= high { break }
            }
            return best
          }
          let values = game.legalMoves.map { -value(game.playing($0), atLeast: -1, below: 1) }
          guard let best = values.max() else {
            return (game.result!.points(for: game.player), [])
          }
          return (best, zip(game.legalMoves, values).filter { $0.1 == best }.map(\.0))
        }
      },
      RightAnswer("the solved game") {
        $0.minimax = { game in
          let solved = SolvedGame(from: game)
          return (solved.value(of: game), solved.bestMoves(in: game))
        }
      },
    ])

  private typealias Played = (value: Int, moves: [Int])

  @Sendable private static func checkMinimax(_ answers: Answers) throws {
    func results(_ games: [TicTacToe], _ function: Answers.Minimax) throws -> [Played] {
      try games.map(function)
    }
    // Seen together, they tell the mistakes apart.
    let examples = exampleGames.map { $0.reduce(TicTacToe()) { $0.playing($1) } }
    let parts = examples.indices.flatMap { place -> [Part<[Played]>] in
      [
        .value("the value of\n\(examples[place])\n\(turn(examples[place]))") { $0[place].value },
        .value("the moves in\n\(examples[place])\n\(turn(examples[place]))") { $0[place].moves },
      ]
    }
    try expect(
      results(examples, answers.minimax), equals: results(examples, Playing.minimax), in: "minimax",
      parts: parts, suspects: minimaxMistakes.suspects { try results(examples, $0) })
    let solved = solvedGame
    for game in endgames + [TicTacToe().playing(1)] {
      let (found, right) = (
        try answers.minimax(game),
        (value: solved.value(of: game), moves: solved.bestMoves(in: game))
      )
      let parts: [Part<Played>] = [.value("value", \.value), .value("moves", \.moves)]
      try expect(
        found, equals: right, in: "minimax of\n\(game)\n\(turn(game))", parts: parts,
        otherwise:
          "The value is the largest of the negated values after each legal move; the moves are all "
          + "that reach it, in rising order.")
    }
  }

  private static func turn(_ game: TicTacToe) -> String {
    game.result != nil ? "after the end" : game.player == .first ? "X to move" : "O to move"
  }

  private static let solvedGame = SolvedGame<TicTacToe>()

  /// One position of those that look alike, for each with at most five empty cells: those of a learner's
  /// program are played out in no time.
  private static let endgames: [TicTacToe] = {
    var known: Set<TicTacToe> = []
    return reachablePositions(from: TicTacToe()).filter { game in
      let empty = (0..<9).count { game[$0] == nil }
      return empty <= 5 && known.insert(game.canonical).inserted
    }
  }()

  /// The moves that lead to positions, X first.
  private static let exampleGames: [[Int]] = [
    // X wins at once, or in two moves more; O wins at once.
    [0, 3, 1, 4], [0, 1, 4, 2], [0, 3, 8, 4, 2],
    // Ended: a win of X, one of O, a draw.
    [0, 3, 1, 4, 2], [0, 3, 1, 4, 8, 5], [0, 1, 2, 4, 3, 5, 7, 6, 8],
    // A draw that one move keeps, and one that several keep; X to move, and O.
    [4, 0, 2], [0, 4, 8], [4, 0, 8], [0, 4, 8, 1],
    // Lost in any case.
    [0, 1, 4, 2, 8], [0, 8, 2, 1, 6],
  ]
}
