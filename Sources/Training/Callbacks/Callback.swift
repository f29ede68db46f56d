/// Something that happens during a training: a value that is called at its begin, and after
/// each step and each epoch.
///
/// Give the methods that you need; the others do nothing. The training works on a copy of the value,
/// so that one callback can serve several trainings.
///
/// ```swift
/// struct SaveBest: Callback {
///   let url: URL
///   mutating func epochEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws {
///     if run.kept?.epoch == run.epoch { try save(run.model, to: url) }
///   }
/// }
/// ```
///
/// Callbacks are called in the order in which they are given: one that keeps the best model stands
/// before one that saves it. An error ends the training and is passed on.
public protocol Callback {
  /// Called once, before the first step.
  mutating func trainingBegan<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws

  /// Called after each step of the optimizer.
  mutating func stepEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws

  /// Called after each epoch, when its measurements stand in the history.
  mutating func epochEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws
}

extension Callback {
  /// Does nothing.
  public mutating func trainingBegan<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws {}

  /// Does nothing.
  public mutating func stepEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws {}

  /// Does nothing.
  public mutating func epochEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws {}
}
