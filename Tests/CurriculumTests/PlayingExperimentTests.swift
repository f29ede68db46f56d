import Curriculum
import Foundation
import Games
import Gradus
import Testing

@testable import Curriculum12

/// What lesson 12's page claims.
@Suite("Lesson 12's experiment")
struct PlayingExperimentTests {
  let experiment = PlayingExperiment(PlayingLesson.lesson.solution)

  @Test("(a) Q-learning comes near the best values, and is repeatable bit for bit")
  func qLearning() throws {
    let process = FrozenLake.fourByFour.process()
    let curves = try (0..<2).map { _ in
      try experiment.qLearning(process, limit: 100, episodes: 20_000, seed: 5)
    }
    #expect(curves[0].errors.last! < 0.05)
    #expect(curves[0].errors == curves[1].errors && curves[0].values == curves[1].values)
  }

  @Test("(a) who takes the end of time for an end learns too low values") func timeUp() throws {
    // One state: stay and get 1, forever. Its value is 1/(1 − 0.99) = 100.
    let process = MarkovDecisionProcess(startProbabilities: [1], actionCount: 1) { _, _ in
      [.init(probability: 1, state: 0, reward: 1)]
    }
    let values = try [false, true].map { timeUpEnds in
      try experiment.qLearning(
        process, limit: 2, episodes: 5000, seed: 1, timeUpEnds: timeUpEnds
      ).values[0, 0]
    }
    #expect(values[0] > 50)
    #expect(values[1] < 2.1)
  }

  @Test("(b) the listed episodes give the gradient of the exact value") func gradient() throws {
    let walk = ShortWalk(seed: 3)
    let episodes = walk.episodes()
    let probabilities = episodes.map(\.probability)
    #expect(abs(probabilities.reduce(0, +) - 1) < 1e-12)
    let gradient = try walk.gradient()
    let qualities = try experiment.estimators(of: walk).map { estimator in
      experiment.quality(
        estimator.name, try experiment.estimates(estimator, of: walk, from: episodes),
        probabilities: probabilities, gradient: gradient)
    }
    // Central differences leave some 1e-10.
    for quality in qualities.prefix(3) { #expect(quality.bias < 1e-8, "\(quality.name)") }
    #expect(qualities[3].bias > 0.1, "a baseline that knows the action is no baseline")
    #expect(qualities[1].spread < qualities[0].spread)
    #expect(qualities[2].spread < qualities[1].spread)
  }

  @Test("(c) trainings are repeatable bit for bit") func poles() {
    let actorCritic = (0..<2).map { _ in PlayingExperiment.actorCritic(seed: 4, updates: 3) }
    #expect(actorCritic[0].trials == actorCritic[1].trials && actorCritic[0].trials.count == 3)
    let deepQ = (0..<2).map { _ in PlayingExperiment.deepQ(seed: 4, steps: 1200) }
    #expect(deepQ[0].trials == deepQ[1].trials && deepQ[0].chosen == deepQ[1].chosen)
  }

  @Test("(c) the agent that is reported is the one whose trial was the best") func chosen() {
    // Agents that push to the left, to the side to which the pole falls, and to the left again.
    let judged: (Int, Tensor<Float>) -> Tensor<Float> = { agent, states in
      let right = (0..<states.shape[0]).map { row -> Float in
        agent == 1 ? (states[row, 2] + states[row, 3]) : -1
      }
      return Tensor(shape: [right.count, 2], elements: right.flatMap { [-$0, $0] })
    }
    var judge = PoleJudge(0, seed: 1, scores: judged)
    for agent in 0..<3 { judge.consider(agent, afterSteps: agent) }
    let training = judge.report(last: 2)
    #expect(training.trials[1] > 100 && training.trials[0] < 15)
    #expect(training.chosen > 100 && training.last < 15)
  }

  @Test("(d) perfect and random players are judged as they deserve") func judge() {
    let judge = TicTacToeJudge()
    let perfect = judge.judgment { judge.solved.bestMoves(in: $0) }
    #expect(perfect.count == 4520 && perfect.wrong.isEmpty)
    #expect(perfect.againstPerfect == (0, 0))
    #expect(abs(perfect.againstRandom.asX - 0.9678) < 5e-5)
    #expect(abs(perfect.againstRandom.asO - 0.7775) < 5e-5)
    let random = judge.judgment(\.legalMoves)
    #expect(abs(random.againstPerfect.asX + 0.7775) < 5e-5)
    // 0.585 − 0.288, by Games' own enumeration.
    #expect(abs(random.againstRandom.asX - 0.297) < 5e-4)
  }

  @Test("(d) up to symmetry there are 765 positions, and their moves stand for all")
  func symmetry() {
    let judge = TicTacToeJudge()
    let positions = TicTacToePositions(isUpToSymmetry: true)
    #expect(positions.all.count == 765)
    var exact = positions.emptyTable()
    for number in positions.open {
      for move in positions.all[number].legalMoves {
        exact[number, move] = -Double(judge.solved.value(of: positions.all[number].playing(move)))
      }
    }
    let judgment = judge.judgment { position in
      let moves = positions.bestMoves(in: position, by: exact)
      #expect(moves == judge.solved.bestMoves(in: position))
      return moves
    }
    #expect(judgment.wrong.isEmpty)
  }

  @Test("(d) with exploring starts the table has no wrong move anywhere") func selfPlay() throws {
    let positions = TicTacToePositions()
    let play = try experiment.selfPlay(
      positions, games: 200_000, epsilon: 0.3, exploringStarts: true, seed: 1)
    #expect(positions.open.allSatisfy { play.met[$0] })
    let judgment = TicTacToeJudge().judgment { positions.bestMoves(in: $0, by: play.values) }
    #expect(judgment.wrong.isEmpty)
  }

  @Test("(d) a network that plays itself is repeatable bit for bit") func network() throws {
    let positions = TicTacToePositions(isUpToSymmetry: true)
    let shares = try (0..<2).map { _ in
      try experiment.selfPlayNetwork(positions, moves: 400, seed: 2).curve.map(\.share)
    }
    #expect(shares[0] == shares[1])
  }

  @Test("(e) the sample has each position once, and none that has ended") func sample() {
    let sample = PlayingExperiment.connectFourSample(300, seed: 1)
    #expect(Set(sample).count == 300)
    #expect(sample.allSatisfy { $0.result == nil })
  }

  @Test("the kept tables are as good as the lesson promises") func studies() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Lessons/Studies")
    let studies = StudyFolder(folder, lesson: PlayingLesson.lesson.folder)
    for (study, least) in [(PlayingStudies.actorCritic, 475.0), (PlayingStudies.deepQ, 450)] {
      let chosen = try studies.rows(of: study).map { Double($0[11])! }.sorted()
      #expect(chosen.count == 5 && chosen[2] >= least, "\(study.name): \(chosen)")
    }
    let wrong = try studies.rows(of: PlayingStudies.ticTacToe).map { Int($0[1])! }
    #expect(wrong.count == 5 && wrong.allSatisfy { $0 < 45 }, "of 4520: \(wrong)")
  }
}
