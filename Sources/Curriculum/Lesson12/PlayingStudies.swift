import Curriculum
import Games
import Gradus

/// Lesson 12's long studies, of five seeds each. They are computed with plain loops, so that the tables are
/// the same on every machine.
enum PlayingStudies {
  private static let seeds = ["1", "2", "3", "4", "5"]
  private static let tenths = (1...10).map { "\($0) of 10" }

  static let actorCritic = Study(
    "actor-critic", title: "Actor and critic: 20 trials, and 100 episodes at the end",
    columns: ["seed"] + tenths + ["chosen", "last"], rows: seeds
  ) { seed, _ in
    poleRow(withBackend(.naive) { PlayingExperiment.actorCritic(seed: UInt64(seed)!) })
  }

  static let deepQ = Study(
    "deep-q", title: "Deep Q-learning: 20 trials, and 100 episodes at the end",
    columns: ["seed"] + tenths + ["chosen", "last"], rows: seeds
  ) { seed, _ in
    poleRow(withBackend(.naive) { PlayingExperiment.deepQ(seed: UInt64(seed)!) })
  }

  /// The trials after each tenth of the training, and the two reports.
  private static func poleRow(_ training: PoleTraining) -> [String] {
    let trials = (1...10).map { training.trials[$0 * training.trials.count / 10 - 1] }
    return (trials + [training.chosen, training.last]).map { $0.fixed(2) }
  }

  static let ticTacToe = Study(
    "tic-tac-toe", title: "Tic-tac-toe by a network 18-64-64-9, against itself",
    columns: ["seed", "wrong in", "v. perfect: X", "O", "v. random: X", "O"], rows: seeds
  ) { seed, _ in
    try withBackend(.naive) {
      let positions = TicTacToePositions(isUpToSymmetry: true)
      // The functions of the solution; it cannot be asked for by the lesson that it belongs to.
      var answers = PlayingAnswers()
      answers.epsilonGreedy = Playing.epsilonGreedy
      answers.replay = Playing.replay
      answers.qLoss = Playing.qLoss
      let play = try PlayingExperiment(answers).selfPlayNetwork(
        positions, moves: 30_000, seed: UInt64(seed)!)
      let judgment = TicTacToeJudge().judgment(play.choices(among: positions))
      return ["\(judgment.wrong.count)"]
        + [
          judgment.againstPerfect.asX, judgment.againstPerfect.asO, judgment.againstRandom.asX,
          judgment.againstRandom.asO,
        ].map { $0.fixed(4) }
    }
  }

  static let connectFour = Study(
    "connect-four", title: "Connect Four by a network 40-64-64-5: how far more moves go",
    columns: ["moves", "best moves", "v. perfect: 1st", "2nd", "v. random: 1st", "2nd"],
    rows: ["20000", "60000", "200000"]
  ) { moves, _ in
    withBackend(.naive) {
      let solved = SolvedGame<ConnectFour>()
      let player = PlayingExperiment.connectFour(moves: Int(moves)!, seed: 1)
      let share = PlayingExperiment.shareOfBestMoves(
        player.network, in: PlayingExperiment.connectFourSample(5000, seed: 2), by: solved)
      let (perfect, random) = player.results(by: solved)
      return ["\((100 * share).fixed(1)) %"]
        + [perfect.asFirst, perfect.asSecond, random.asFirst, random.asSecond].map { $0.fixed(3) }
    }
  }
}
