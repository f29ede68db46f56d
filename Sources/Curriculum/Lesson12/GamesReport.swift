import Curriculum
import Games
import Gradus
import Plotting

extension PlayingReport {
  // MARK: (d) Tic-tac-toe

  func selfPlay() throws {
    let perfect = try experiment.answers.minimax(TicTacToe())
    show(
      "    By minimax the empty board is worth \(perfect.value), and \(perfect.moves.count) moves "
        + "are best.")
    let positions = TicTacToePositions()
    let judge = TicTacToeJudge()
    let scale = run.isQuick ? 10 : 1
    let plans = [
      ("from the empty board", 50_000 / scale, 0.1, false),
      ("exploring starts", 200_000 / scale, 0.3, true),
    ]
    var rows = [judgmentHeading]
    var values = positions.emptyTable()
    var met: [[Bool]] = []
    for (name, games, epsilon, exploringStarts) in plans {
      let play = try experiment.selfPlay(
        positions, games: games, epsilon: epsilon, exploringStarts: exploringStarts, seed: run.seed)
      let judgment = judge.judgment { positions.bestMoves(in: $0, by: play.values) }
      rows.append(row(name, judgment, met: play.met.count { $0 }, moves: play.moveCount))
      values = play.values
      met.append(play.met)
    }
    rows.append(row("minimax", judge.judgment { judge.solved.bestMoves(in: $0) }))
    rows.append(row("random moves", judge.judgment(\.legalMoves)))
    run.showTable(rows)
    let onlyByStarts = positions.open.count { met[1][$0] && !met[0][$0] }
    show("    met by exploring starts alone: \(onlyByStarts) positions")

    let games = [
      ("the beginning", []), ("after a corner", [0]), ("two corners", [0, 4, 8]),
      ("two in a row each", [0, 3, 1, 4]),
    ]
    let boards = games.map { caption, moves in
      let position = moves.reduce(TicTacToe()) { $0.playing($1) }
      return BoardGrid.Board(
        board(of: position, values, positions),
        caption: "\(caption): \(position.player == .first ? "X" : "O") to move")
    }
    try run.save(
      BoardGrid(title: "What each move is worth, by the table", columns: 4, boards: boards).svg(),
      as: "boards")
  }

  /// The board with the value of each move.
  private func board(
    of position: TicTacToe, _ values: Tensor<Double>, _ positions: TicTacToePositions
  ) -> [[BoardGrid.Cell]] {
    (0..<3).map { row in
      (0..<3).map { column in
        let cell = 3 * row + column
        if let player = position[cell] { return BoardGrid.Cell(player == .first ? "X" : "O") }
        let value = values[positions.number(of: position), cell]
        return BoardGrid.Cell(
          value > 0 ? "+1" : value < 0 ? "−1" : "0", value: value)
      }
    }
  }

  private var judgmentHeading: [String] {
    [
      "", "moves", "met", "wrong in", "v. perfect: X", "O", "v. random: X", "O",
    ]
  }

  private func row(
    _ name: String, _ judgment: TicTacToeJudgment, met: Int? = nil, moves: Int? = nil
  ) -> [String] {
    [
      name, moves.map { "\($0)" } ?? "", met.map { "\($0)" } ?? "", "\(judgment.wrong.count)",
      judgment.againstPerfect.asX.fixed(4), judgment.againstPerfect.asO.fixed(4),
      judgment.againstRandom.asX.fixed(4), judgment.againstRandom.asO.fixed(4),
    ]
  }

  func selfPlayNetwork() throws {
    let positions = TicTacToePositions(isUpToSymmetry: true)
    let moves = run.isQuick ? 2000 : 30_000
    let play = try experiment.selfPlayNetwork(positions, moves: moves, seed: run.seed)
    let judgment = TicTacToeJudge().judgment(play.choices(among: positions))
    run.showTable([
      judgmentHeading,
      row("network 18-64-64-9", judgment, moves: moves),
    ])
    show("")
    if !run.isMine { try run.showTable(of: PlayingStudies.ticTacToe) }
    var chart = Chart(
      title: "Tic-tac-toe: a network", xLabel: "moves", yLabel: "share of positions, right")
    chart.add(
      .line("network", x: play.curve.map { Double($0.moves) }, y: play.curve.map(\.share)))
    try run.save(chart.svg(), as: "self-play")
  }

  // MARK: (e) Connect Four

  func connectFour() throws {
    let solved = SolvedGame<ConnectFour>()
    show(
      "    Solved: \(solved.canonicalPositionCount) positions up to symmetry; the empty board is "
        + "worth \(solved.value(of: ConnectFour())).")
    let sample = PlayingExperiment.connectFourSample(run.isQuick ? 500 : 5000, seed: run.seed &+ 1)
    let player = PlayingExperiment.connectFour(
      moves: run.isQuick ? 2000 : 20_000, seed: run.seed
    ) { PlayingExperiment.shareOfBestMoves($0, in: sample, by: solved) }
    let results = PlayingExperiment.results(of: { [player.move(in: $0)] }, by: solved)
    run.showTable([
      ["", "best moves", "v. perfect: 1st", "2nd", "v. random: 1st", "2nd"],
      ["network 40-64-64-5", percent(player.curve.last?.share ?? 0)]
        + [
          results.perfect.asFirst, results.perfect.asSecond, results.random.asFirst,
          results.random.asSecond,
        ].map { $0.fixed(3) },
    ])
    show("")
    try run.showTable(of: PlayingStudies.connectFour)
    var chart = Chart(
      title: "Connect Four on 4×5", xLabel: "moves", yLabel: "share of positions with a best move")
    chart.add(
      .line("network", x: player.curve.map { Double($0.moves) }, y: player.curve.map(\.share)))
    chart.addHorizontalLine(
      at: PlayingExperiment.shareOfBestMoves(\.legalMoves, in: sample, by: solved),
      label: "random moves")
    try run.save(chart.svg(), as: "connect-four")
  }
}

private func percent(_ share: Double) -> String { "\((100 * share).fixed(1)) %" }
