import Files
import Layers
import Serialization
import TensorCore

extension TrainingRun {
  /// All that the run goes on from, besides model and optimizer.
  func checkpoint(_ context: Context) -> Checkpoint {
    var checkpoint = Checkpoint()
    checkpoint.epoch = epoch
    checkpoint.generators = [
      "order": order, "steps": generator, "context": context.generator,
    ]
    checkpoint.remember(
      RunMemory(step: step, history: history, copies: copies.keys.sorted()), as: RunMemory.name)
    if let kept { checkpoint.keep(kept.model, under: "kept") }
    for (name, copy) in copies { checkpoint.keep(copy, under: "copy \(name)") }
    for (index, callback) in callbacks.enumerated() {
      callback.remember(in: &checkpoint, as: callbackName(index))
    }
    return checkpoint
  }

  /// Takes up the run where a checkpoint left it; one from before the first epoch changes nothing.
  ///
  /// Throws a `DataError` when the checkpoint lacks what this run has.
  mutating func goOn(from checkpoint: Checkpoint, _ context: inout Context) throws {
    guard let memory: RunMemory = try checkpoint.remembered(RunMemory.name) else { return }
    for (index, callback) in callbacks.enumerated() {
      var callback = callback
      try callback.recall(from: checkpoint, as: callbackName(index))
      callbacks[index] = callback
    }
    if let keptEpoch = memory.history.keptEpoch {
      kept = (keptEpoch, try checkpoint.copy(of: model, under: "kept"))
    }
    for name in memory.copies {
      copies[name] = try checkpoint.copy(of: model, under: "copy \(name)")
    }
    order = checkpoint.generators["order"] ?? order
    generator = checkpoint.generators["steps"] ?? generator
    context.generator = checkpoint.generators["context"] ?? context.generator
    (epoch, step, history) = (checkpoint.epoch, memory.step, memory.history)
    isOver = history.ending != .completed || epoch >= epochCount
  }

  private func callbackName(_ index: Int) -> String { "callback \(index)" }
}

/// What a run remembers as text.
private struct RunMemory: Codable {
  static let name = "run"
  let step: Int
  let history: History
  /// The names of the copies.
  let copies: [String]
}

extension Checkpoint {
  /// Keeps the numbers of a further model.
  fileprivate mutating func keep(_ model: some Module, under name: String) {
    for (parameter, value) in model.state { tensors["\(name)/\(parameter)"] = StoredTensor(value) }
  }

  /// A model like another, with the numbers that were kept under a name.
  fileprivate func copy<M: Module>(of model: M, under name: String) throws -> M {
    var copy = model
    copy.set(
      try model.state.map { parameter, value in
        try tensors.tensor(
          "\(name)/\(parameter)", value.shape, source: "the checkpoint", owner: "the model")
      })
    return copy
  }
}
