import Layers

/// Something that happens during a training: a value that is called at its begin and its end, at those of
/// each epoch, and at each step.
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
/// A callback serves models of any type, and can keep copies of them in the run's ``TrainingRun/copies``.
/// What is for one type alone, such as a text that a language model writes after each epoch, is the
/// function `epochEnded:` of `fit`.
///
/// Callbacks are called in the order in which they are given: one that keeps the best model stands
/// before one that saves it. An error ends the training and is passed on.
///
/// Where a training is kept in a file, the state of a callback that is `Codable` is, too.
public protocol Callback {
  /// Called once, before the first step. A run that goes on from a file has its ``TrainingRun/epoch`` and
  /// ``TrainingRun/step`` of before.
  mutating func trainingBegan<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws

  /// Called before the first step of each epoch.
  mutating func epochBegan<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws

  /// Called with each loss that is finite, without a penalty, before the step that it leads to. The name
  /// is "loss", or that under which a step of one's own has reported it.
  mutating func lossComputed<M, Rule>(
    _ loss: Double, as name: String, _ run: inout TrainingRun<M, Rule>) throws

  /// Called with the gradients of each step, which it may change, before they are clipped.
  mutating func gradientsComputed<M, Rule>(
    _ gradients: inout Gradients<M.Scalar>, _ run: inout TrainingRun<M, Rule>) throws

  /// Called after each step of the optimizer.
  mutating func stepEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws

  /// Called after each epoch, when its measurements stand in the history.
  mutating func epochEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws

  /// Called once, when the history tells how the training has ended: the last chance to keep a model. Not
  /// called when it was interrupted, or when an error was thrown.
  mutating func trainingEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws

  /// Keeps in a checkpoint, under a name, what the callback goes on from. One that is `Codable` keeps
  /// itself; others keep nothing unless they say what.
  func remember(in checkpoint: inout Checkpoint, as name: String)

  /// Takes up what was kept. One that is `Codable` becomes what it was, settings included.
  ///
  /// Throws a `DataError` when the checkpoint has nothing of this kind under the name.
  mutating func recall(from checkpoint: Checkpoint, as name: String) throws
}

extension Callback {
  /// Does nothing.
  public mutating func trainingBegan<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws {}

  /// Does nothing.
  public mutating func epochBegan<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws {}

  /// Does nothing.
  public mutating func lossComputed<M, Rule>(
    _ loss: Double, as name: String, _ run: inout TrainingRun<M, Rule>
  ) throws {}

  /// Does nothing.
  public mutating func gradientsComputed<M, Rule>(
    _ gradients: inout Gradients<M.Scalar>, _ run: inout TrainingRun<M, Rule>
  ) throws {}

  /// Does nothing.
  public mutating func stepEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws {}

  /// Does nothing.
  public mutating func epochEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws {}

  /// Does nothing.
  public mutating func trainingEnded<M, Rule>(_ run: inout TrainingRun<M, Rule>) throws {}

  /// Keeps nothing.
  public func remember(in checkpoint: inout Checkpoint, as name: String) {}

  /// Takes up nothing.
  public mutating func recall(from checkpoint: Checkpoint, as name: String) throws {}
}

extension Callback where Self: Codable {
  /// Keeps the whole value.
  public func remember(in checkpoint: inout Checkpoint, as name: String) {
    checkpoint.remember(self, as: name)
  }

  /// Becomes the value that was kept.
  public mutating func recall(from checkpoint: Checkpoint, as name: String) throws {
    self = try checkpoint.requireRemembered(name)
  }
}
