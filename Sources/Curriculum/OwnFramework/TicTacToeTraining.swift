import Curriculum
import Curriculum12
import Foundation
import Games
import Gradus
import Plotting

extension PlayingAnswers: OwnParts {
  /// All of them ours.
  public static let ours = CourseAnswers.ours.playing

  /// The functions that a player of tic-tac-toe is made of, and the one that it plays against.
  public static let places: [Place<PlayingAnswers>] = [
    Place("a move", \.epsilonGreedy, 12, "epsilonGreedy") { $0.playing.epsilonGreedy },
    Place("what it has taught", \.qUpdate, 12, "qUpdate") { $0.playing.qUpdate },
    Place("the perfect opponent", \.minimax, 12, "minimax") { $0.playing.minimax },
  ]
}

extension OwnTraining {
  /// A table learns tic-tac-toe by playing against itself, and then plays against minimax, both of the learner's
  /// functions.
  public func trainTicTacToe(_ answers: CourseAnswers, _ verdicts: Verdicts) throws {
    try requirePlace()
    let assembly = Assembly<PlayingAnswers>(answers, verdicts)
    showParts(assembly, of: "tic-tac-toe", style)
    let games = 10_000 * (epochs ?? 20)
    let positions = TicTacToePositions()
    var bar = ProgressBar("playing", total: games / 1000)
    let yours = try learned(by: assembly, positions, games: games) { bar.advance() }
    bar.finish()
    let ours = try learned(by: Assembly(.ours), positions, games: games) {}
    show(
      table(
        [["", "yours", "ours"]] + zip(yours.rows, ours.rows).map { [$0.0, $0.1, $1.1] },
        style: style))
    show(
      "\n"
        + indented(
          "Each has played \(games) games against itself, from any position. Wrong is a position in which it "
            + "would make a move that is worse than the best.", by: 4, style: style))
    try finish(after: assembly.failures, "To play against it:", "try 12") { file in
      try TicTacToeFile(url: file).save(yours.values)
    }
  }

  /// A table, and rows of what there is to say of it.
  private func learned(
    by assembly: Assembly<PlayingAnswers>, _ positions: TicTacToePositions, games: Int,
    thousandPlayed: () -> Void
  ) throws -> (values: Tensor<Double>, rows: [(String, String)]) {
    let start = ContinuousClock.now
    let play = try assembly.run("the games against itself") { answers in
      var count = 0
      let play = try PlayingExperiment(answers).selfPlay(
        positions, games: games, epsilon: 0.3, exploringStarts: true, seed: seed
      ) {
        count += 1
        if count % 1000 == 0 { thousandPlayed() }
      }
      guard play.values.elements.allSatisfy({ !$0.isNaN }) else {
        throw NotFinite(what: "the value of a move")
      }
      return play
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    func move(_ position: TicTacToe) -> Int {
      positions.bestMoves(in: position, by: play.values)[0]
    }
    let results = try assembly.run("the games against minimax") { answers in
      try [Player.first, .second].map { table in
        var position = TicTacToe()
        while position.result == nil {
          position = position.playing(
            position.player == table ? move(position) : try answers.minimax(position).moves[0])
        }
        let points = position.result!.points(for: table)
        return points > 0 ? "won" : points < 0 ? "lost" : "a draw"
      }
    }
    let judgment = TicTacToeJudge().judgment { positions.bestMoves(in: $0, by: play.values) }
    return (
      play.values,
      [
        ("wrong of \(judgment.count) positions", "\(judgment.wrong.count)"),
        ("as X against minimax", results[0]), ("as O against minimax", results[1]),
        ("moves per second", (Double(play.moveCount) / seconds).fixed(0)),
      ]
    )
  }
}
