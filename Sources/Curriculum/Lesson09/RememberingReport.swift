import Curriculum
import Foundation
import Gradus
import Plotting

/// Lesson 9's experiment on the terminal and in plots.
@Sendable
func reportRemembering(_ answers: RememberingAnswers, _ run: LessonRun) throws {
  let report = RememberingReport(experiment: RememberingExperiment(answers), run: run)
  if run.isMine {
    try run.part(
      "(c) Names, by a network of your own functions",
      needs: ["step", "unroll", "stepBackward", "backwardThroughTime", "streams", "sample"],
      report.handmadeNames)
    try run.part(
      "(e) Two series, cut by your own function; the LSTM is the framework's", needs: ["windows"],
      report.forecasts)
    return run.leaveOut(
      "a", "b", "d",
      because: "they compare cells of the framework, and call none of your functions.")
  }
  try run.part("(a) How far back a gradient reaches", needs: [], report.gradientNorms)
  try run.part("(b) What was the first symbol?", needs: [], report.delayedCopy)
  try run.part("(c) Names that there may be", needs: [], report.names)
  try run.part("(d) Alice: counting and remembering", needs: [], report.alice)
  try run.part("(e) Two series and their next number", needs: [], report.forecasts)
}

struct RememberingReport {
  let experiment: RememberingExperiment
  let run: LessonRun

  func gradientNorms() throws {
    let all = experiment.gradientNorms(seed: run.seed)
    let distances = [0, 5, 10, 20, 40, 59]
    run.showTable(
      [["steps before the end"] + distances.map { "\($0)" }]
        + all.map { norms in
          [norms.name] + distances.map { norms.norm(before: $0).scientific(0) }
        })
    var chart = Chart(
      title: "The gradient on its way back", xLabel: "steps before the end",
      yLabel: "norm, relative to the last", yScale: .logarithmic)
    for norms in all {
      chart.add(
        .line(
          norms.name, x: norms.norms.indices.map(Double.init), y: Array(norms.norms.reversed())))
    }
    try run.save(chart.svg(), as: "gradient-norm")
  }

  func delayedCopy() throws {
    let distances = run.isQuick ? [5, 20] : RememberingExperiment.copyDistances
    let steps = run.isQuick ? 60 : RememberingExperiment.copySteps
    run.showTable(
      [["symbol and question"] + distances.map { "\($0) between" }]
        + RememberingExperiment.Memory.allCases.map { memory in
          [memory.rawValue]
            + distances.map { distance in
              let copy = experiment.delayedCopy(
                memory, distance: distance, steps: steps, seed: run.seed)
              return copy.steps.map { "step \($0)" } ?? percent(copy.accuracy)
            }
        })
    show("")
    try run.showTable(of: RememberingExperiment.copies)
  }

  func names() throws {
    let names = try Names(first: run.isQuick ? 1000 : .max)
    let (loss, written) = try experiment.names(
      names, epochs: run.isQuick ? 2 : 20, count: run.isQuick ? 50 : 500, seed: run.seed)
    let text = try names.text(of: names.training).elements
    let heldOut = try names.text(of: names.heldOut).elements.dropFirst()
    let grams = NGrams(order: 6, of: text, characters: names.vocabulary.count)
    let best = (2...6).map { grams.loss(on: text + heldOut, from: text.count, order: $0) }
    show("    \(names.training.count) names to learn from, \(names.heldOut.count) held out\n")
    run.showTable([
      ["held-out names", "nats per character"],
      ["n-grams, order \(best.firstIndex(of: best.min()!)! + 2)", best.min()!.fixed(3)],
      ["LSTM", loss.fixed(3)],
    ])
    show("")
    showWritten(written)
  }

  func handmadeNames() throws {
    let names = try Names(first: run.isQuick ? 1000 : .max)
    let epochs = run.isQuick ? 2 : 10
    var bar = ProgressBar("training", total: epochs)
    let (losses, written) = try experiment.handmadeNames(
      names, epochs: epochs, count: run.isQuick ? 50 : 300, seed: run.seed
    ) { _ in bar.advance() }
    bar.finish()
    show(
      "    loss of the first epoch \(losses[0].fixed(3)), of the last \(losses[epochs - 1].fixed(3))"
    )
    showWritten([written])
  }

  private func showWritten(_ written: [RememberingExperiment.WrittenNames]) {
    run.showTable(
      [["temperature", "new", "of these, held out"]]
        + written.map {
          [$0.temperature.fixed(1), percent($0.share.new), percent($0.share.heldOut)]
        })
    for part in written {
      let names = part.names.prefix(10).map { $0.capitalized }.joined(separator: ", ")
      show(indented("\(part.temperature.fixed(1)): \(names)", by: 4, style: run.style))
    }
  }

  func percent(_ share: Double) -> String { "\((100 * share).fixed(1)) %" }
}
