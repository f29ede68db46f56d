import Layers
import TensorCore

/// Where a training stands: what `fit` hands to its callbacks, which may look at all of it, change model and optimizer, and end the run.
public struct TrainingRun<M: Module, Rule: Optimizer> where Rule.Scalar == M.Scalar {
  /// The model in training.
  public var model: M
  /// What changes it.
  public var optimizer: Rule
  /// How many epochs were asked for.
  public let epochCount: Int
  /// The epoch that is running or has just ended, counted from 1.
  public internal(set) var epoch = 0
  /// How many steps the optimizer has taken in this run.
  public internal(set) var step = 0
  /// What was measured, up to the epoch that has just ended.
  public internal(set) var history = History()
  /// The model that will be given back in place of the last one, and its epoch; nil when none was kept.
  public private(set) var kept: (epoch: Int, model: M)?
  /// The model of the last epoch after which all its numbers were finite.
  private var sound: M
  private(set) var isOver = false

  init(model: M, optimizer: Rule, epochCount: Int) {
    self.model = model
    self.optimizer = optimizer
    self.epochCount = epochCount
    sound = model
  }

  /// Adds a value of this epoch to the history, for the callbacks after and for the reader.
  public mutating func record(_ name: String, _ value: Double) { history.record(name, value) }

  /// Keeps the model as it is now: unless a later one is kept, it is what the training gives.
  public mutating func keepModel() {
    kept = (epoch, model)
    history.keptEpoch = epoch
  }

  /// Ends the training after this epoch; the history tells the reason.
  public mutating func stop(because reason: String) {
    history.ending = .stopped(reason)
    isOver = true
  }

  /// Ends the training because of numbers that are no longer finite: the model goes back to what it was
  /// after the last epoch without such numbers, or to the one that was kept.
  public mutating func diverge(because reason: String) {
    history.ending = .diverged(reason)
    isOver = true
    model = sound
  }

  /// Whether the numbers are no longer finite.
  var hasDiverged: Bool {
    if case .diverged = history.ending { true } else { false }
  }

  mutating func beginEpoch() {
    epoch += 1
    history.beginEpoch()
  }

  /// One step, unless a gradient is not finite: the optimizer would trap.
  mutating func takeStep(along gradients: Gradients<M.Scalar>?, clippedTo limit: Double?) {
    guard var gradients else { return }
    for (name, gradient) in zip(gradients.names, gradients.tensors) where !isFinite(gradient) {
      return diverge(
        because: "epoch \(epoch), step \(step + 1): the gradient of \(name) is not finite")
    }
    if let limit { gradients.clip(toNorm: limit) }
    optimizer.update(&model, along: gradients)
    step += 1
  }

  mutating func endEpoch() {
    isOver = isOver || epoch == epochCount
    examine()
  }

  /// Ends the run when a loss or a number of the model is not finite; otherwise the model is sound.
  private mutating func examine() {
    for name in history.names where name.hasSuffix("loss") {
      guard let value = history[name].last, !value.isFinite else { continue }
      return diverge(because: "epoch \(epoch): the \(name) is \(numberText(value))")
    }
    if let name = model.state.first(where: { !isFinite($0.value) })?.name {
      return diverge(because: "epoch \(epoch): \(name) holds numbers that are not finite")
    }
    sound = model
  }

  /// The model to give back: the one that was kept, if any.
  mutating func finish() {
    if let kept { model = kept.model }
  }
}
