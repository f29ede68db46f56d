import Curriculum
import Files
import Gradus
import Plotting

/// Searches for a setting of a network that reads digits: chooses on the validation part, and looks at the
/// test part once, in the end.
func tuneDigits(_ options: TuneOptions) throws {
  let digits = try TuningDigits()
  let (settings, rungs) = (options.settings, options.rungs)
  show(
    "\(counted(settings.count, "setting")); "
      + "epochs: \(rungs.budgets.map(String.init).joined(separator: ", ")); "
      + "\(digits.training.count) digits to train on, \(digits.validation.count) to choose with")
  let history = try tune(
    options.name, settings, over: rungs, seconds: options.seconds,
    plan: options.history.plan(), trainingEnded: { showLast(of: $0) }
  ) { (trial, training: inout DigitsTraining?) in
    var going = training ?? DigitsTraining(trial.setting, seed: options.seed)
    for _ in trial.spent..<trial.budget {
      guard going.trainForAnEpoch(on: digits.training) else { return .nan }
    }
    training = going
    return percent(going.hits(on: digits.validation), of: digits.validation.count)
  }
  show("")
  showTable(of: history)
  if !history.isComplete {
    let isKept = options.history.file != nil
    show(
      "The time is over before all are trained."
        + (isKept ? " To go on: the same with --resume and more --seconds." : ""))
  }
  if let plots = options.plots { try savePlots(of: history, digitsSpace, to: plots) }
  showTest(of: history, digits, epochs: options.epochs, seed: options.seed)
  if let file = options.history.file { show("Kept in \(file).") }
}

/// Trains the chosen setting once more, with the validation digits, and tests it.
private func showTest(
  of history: TuningHistory, _ digits: TuningDigits, epochs: Int, seed: UInt64
) {
  guard let best = history.best, let score = best.score else {
    return show("Every setting has diverged: there is nothing to choose.")
  }
  var training = DigitsTraining(history.setting(of: best), seed: seed)
  show(
    "Chosen: trial \(best.trial), \(score.fixed(2)) % of the digits to choose with are right.")
  for _ in 0..<epochs {
    guard training.trainForAnEpoch(on: digits.all) else {
      return show("Trained once more on all \(digits.all.count), it has diverged.")
    }
  }
  let hits = training.hits(on: digits.test)
  show(
    "Trained once more on all \(digits.all.count), and tested once: \(hits) of \(digits.test.count) "
      + "right, \(percent(hits, of: digits.test.count).fixed(2)) %.")
}

/// A line for the training that has just ended.
private func showLast(of history: TuningHistory) {
  guard let last = history.results.last else { return }
  let score = last.score.map { "\($0.fixed(2)) % right" } ?? "diverged"
  show(
    "trial \(last.trial) of \(history.settings.count), epoch \(last.budget): \(score), "
      + digitsSpace.names.map { "\($0) \(shortened(history.setting(of: last)[$0]))" }
      .joined(separator: ", "))
  flushOutput()  // A long search's log is read while it goes on.
}

/// The best ten, the worst, and what they took.
private func showTable(of history: TuningHistory) {
  let (shown, names) = (10, digitsSpace.names)
  let rows = history.ranking.map { result in
    [
      "\(result.trial)", "\(result.budget)", result.score?.fixed(2) ?? "diverged",
    ] + names.map { shortened(history.setting(of: result)[$0]) }
  }
  let head = [["trial", "epochs", "right %"] + names]
  let left = rows.count - shown - 1
  let middle = left > 0 ? [["…"]] : []
  show(
    table(
      head + rows.prefix(shown) + middle + rows.dropFirst(shown).suffix(1), style: .standardOutput))
  let diverged = history.ranking.count { $0.score == nil }
  show(
    "\(rows.count) of \(counted(history.settings.count, "setting")) tried, \(diverged) diverged; "
      + "\(counted(history.totalBudget, "epoch")), \(history.seconds.fixed(1)) s")
}

/// A value with three significant digits.
func shortened(_ value: SettingValue) -> String {
  if case .number(let number) = value { number.significant(3) } else { "\(value)" }
}

private func percent(_ hits: Int, of count: Int) -> Double { 100 * Double(hits) / Double(count) }
