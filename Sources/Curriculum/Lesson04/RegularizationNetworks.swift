import Curriculum
import Gradus
import Plotting

// The parts of lesson 4 that train networks.
extension RegularizationReport {
  func overfitting() throws {
    let epochs = run.isQuick ? 30 : RegularizationExperiment.epochs
    let settings: [(name: String, remedies: Remedies)] = [
      ("bare", .none), ("L2, λ = 0.003", Remedies(l2: 3e-3)),
      ("L1, λ = 0.0003", Remedies(l1: 3e-4)), ("dropout, p = 0.5", Remedies(dropout: 0.5)),
      ("smoothing, ε = 0.05", Remedies(smoothing: 0.05)),
    ]
    let data = try SmallDigits<Float>.load()
    let histories = try experiment.compare(
      settings.map(\.remedies), on: data, epochs: epochs, seed: run.seed)
    func percent(_ share: Double) -> String { "\((100 * share).fixed(1)) %" }
    run.showTable(
      [["\(epochs) epochs", "training", "test", "confidence", "test loss", "smallest", "at"]]
        + zip(settings, histories).map { setting, history in
          let losses = history["test cross-entropy"]
          let best = history.best("test cross-entropy")
          return [
            setting.name, percent(history["train accuracy"][epochs - 1]),
            percent(history["test accuracy"][epochs - 1]),
            percent(history["test confidence"][epochs - 1]), losses[epochs - 1].fixed(3),
            (best?.value ?? .nan).fixed(3), "\(best?.epoch ?? 0)",
          ]
        })
    var bare = Chart(
      title: "200 digits, bare network", xLabel: "epoch", yLabel: "cross-entropy",
      yScale: .logarithmic)
    bare.add(.line("training", y: histories[0]["train cross-entropy"]))
    bare.add(.line("test", y: histories[0]["test cross-entropy"]))
    try run.save(bare.svg(), as: "overfitting")
    var chart = Chart(
      title: "200 digits: the test loss with one remedy each", xLabel: "epoch",
      yLabel: "test cross-entropy")
    chart.yRange = 0.4...1.2
    for (setting, history) in zip(settings, histories) {
      chart.add(.line(setting.name, y: history["test cross-entropy"]))
    }
    try run.save(chart.svg(), as: "remedies")
  }

  func learningCurve() throws {
    let seeds = (0..<UInt64(run.isQuick ? 1 : 3)).map { run.seed &+ $0 }
    let points = try experiment.learningCurve(steps: run.isQuick ? 300 : 1000, seeds: seeds)
    run.showTable(
      [["images", "training error", "test error", "training loss", "test loss"]]
        + points.map {
          [
            "\($0.count)", $0.trainError.fixed(3), $0.testError.fixed(3), $0.trainLoss.fixed(3),
            $0.testLoss.fixed(3),
          ]
        })
    var chart = Chart(
      title: "Digits: error over the number of training images", xLabel: "training images",
      yLabel: "share of wrong answers", xScale: .logarithmic)
    let counts = points.map { Double($0.count) }
    chart.add(.line("training", x: counts, y: points.map(\.trainError)))
    chart.add(.line("test", x: counts, y: points.map(\.testError)))
    try run.save(chart.svg(), as: "learning-curve")
  }

  func claims() throws {
    let (choosing, testing) =
      run.isQuick
      ? (Array(PairedExperiment.seedsForChoosing.prefix(1)), [0, 1] as [UInt64])
      : (PairedExperiment.seedsForChoosing, PairedExperiment.seedsForTesting)
    var bar = ProgressBar("claims", total: 5)
    let digits = try experiment.claimsOnDigits(
      choosing: choosing, testing: testing,
      epochs: run.isQuick ? 20 : nil
    ) { _ in bar.advance() }
    let cars = try experiment.claimsOnCars(choosing: choosing, testing: testing)
    bar.advance()
    bar.finish()
    let claims = digits + cars
    run.showTable(
      [["validation loss", "at strength", "", "", ""]]
        + claims.map { claim in
          [claim.experiment.name]
            + zip(claim.strengths, claim.validationLosses).map {
              "\($0): \($1.fixed($1 < 1 ? 3 : 2))"
            }
        })
    show("")
    run.showTable(
      [["test loss", "wins", "without", "with", "p"]]
        + claims.map { claim in
          let experiment = claim.experiment
          return [
            experiment.name, "\(experiment.wins) of \(experiment.pairs.count)",
            experiment.baselineMean.fixed(3), experiment.remedyMean.fixed(3),
            experiment.pValue.scientific(0),
          ]
        })
  }

  func digitsByHand() throws {
    let epochs = run.isQuick ? 5 : 60
    let data = try SmallDigits<Double>.load()
    let settings: [(name: String, remedies: Remedies)] = [
      ("bare", .none), ("l2Penalty, λ = 0.003", Remedies(l2: 3e-3)),
      ("dropout, p = 0.5", Remedies(dropout: 0.5)),
      ("smoothedTargets, ε = 0.05", Remedies(smoothing: 0.05)),
      ("all three", Remedies(l2: 3e-3, dropout: 0.5, smoothing: 0.05)),
    ]
    var rows = [["test loss after \(epochs) epochs", "ours", "yours", "difference"]]
    var bar = ProgressBar("training", total: 2 * settings.count)
    for (name, remedies) in settings {
      let ours = try experiment.train(on: data, remedies, epochs: epochs, seed: run.seed).model
      bar.advance()
      let yours = try experiment.trainByHand(on: data, remedies, epochs: epochs, seed: run.seed)
      bar.advance()
      let losses = [ours, yours].map { experiment.measure($0, on: data.test).loss }
      rows.append(
        [name] + losses.map { $0.fixed(6) } + [abs(losses[0] - losses[1]).scientific()])
    }
    bar.finish()
    run.showTable(rows)
  }
}
