import Foundation
import Gradus

/// Where a training keeps its state, and whether it goes on from there: `--checkpoint FILE --resume`.
struct CheckpointOptions: Sendable {
  /// The file as the user has named it.
  var file: String?
  var resumes = false

  /// Takes an option if it is one of these.
  mutating func take(_ option: String, _ arguments: inout Arguments) throws -> Bool {
    switch option {
    case "--checkpoint": file = try arguments.value(of: option)
    case "--resume": resumes = true
    default: return false
    }
    return true
  }

  /// The options by name, for suggestions.
  static let names = ["--checkpoint", "--resume"]

  /// Throws when they contradict each other.
  func check() throws {
    if resumes && file == nil {
      throw UsageError("--resume needs --checkpoint FILE, the file to go on from")
    }
  }
}

/// A training that was ended by Control-C, and saved.
struct Interrupted: Error, CustomStringConvertible {
  let description: String
  /// The exit code by which shells recognise SIGINT.
  static let exitCode: Int32 = 130
}

/// Trains a model epoch by epoch so that it can be interrupted: the state is saved every few seconds, on
/// Control-C, and at the end, and a run that resumes goes on as if it had never stopped.
///
/// - Parameters:
///   - name: What is trained, seed included; a checkpoint of another training is refused.
///   - model: The model as it is before the first epoch; its numbers are replaced when resuming.
///   - optimizer: The optimizer as it is before the first step.
///   - epochs: How many epochs there are in all.
///   - options: The file, if the state is to be kept; without, Control-C ends the program as ever.
///   - epoch: Trains for one epoch, and leaves all that goes on from there, such as random generators,
///     in the checkpoint.
/// - Returns: The checkpoint of the last epoch.
/// - Throws: ``Interrupted``; or an error that says what is wrong with the file.
@discardableResult
func trainResumably<M: Module, O: Optimizer<M.Scalar>>(
  _ name: String, _ model: inout M, _ optimizer: inout O, epochs: Int, options: CheckpointOptions,
  epoch: (inout M, inout O, inout Checkpoint) throws -> Void
) throws -> Checkpoint {
  var checkpoint = Checkpoint()
  checkpoint.texts["training"] = name
  guard let file = options.file else {
    while checkpoint.epoch < epochs {
      try epoch(&model, &optimizer, &checkpoint)
      checkpoint.epoch += 1
    }
    return checkpoint
  }
  let url = URL(filePath: file)
  if options.resumes {
    var (restoredModel, restoredOptimizer) = (model, optimizer)
    let restored = try Checkpoint.load(&restoredModel, &restoredOptimizer, from: url)
    guard restored.texts["training"] == name else {
      throw DataError(
        file, expected: "a checkpoint of \(name)",
        found: "one of \(restored.texts["training"] ?? "a training without a name")")
    }
    (model, optimizer, checkpoint) = (restoredModel, restoredOptimizer, restored)
    show("Resumed after epoch \(checkpoint.epoch) from \(file).")
  }
  Interruption.heed()
  var saved = ContinuousClock.now
  while checkpoint.epoch < epochs {
    try epoch(&model, &optimizer, &checkpoint)
    checkpoint.epoch += 1
    let isOver = checkpoint.epoch == epochs || Interruption.isAskedFor
    if isOver || ContinuousClock.now - saved > .seconds(5) {
      try checkpoint.save(model, optimizer, to: url)
      saved = .now
    }
    if Interruption.isAskedFor && checkpoint.epoch < epochs {
      throw Interrupted(
        description: "stopped after epoch \(checkpoint.epoch) of \(epochs), saved in \(file).\n"
          + "To go on: \(commandToGoOn)")
    }
  }
  return checkpoint
}

/// This command again, resuming.
private var commandToGoOn: String {
  let words = CommandLine.arguments.dropFirst()
    .map { $0.contains(" ") ? "'\($0)'" : $0 }
  return (["gradus"] + words + (words.contains("--resume") ? [] : ["--resume"]))
    .joined(separator: " ")
}
