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
    for (name, games, epsilon, exploringStarts) in plans {
      let play = try experiment.selfPlay(
        positions, games: games, epsilon: epsilon, exploringStarts: exploringStarts, seed: run.seed)
      let judgment = judge.judgment { positions.bestMoves(in: $0, by: play.values) }
      rows.append(row(name, judgment, met: play.met.count { $0 }, moves: play.moveCount))
    }
    rows.append(row("minimax", judge.judgment { judge.solved.bestMoves(in: $0) }))
    rows.append(row("random moves", judge.judgment(\.legalMoves)))
    run.showTable(rows)
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
    let play = try experiment.selfPlayNetwork(
      positions, moves: run.isQuick ? 2000 : 30_000, seed: run.seed)
    let judgment = TicTacToeJudge().judgment(play.choices(among: positions))
    run.showTable([
      judgmentHeading,
      row("network 18-64-64-9", judgment, met: nil, moves: play.moveCount),
    ])
    var chart = Chart(
      title: "Tic-tac-toe: a network", xLabel: "updates", yLabel: "share of positions, right")
    chart.add(
      .line("network", x: play.curve.map { Double($0.updates) }, y: play.curve.map(\.share)))
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
    let atRandom =
      sample.reduce(0) {
        $0 + Double(solved.bestMoves(in: $1).count) / Double($1.legalMoves.count)
      } / Double(sample.count)
    let players: [(String, Double, (ConnectFour) -> [Int])] = [
      ("network 40-64-64-5", player.curve.last?.share ?? 0, { [player.move(in: $0)] }),
      ("random moves", atRandom, \.legalMoves),
      ("minimax", 1, { solved.bestMoves(in: $0) }),
    ]
    run.showTable(
      [["", "best moves", "v. perfect: 1st", "2nd", "v. random: 1st", "2nd"]]
        + players.map { name, share, choices in
          let perfect = PlayingExperiment.results(of: choices) { solved.perfectPolicy(in: $0) }
          let random = PlayingExperiment.results(of: choices) { randomPolicy(in: $0) }
          return [
            name, percent(share), perfect.asFirst.fixed(3), perfect.asSecond.fixed(3),
            random.asFirst.fixed(3), random.asSecond.fixed(3),
          ]
        })
    var chart = Chart(
      title: "Connect Four on 4×5", xLabel: "moves", yLabel: "share of positions with a best move")
    chart.add(
      .line("network", x: player.curve.map { Double($0.moves) }, y: player.curve.map(\.share)))
    chart.addHorizontalLine(at: atRandom, label: "random moves")
    try run.save(chart.svg(), as: "connect-four")
  }
}

private func percent(_ share: Double) -> String { "\((100 * share).fixed(1)) %" }
