import TensorCore

/// Sets the optimizer's learning rate by a schedule, and notes in the history the "learning rate" of the
/// last step of each epoch.
///
/// ```swift
/// callbacks: [LearningRateSchedule(CosineDecay(from: 1e-3, steps: 100), by: .epoch)]
/// ```
public struct LearningRateSchedule: Callback {
  /// What a schedule counts.
  public enum Unit: Sendable {
    /// The steps of the optimizer.
    case step
    /// The epochs.
    case epoch
  }

  private let schedule: any Schedule
  private let unit: Unit
  /// The rate of the last step.
  private var used = 0.0

  /// Makes the callback; the schedule counts steps unless told otherwise.
  public init(_ schedule: any Schedule, by unit: Unit = .step) {
    self.schedule = schedule
    self.unit = unit
  }

  /// Sets the first rate, or the next one where a run goes on from a file.
  public mutating func trainingBegan<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    run.optimizer.learningRate = schedule.rate(at: unit == .step ? run.step : run.epoch)
  }

  /// Sets the next step's rate.
  public mutating func stepEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    used = run.optimizer.learningRate
    if unit == .step { run.optimizer.learningRate = schedule.rate(at: run.step) }
  }

  /// Notes the rate of the last step, and sets the next epoch's.
  public mutating func epochEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    run.record("learning rate", used)
    if unit == .epoch { run.optimizer.learningRate = schedule.rate(at: run.epoch) }
  }
}

/// Lowers the optimizer's learning rate when a metric has stopped improving, and notes in the history
/// the "learning rate" of each epoch.
///
/// Together with ``EarlyStopping`` let that one be the more patient, so that a lower rate can show what
/// it brings.
///
/// ```swift
/// callbacks: [
///   LearningRateOnPlateau(ReduceOnPlateau(from: 1e-3, patience: 5)), EarlyStopping(patience: 20),
/// ]
/// ```
public struct LearningRateOnPlateau: Callback, Codable, Sendable {
  private var plateau: ReduceOnPlateau
  private let name: String

  /// Makes the callback; it watches the validation loss unless told otherwise. For a metric that should
  /// rise, tell the rule: `ReduceOnPlateau(from: 1e-3, improvement: .rises(by: 0))`.
  public init(_ plateau: ReduceOnPlateau, on name: String = "validation loss") {
    self.plateau = plateau
    self.name = name
  }

  /// Sets the first rate.
  public mutating func trainingBegan<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    run.optimizer.learningRate = plateau.learningRate
  }

  /// Notes the rate, and sets the next epoch's. Traps when the history has no such metric.
  public mutating func epochEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) {
    run.record("learning rate", run.optimizer.learningRate)
    run.optimizer.learningRate = plateau(run.history[name].last ?? .nan)
  }
}
