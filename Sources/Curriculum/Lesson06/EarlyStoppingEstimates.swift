import Curriculum
import Gradus
import Plotting

// The parts of lesson 6 about numbers that can be believed.
extension EarlyStoppingReport {
  func peeking() throws {
    let counts = [1, 3, 10, 30, 100]
    let readings = try experiment.readings(count: run.isQuick ? 100 : 200, seed: run.seed)
    let results = try experiment.peeking(counts, among: readings, seed: run.seed)
    run.showTable(
      [["best of", "accuracy claimed", "accuracy of it elsewhere", "optimism"]]
        + results.map {
          [
            "\($0.models)", percent($0.claimed), percent($0.honest),
            "\((100 * $0.optimism).fixed(1)) points",
          ]
        })
    var chart = Chart(
      title: "The best of many networks", xLabel: "networks tried", yLabel: "accuracy",
      xScale: .logarithmic)
    let models = results.map { Double($0.models) }
    chart.add(.line("on the half that chose it", x: models, y: results.map(\.claimed)))
    chart.add(.line("on the other half", x: models, y: results.map(\.honest)))
    try run.save(chart.svg(), as: "peeking")
  }

  func crossValidation() throws {
    let (folds, test) = try experiment.crossValidation(k: 5, seed: run.seed)
    run.showTable(
      [["measured on", "accuracy"]]
        + folds.enumerated().map { ["fold \($0 + 1), 40 digits", percent($1)] }
        + [
          ["mean of the folds", percent(mean(folds))],
          ["the last 297 digits", percent(test)],
        ])
  }

  func claims() throws {
    let (choosing, testing) =
      run.isQuick
      ? (Array(PairedExperiment.seedsForChoosing.prefix(2)), [0, 1] as [UInt64])
      : (PairedExperiment.seedsForChoosing, PairedExperiment.seedsForTesting)
    let claims = [
      try EarlyStoppingClaims.earlyStopping(choosing: choosing, testing: testing),
      try EarlyStoppingClaims.reduceOnPlateau(choosing: choosing, testing: testing),
    ]
    run.showTable(
      [["validation loss", "at", "", "", ""]]
        + claims.map { claim in
          [claim.experiment.name]
            + zip(claim.strengths, claim.validationLosses).map {
              "\($0.significant(2)): \($1.fixed(3))"
            }
        })
    show("")
    showPairs(claims.map(\.experiment))
  }

  func ablations() throws {
    let rows = try run.showTable(of: EarlyStoppingExperiment.ablationStudy)
    var chart = BarChart(
      title: "Error on the last 297 digits, learned from 200", valueLabel: "mean of six seeds",
      unit: " %", categories: rows.map { $0[0] })
    chart.add("test error", rows.map { Double($0[2]) })
    try run.save(chart.svg(), as: "ablations")
  }

  private func showPairs(_ experiments: [PairedExperiment]) {
    run.showTable(
      [["test loss", "wins", "without", "with", "p"]]
        + experiments.map {
          [
            $0.name, "\($0.wins) of \($0.pairs.count)", $0.baselineMean.fixed(3),
            $0.remedyMean.fixed(3), $0.pValue.scientific(0),
          ]
        })
  }
}
