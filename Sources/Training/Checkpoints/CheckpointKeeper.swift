import Files
import Foundation
import Layers
import TensorCore

/// Keeps a training's state in the file of its plan, and nowhere without one.
struct CheckpointKeeper: ~Copyable {
  private let name: String
  private let plan: CheckpointPlan?
  private let lock: CheckpointLock?
  private var saved = ContinuousClock.now

  /// Takes the right to write the file; throws when another training has it.
  init(of name: String, _ plan: CheckpointPlan?) throws {
    self.name = name
    self.plan = plan
    lock = try plan.map { try CheckpointLock(on: $0.url) }
  }

  /// The state to begin with: that of the file, whose numbers model and optimizer get, or the first one,
  /// which is then written.
  mutating func begin<M: Module, O: Optimizer<M.Scalar>>(
    _ model: inout M, _ optimizer: inout O, epochs: Int
  ) throws -> Checkpoint {
    guard let plan else { return Checkpoint() }
    if plan.resumes { return try resumed(name, &model, &optimizer, epochs: epochs, from: plan.url) }
    // Whoever forgets to resume must not lose the work of hours, and whoever cannot write there should
    // hear of it now.
    try requireNothing(at: plan.url, so: "the training is to begin again")
    let checkpoint = Checkpoint()
    try save(checkpoint, model, optimizer, to: plan.url)
    return checkpoint
  }

  /// Saves the state after an epoch when it is time to, and after the last one; throws
  /// ``TrainingInterrupted`` when the plan is interrupted.
  mutating func endEpoch<M: Module, O: Optimizer<M.Scalar>>(
    _ epoch: Int, of epochs: Int, isLast: Bool, _ model: M, _ optimizer: O,
    checkpoint: () -> Checkpoint
  ) throws {
    guard let plan else { return }
    let isInterrupted = plan.isInterrupted()
    if isInterrupted || isLast || ContinuousClock.now - saved > plan.interval {
      try save(checkpoint(), model, optimizer, to: plan.url)
      saved = .now
    }
    if isInterrupted {
      throw TrainingInterrupted(
        epoch: epoch, epochs: epochs, path: plan.url.path(percentEncoded: false))
    }
  }

  /// Writes a checkpoint that tells whose it is.
  private func save<M: Module, O: Optimizer<M.Scalar>>(
    _ checkpoint: Checkpoint, _ model: M, _ optimizer: O, to url: URL
  ) throws {
    var checkpoint = checkpoint
    checkpoint.texts.merge(identity(of: name)) { $1 }
    try checkpoint.save(model, optimizer, to: url)
  }
}

/// The texts of a checkpoint by which a training recognizes its own.
func identity(of name: String) -> [String: String] {
  [nameKey: name, backendKey: Backend.current.rawValue]
}

private let nameKey = "training"
private let backendKey = "backend"

/// Throws when there is a file, although there should be none for this reason.
func requireNothing(at url: URL, so reason: String) throws {
  guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false)) else { return }
  throw DataError(
    url.path(percentEncoded: false), expected: "no file, since \(reason)", found: "one",
    advice: "resume from it, remove it, or name another")
}

/// Loads a checkpoint if the training of this name can go on from it.
private func resumed<M: Module, O: Optimizer<M.Scalar>>(
  _ name: String, _ model: inout M, _ optimizer: inout O, epochs: Int, from url: URL
) throws -> Checkpoint {
  var (restoredModel, restoredOptimizer) = (model, optimizer)
  let checkpoint = try Checkpoint.load(&restoredModel, &restoredOptimizer, from: url)
  let source = url.lastPathComponent
  guard checkpoint.texts[nameKey] == name else {
    throw DataError(
      source, expected: "a checkpoint of \(quoted(name))",
      found: checkpoint.texts[nameKey].map { "one of \(quoted($0))" } ?? "one without a name")
  }
  // A checkpoint from before this was kept does not tell.
  let backend = Backend.current.rawValue
  if let begun = checkpoint.texts[backendKey], begun != backend {
    throw DataError(
      source, expected: "a training on the backend \(backend), which runs now",
      found: "one on \(begun), which rounds otherwise", advice: "resume it on \(begun)")
  }
  guard checkpoint.epoch <= epochs else {
    throw DataError(
      source, expected: "at most \(counted(epochs, "epoch")), as many as are asked for",
      found: "\(checkpoint.epoch) that are done", advice: "ask for more epochs in all")
  }
  (model, optimizer) = (restoredModel, restoredOptimizer)
  return checkpoint
}
