import Curriculum
import Gradus
import Plotting

/// Lesson 6's experiment on the terminal and in plots.
@Sendable
func reportEarlyStopping(_ answers: EarlyStoppingAnswers, _ run: LessonRun) throws {
  let report = EarlyStoppingReport(experiment: EarlyStoppingExperiment(answers), run: run)
  try run.part(
    "(a) Digits with wrong labels: the U", needs: ["split", "chooseEpoch"], report.noisyLabels)
  try run.part(
    "(b) Patience, against the noise of a small validation part",
    needs: ["split", "movingAverage", "consider"], report.patience)
  try run.part(
    "(c) Stopped for real, the best model restored", needs: ["split", "consider", "train"],
    report.stopping)
  try run.part(
    "(d) Smaller steps on a plateau", needs: ["split", "lowerOnPlateau"], report.plateau)
  try run.part("(e) The best of many, by the test", needs: ["optimism"], report.peeking)
  try run.part("(f) Five folds of 200 digits", needs: ["folds"], report.crossValidation)
  if run.isMine {
    return run.leaveOut(
      "g", "h", because: "they compare what the framework brings, and call none of your functions.")
  }
  let seeds = run.isQuick ? (2, 2) : (10, 20)
  try run.part(
    "(g) Claims: chosen with \(seeds.0) seeds, tried with \(seeds.1) others", needs: [],
    report.claims)
  try run.part("(h) All remedies together, and each left out", needs: [], report.ablations)
}

struct EarlyStoppingReport {
  let experiment: EarlyStoppingExperiment
  let run: LessonRun

  func noisyLabels() throws {
    let epochs = run.isQuick ? 40 : 100
    let training = try experiment.noisyTraining(seed: run.seed, epochs: epochs, showing: true)
    let (counts, history) = (training.counts, training.history)
    show(
      "    \(counts.training) digits to learn from, \(counts.wrong) of them with a wrong label; "
        + "\(counts.validation) to choose")
    show("    the epoch with, \(counts.test) to measure with.\n")
    let chosen = try experiment.chosenEpoch(history)
    run.showTable(
      [["epoch", "training loss", "validation loss", "test loss", "test accuracy"]]
        + [1, chosen.epoch, epochs].map { epoch in
          ["\(epoch)"]
            + ["train loss", "validation loss", "test loss"].map {
              history[$0][epoch - 1].fixed(3)
            } + [percent(history["test accuracy"][epoch - 1])]
        })
    show("\n    chosen: epoch \(chosen.epoch), test loss \(chosen.testLoss.fixed(3))")

    var losses = Chart(
      title: "Digits, two labels in five wrong", xLabel: "epoch", yLabel: "cross-entropy")
    losses.add(.line("test", y: history["test loss"]))
    losses.add(.line("validation", y: history["validation loss"]))
    losses.add(.line("training", y: history["train loss"]))
    losses.addVerticalLine(at: Double(chosen.epoch), label: "chosen")
    try run.save(losses.svg(), as: "noisy-labels")

    var shares = Chart(
      title: "What is learned first, and what later", xLabel: "epoch", yLabel: "share")
    shares.yRange = 0...1
    shares.add(.line("test digits read rightly", y: history["test accuracy"]))
    shares.add(.line("wrong labels seen through", y: history["mislabeled accuracy"]))
    shares.add(.line("training labels known by heart", y: history["train accuracy"]))
    shares.addVerticalLine(at: Double(chosen.epoch), label: "chosen")
    try run.save(shares.svg(), as: "by-heart")
  }

  func patience() throws {
    let seeds = (0..<UInt64(run.isQuick ? 2 : 20)).map { run.seed &+ $0 }
    let histories = try experiment.noisyHistories(seeds: seeds)
    let watched = [
      ("150 digits", "validation loss", 1), ("30 digits", "small validation loss", 1),
      ("30 digits, mean of 5", "small validation loss", 5),
    ]
    var rows = [["watching", "patience", "epochs run", "kept", "test loss", "accuracy"]]
    for (name, column, window) in watched {
      let results = try experiment.patience(
        [1, 3, 10, 30], on: histories, watching: column, window: window)
      rows += results.map {
        [
          name, "\($0.patience)", $0.epochs.fixed(1), $0.kept.fixed(1), $0.testLoss.fixed(3),
          percent($0.accuracy),
        ]
      }
    }
    let last = experiment.last(of: histories)
    rows.append(["nothing", "", "100.0", "100.0", last.testLoss.fixed(3), percent(last.accuracy)])
    run.showTable(rows)

    let history = histories[0]
    let small = history["small validation loss"]
    var chart = Chart(
      title: "The same training, three times watched", xLabel: "epoch", yLabel: "validation loss")
    chart.add(.line("30 digits", y: small))
    chart.add(.line("30 digits, mean of 5 epochs", y: try experiment.smoothed(small, window: 5)))
    chart.add(.line("150 digits", y: history["validation loss"]))
    try run.save(chart.svg(), as: "patience")
  }

  func stopping() throws {
    let epochs = run.isQuick ? 40 : 100
    var bar = ProgressBar("training", total: 5)
    var rows = [
      ["seed", "epochs run", "kept", "its loss", "the last's", "its accuracy", "the last's"]
    ]
    for seed in (0..<5).map({ run.seed &+ $0 }) {
      let result = try experiment.stoppedTraining(
        seed: seed, rule: PatienceRule(patience: 10), epochs: epochs)
      bar.advance()
      rows.append([
        "\(seed)", "\(result.epochs.run)", "\(result.epochs.kept)", result.kept.loss.fixed(3),
        result.last.loss.fixed(3), percent(result.kept.accuracy), percent(result.last.accuracy),
      ])
    }
    bar.finish()
    run.showTable(rows)
  }

  func plateau() throws {
    let rule = EarlyStoppingClaims.plateauRule(factor: 0.5)
    let trainings = try [("the same rate", nil), ("falling rate", rule)].map {
      (name: $0.0, training: try experiment.plateauTraining(seed: run.seed, rule: $0.1))
    }
    run.showTable(
      [["", "rate at the end", "validation loss", "test loss"]]
        + trainings.map { name, training in
          [
            name, (training.rates.last ?? .nan).scientific(),
            (training.validation.last ?? .nan).fixed(3),
            (training.test.last ?? .nan).fixed(3),
          ]
        })
    var losses = Chart(
      title: "Validation loss", xLabel: "epoch", yLabel: "cross-entropy", yScale: .logarithmic)
    var rates = Chart(title: "Learning rate", xLabel: "epoch", yLabel: "rate", yScale: .logarithmic)
    for (name, training) in trainings {
      losses.add(.line(name, y: training.validation))
      rates.add(.line(name, y: training.rates))
    }
    var grid = ChartGrid(title: "The rate falls when the loss does not", charts: [losses, rates])
    grid.chartWidth = 400
    grid.chartHeight = 300
    try run.save(grid.svg(), as: "plateau")
  }

  func percent(_ share: Double) -> String { "\((100 * share).fixed(1)) %" }
}
