import Files
import Foundation
import TensorCore

/// A setting to be trained up to a budget.
public struct TuningTrial: Sendable {
  /// Which setting, counted from 1.
  public let number: Int
  /// The setting.
  public let setting: Setting
  /// How long the state that is handed over has been trained: 0 where there is none.
  public let spent: Int
  /// How long it is to have been trained in all, such as in epochs.
  public let budget: Int
}

/// A search that ended because its plan was interrupted; all that it has found is in the file.
public struct TuningInterrupted: Error, Equatable, Sendable, CustomStringConvertible {
  /// How many trainings are done.
  public let trainings: Int
  /// The file.
  public let path: String

  /// One sentence.
  public var description: String {
    "stopped after \(counted(trainings, "training")), saved in \(path)"
  }
}

/// Trains a model with one setting after the other, and gives back what came of each.
///
/// ```swift
/// let history = try tune(
///   "digits, seed 1", space.random(27, using: &generator), over: .halving(from: 3, to: 27)
/// ) { (trial, run: inout Run?) in
///   var going = run ?? Run(trial.setting, seed: 1)
///   for _ in trial.spent..<trial.budget { going.trainForAnEpoch() }
///   run = going
///   return going.validationAccuracy
/// }
/// let setting = history.best.map { history.setting(of: $0) }
/// ```
///
/// The score is measured on samples that are neither trained on nor the test's: the best of many scores is too
/// good by chance, so that only a test that was touched once, with the setting that was chosen, tells how good it is.
///
/// A training that goes on from an earlier rung gets the state that was left there, so that nothing is
/// trained twice. A state is not saved: a search that goes on from its file trains the settings that are still in
/// the race again from their beginning, as `spent` says, and comes to the same history where the training draws all
/// that is random from its setting and its seed.
///
/// On a rung, the best of the rung before are trained first, so that a search whose time ends has tried those.
///
/// - Parameters:
///   - name: What is searched for, with the seed and all else that makes it another search: a history with
///     another name is refused.
///   - settings: What to try, from 1 to a million; see ``SettingSpace``.
///   - rungs: For how long, and which go on.
///   - goal: Which scores are the better ones; the larger unless given.
///   - seconds: How long the trainings may take in all, above 0; as long as they need unless given. No training
///     is cut short: where the time is over, none begins. Those of a history that is resumed count, too.
///   - plan: Where the history is saved, after each training, and whether the search goes on from there; nowhere
///     unless given. Its interval does not matter.
///   - clock: Seconds since any fixed moment; those of the system unless given.
///   - file: The caller's file.
///   - line: The caller's line.
///   - ended: Called with the history after each training.
///   - train: Trains one setting, and gives its score; one that is not finite says that it has diverged. What it
///     leaves in the state is handed to the training of the next rung.
/// - Returns: The history.
///
/// Traps when there is no setting, or no time; throws ``TuningInterrupted``, a `DataError` that says what is wrong
/// with the file, that there is one where the search begins again, or that another search writes to it, a
/// `WriteError`, or what the closures throw.
@discardableResult
public func tune<State>(
  _ name: String, _ settings: [Setting], over rungs: TuningRungs, toward goal: Goal = .maximum,
  seconds: Double = .infinity, plan: CheckpointPlan? = nil,
  clock: () -> Double = { ProcessInfo.processInfo.systemUptime },
  file: StaticString = #fileID, line: UInt = #line,
  trainingEnded ended: (TuningHistory) throws -> Void = { _ in },
  train: (TuningTrial, inout State?) throws -> Double
) throws -> TuningHistory {
  require(
    (1...SettingSpace.mostSettings).contains(settings.count),
    "tune: expected from 1 to \(SettingSpace.mostSettings) settings, found \(settings.count)",
    file: file, line: line)
  require(
    seconds > 0, "tune: expected a time above 0 seconds, found \(numberText(seconds))",
    file: file, line: line)
  var history = TuningHistory(of: name, settings, rungs, goal)
  let keeper = try TuningFile(plan)
  var known = try keeper.begin(history)[...]
  var race = Array(1...settings.count)
  var states: [Int: State] = [:]
  var spent = 0
  for budget in rungs.budgets {
    for number in race {
      if let result = known.popFirst() {
        try keeper.require(result, isOf: number, budget)
        history.results.append(result)
        continue
      }
      guard history.seconds < seconds else { return history }
      try keeper.requireGoingOn(history)
      var state = states.removeValue(forKey: number)
      let trial = TuningTrial(
        number: number, setting: settings[number - 1], spent: state == nil ? 0 : spent,
        budget: budget)
      let start = clock()
      let score = try train(trial, &state)
      history.results.append(
        .init(
          trial: number, budget: budget, score: score.isFinite ? score : nil,
          seconds: clock() - start))
      states[number] = state
      try keeper.save(history)
      try ended(history)
    }
    race = history.survivors(of: budget)
    states = states.filter { race.contains($0.key) }
    spent = budget
  }
  history.isComplete = true
  try keeper.save(history)
  return history
}
