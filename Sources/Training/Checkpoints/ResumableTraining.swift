import Foundation
import Layers
import TensorCore

/// Where a training keeps its state, and whether it goes on from there.
public struct CheckpointPlan: Sendable {
  /// The file.
  public var url: URL
  /// Whether the training goes on from what is in the file, or begins again, with no such file there.
  public var resumes: Bool
  /// How much time passes between two savings.
  public var interval: Duration
  /// Whether the training is to end after the running epoch, as somebody who pressed Control-C wants.
  public var isInterrupted: @Sendable () -> Bool

  /// Makes a plan.
  ///
  /// - Parameters:
  ///   - url: The file.
  ///   - resumes: Whether to go on from what is in the file; false unless given.
  ///   - interval: The time between two savings; 5 seconds unless given. An epoch is always finished
  ///     before, and the last one is always saved.
  ///   - isInterrupted: Asked after each epoch; never unless given.
  public init(
    url: URL, resumes: Bool = false, interval: Duration = .seconds(5),
    isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    self.url = url
    self.resumes = resumes
    self.interval = interval
    self.isInterrupted = isInterrupted
  }
}

/// A training that ended because its plan was interrupted; all that it has done is in the file.
public struct TrainingInterrupted: Error, Equatable, Sendable, CustomStringConvertible {
  /// How many epochs are done.
  public let epoch: Int
  /// How many there are in all.
  public let epochs: Int
  /// The file.
  public let path: String

  /// One sentence.
  public var description: String { "stopped after epoch \(epoch) of \(epochs), saved in \(path)" }
}

/// Trains a model epoch by epoch so that it can be interrupted: the state is saved every few seconds, when
/// the plan is interrupted, and at the end, and a training that resumes goes on as if it had never stopped.
///
/// So what would make it another training is refused: another name, another backend, whose kernels round
/// otherwise, or fewer epochs than are done. While it runs, no other training can write to the file.
///
/// ```swift
/// let plan = CheckpointPlan(url: file, resumes: true)
/// try trainResumably("digits, seed 1", &model, &optimizer, epochs: 30, plan: plan) {
///   model, optimizer, checkpoint in
///   var order = checkpoint.generators["order"] ?? RandomGenerator(seed: 1)
///   …
///   checkpoint.generators["order"] = order
/// }
/// ```
///
/// - Parameters:
///   - name: What is trained, with the seed and all else that makes it another training: a checkpoint
///     with another name is refused.
///   - model: The model as it is before the first epoch; its numbers are replaced when resuming.
///   - optimizer: The optimizer as it is before the first step.
///   - epochs: How many epochs there are in all. Nothing is done when they are done already.
///   - plan: Where the state is kept; nowhere if nil.
///   - epoch: Trains for one epoch, and leaves in the checkpoint all that goes on from there, such as
///     random generators. It does not count the epoch.
/// - Returns: The checkpoint after the last epoch.
/// - Throws: ``TrainingInterrupted``, a `DataError` that says what is wrong with the file (model and
///   optimizer are then unchanged), that there is one where the training begins again, or that another
///   training writes to it, a `WriteError` before the first epoch or later, or what the closure throws.
@discardableResult
public func trainResumably<M: Module, O: Optimizer<M.Scalar>>(
  _ name: String, _ model: inout M, _ optimizer: inout O, epochs: Int, plan: CheckpointPlan?,
  epoch: (inout M, inout O, inout Checkpoint) throws -> Void
) throws -> Checkpoint {
  var keeper = try CheckpointKeeper(of: name, plan)
  var checkpoint = try keeper.begin(&model, &optimizer, epochs: epochs)
  checkpoint.texts.merge(identity(of: name)) { $1 }
  while checkpoint.epoch < epochs {
    try epoch(&model, &optimizer, &checkpoint)
    checkpoint.epoch += 1
    checkpoint.texts.merge(identity(of: name)) { $1 }
    try keeper.endEpoch(
      checkpoint.epoch, of: epochs, isLast: checkpoint.epoch == epochs, model, optimizer
    ) { checkpoint }
  }
  return checkpoint
}
