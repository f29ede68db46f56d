import Curriculum
import Games
import Gradus
import Plotting

/// Lesson 12's experiment on the terminal and in plots.
@Sendable
func reportPlaying(_ answers: PlayingAnswers, _ run: LessonRun) throws {
  let report = PlayingReport(experiment: PlayingExperiment(answers), run: run)
  try run.part(
    "(a) FrozenLake: what each state is worth", needs: ["policyValues", "valueIteration"],
    report.exactValues)
  try run.part(
    "(a) FrozenLake: the same, learned from episodes", needs: ["epsilonGreedy", "qUpdate"],
    report.qLearning)
  try run.part(
    "(b) A policy's gradient: estimates, against the gradient",
    needs: ["policyValues", "returns", "policyGradient"], report.gradients)
  if !run.isMine {
    try run.part("(c) CartPole: a pole on a cart, 500 steps at most", needs: [], report.poles)
  }
  try run.part(
    "(d) Tic-tac-toe against itself: a table", needs: ["epsilonGreedy", "qUpdate", "minimax"],
    report.selfPlay)
  try run.part(
    "(d) Tic-tac-toe against itself: a network", needs: ["epsilonGreedy", "replay", "qLoss"],
    report.selfPlayNetwork)
  if run.isMine {
    return run.leaveOut(
      "c", "e",
      because: "they run the framework's own actor–critic, deep Q-learning and search.")
  }
  try run.part("(e) Connect Four, 4 rows and 5 columns", needs: [], report.connectFour)
}

struct PlayingReport {
  let experiment: PlayingExperiment
  let run: LessonRun

  // MARK: (a) FrozenLake

  func exactValues() throws {
    let lake = FrozenLake.fourByFour
    let process = lake.process()
    let answers = experiment.answers
    let random = try answers.policyValues(process.uniformPolicy, process, 0.99, 1000)
    let best = try answers.valueIteration(process, 0.99, 1000)
    let withoutDiscount = try answers.valueIteration(process, 1, 10_000)
    let within = try answers.valueIteration(process, 1, lake.limit)
    run.showTable([
      ["what the start is worth", "V(start)"],
      ["moving at random, γ 0.99", random[0].fixed(4)],
      ["at best, γ 0.99", best.max(along: 1)[0].fixed(4)],
      ["at best, γ 1: the chance to arrive", withoutDiscount.max(along: 1)[0].fixed(4)],
      ["at best, γ 1, within 100 steps", within.max(along: 1)[0].fixed(4)],
    ])
    let boards = [
      ("at random", board(of: lake, random, policy: nil)),
      ("at best", board(of: lake, best.max(along: 1), policy: best)),
    ]
    try run.save(
      BoardGrid(
        title: "FrozenLake: what each state is worth, γ 0.99",
        boards: boards.map { BoardGrid.Board($1, caption: $0) }
      ).svg(), as: "lake-values")
  }

  /// The map with values, and with an arrow for the best action where action values are given.
  private func board(
    of lake: FrozenLake, _ values: Tensor<Double>, policy: Tensor<Double>?
  ) -> [[BoardGrid.Cell]] {
    let world = lake.world
    return world.map.enumerated().map { row, letters in
      letters.enumerated().map { column, letter in
        let state = row * world.columnCount + column
        switch letter {
        case "H": return BoardGrid.Cell("hole")
        case "G": return BoardGrid.Cell("goal")
        default:
          let best = policy.map { values in
            let row = (0..<4).map { values[state, $0] }
            return (0..<4).filter { row[$0] > row.max()! - 1e-9 }
              .map { ["←", "↓", "→", "↑"][$0] }.joined()
          }
          return BoardGrid.Cell(
            values[state].fixed(3) + (best.map { "\n" + $0 } ?? ""), value: values[state])
        }
      }
    }
  }

  func qLearning() throws {
    let process = FrozenLake.fourByFour.process()
    let episodes = run.isQuick ? 4000 : 60_000
    let trainings = try [
      ("limit 100", 100, false), ("limit 20", 20, false), ("limit 20, time up = end", 20, true),
    ].map { name, limit, timeUpEnds in
      (
        name: name,
        curve: try experiment.qLearning(
          process, limit: limit, episodes: episodes, seed: run.seed, timeUpEnds: timeUpEnds)
      )
    }
    func error(_ curve: QLearningCurve, after share: Double) -> String {
      curve.errors[Int(share * Double(curve.errors.count)) - 1].fixed(4)
    }
    run.showTable(
      [["error of the worst state", "steps", "after 1 %", "after 10 %", "at the end"]]
        + trainings.map { name, curve in
          [name, "\(curve.stepCount)"] + [0.01, 0.1, 1].map { error(curve, after: $0) }
        })
    show("    \(episodes) episodes")
    var chart = Chart(
      title: "Q-learning on FrozenLake", xLabel: "episodes",
      yLabel: "error of the worst state", yScale: .logarithmic)
    for (name, curve) in trainings {
      chart.add(.line(name, x: curve.episodes.map(Double.init), y: curve.errors))
    }
    chart.addHorizontalLine(at: 0.02, label: "0.02")
    try run.save(chart.svg(), as: "lake-learning")
  }

  // MARK: (b) Gradients

  func gradients() throws {
    let walk = ShortWalk(seed: run.seed)
    let episodes = walk.episodes()
    let gradient = try walk.gradient()
    let probabilities = episodes.map(\.probability)
    let length = gradient.squared().sum().squareRoot()
    show(
      "    \(episodes.count) episodes are possible; the gradient's length is \(length.fixed(3)).\n")
    var rows = [["weight of a step", "bias", "spread", "1 episode", "100", "3000"]]
    let counts = [1, 3, 10, 30, 100, 300, 1000, 3000]
    var chart = Chart(
      title: "The mean of so many estimates", xLabel: "episodes",
      yLabel: "distance to the gradient", xScale: .logarithmic, yScale: .logarithmic)
    for estimator in try experiment.estimators(of: walk) {
      let estimates = try experiment.estimates(estimator, of: walk, from: episodes)
      let quality = experiment.quality(
        estimator.name, estimates, probabilities: probabilities, gradient: gradient)
      let distances = experiment.distances(
        counts, estimates, probabilities: probabilities, gradient: gradient,
        repeats: run.isQuick ? 2 : 10, seed: run.seed)
      rows.append(
        [estimator.name, quality.bias.fixed(4), quality.spread.fixed(2)]
          + [0, 4, 7].map { distances[$0].fixed(3) })
      chart.add(.line(estimator.name, x: counts.map(Double.init), y: distances))
    }
    run.showTable(rows)
    try run.save(chart.svg(), as: "gradient")
  }

  // MARK: (c) Poles

  func poles() throws {
    let actorCritic = PlayingExperiment.actorCritic(
      seed: run.seed, updates: run.isQuick ? 60 : 400)
    let deepQ = PlayingExperiment.deepQ(seed: run.seed, steps: run.isQuick ? 5000 : 50_000)
    run.showTable(
      [["mean steps of 100 episodes", "learned from", "chosen", "last"]]
        + [("actor–critic", actorCritic), ("deep Q-learning", deepQ)].map { name, training in
          [
            name, "\(training.steps.last ?? 0) steps", training.chosen.fixed(1),
            training.last.fixed(1),
          ]
        })
    showThatTheTargetIsACopy()
    show("")
    try showStudies()
  }

  /// Prints by how much one step of learning changes a network's output, and that of a copy from before.
  private func showThatTheTargetIsACopy() {
    var generator = RandomGenerator(seed: run.seed)
    var network = Sequential(
      Linear<Float>(4, 64, using: &generator), ReLU(), Linear(64, 2, using: &generator))
    let target = network
    let states = Tensor<Float>.normal([8, 4], using: &generator)
    let before = network(states)
    var optimizer = SGD<Float>(learningRate: 0.01)
    let (_, gradients) = valueWithGradients(at: &network) { network in
      network.output(for: states).squared().mean()
    }
    optimizer.update(&network, along: gradients)
    let changes = [network, target].map { Double(($0(states) - before).abs().max()) }
    show(
      "    After one step of learning the network's values have moved by up to "
        + "\(changes[0].fixed(4)),\n    those of the target, a copy, by \(changes[1].fixed(4)).")
  }

  /// Median, worst and best of the five seeds of the studies, as a table and as curves with bands.
  private func showStudies() throws {
    let studies = [
      ("actor–critic", PlayingStudies.actorCritic, 204_800.0),
      ("deep Q-learning", PlayingStudies.deepQ, 50_000),
    ]
    var rows = [["5 seeds", "chosen: median", "worst", "best", "last: median", "worst", "best"]]
    var charts: [Chart] = []
    for (name, study, steps) in studies {
      let figures = try run.studies.rows(of: study).map { $0.dropFirst().compactMap(Double.init) }
      guard !figures.isEmpty else {
        show("    \(name): not computed yet, --full does")
        continue
      }
      // A column for each tenth, then the agent that was chosen and the last.
      let columns = figures[0].indices.map { column in figures.map { $0[column] }.sorted() }
      rows.append(
        [name]
          + [columns[10], columns[11]].flatMap { seeds in
            [seeds[seeds.count / 2], seeds[0], seeds[seeds.count - 1]].map { $0.fixed(1) }
          })
      let tenths = columns[..<10]
      var chart = Chart(title: name, xLabel: "steps", yLabel: "mean steps of 20 trials")
      chart.yRange = 0...500
      chart.add(
        .line(
          "median of 5 seeds", x: (1...10).map { Double($0) / 10 * steps },
          y: tenths.map { $0[$0.count / 2] }
        ).with(bandFrom: tenths.map { $0[0] }, to: tenths.map { $0[$0.count - 1] }))
      charts.append(chart)
    }
    run.showTable(rows)
    try run.save(
      ChartGrid(title: "CartPole: how long the pole stays up", charts: charts).svg(), as: "poles")
  }
}
