import Layers
import TensorCore

/// Where a training stands: what ``train(_:on:with:epochs:batchSize:dropLast:shuffled:seed:callbacks:checkpoint:file:line:epochEnded:step:)``
/// hands to each step, and every training to its callbacks. They may look at all of it, change model and
/// optimizer, and end the run.
public struct TrainingRun<M: Module, Rule: Optimizer> where Rule.Scalar == M.Scalar {
  /// The model in training.
  public var model: M
  /// What changes it.
  public var optimizer: Rule
  /// How many epochs were asked for.
  public let epochCount: Int
  /// The epoch that is running or has just ended, counted from 1.
  public internal(set) var epoch = 0
  /// The batch that is running, counted from 1 in each epoch.
  public internal(set) var batch = 0
  /// How many batches this epoch has.
  public internal(set) var batchCount = 0
  /// How many steps the optimizer has taken in this run.
  public internal(set) var step = 0
  /// What was measured, up to the epoch that has just ended.
  public internal(set) var history = History()
  /// The model that will be given back in place of the last one, and its epoch; nil when none was kept.
  public internal(set) var kept: (epoch: Int, model: M)?
  /// Further copies of the model that go with the run, such as its average, by their names.
  public var copies: [String: M] = [:]
  /// Random numbers for the steps: for augmentation, or whatever else a step draws. Dropout has its own,
  /// in the context.
  public var generator: RandomGenerator
  /// Random numbers for the order of the samples.
  var order: RandomGenerator
  /// How long the gradients of a step may be; unlimited if nil.
  var normLimit: Double?
  var callbacks: [any Callback]
  /// The means of what was reported in this epoch.
  private var reports: [(name: String, mean: WeightedMean)] = []
  /// The model of the last epoch after which all its numbers were finite.
  private var sound: M
  var isOver = false

  init(
    model: M, optimizer: Rule, epochCount: Int, streams: inout RandomGenerator,
    callbacks: [any Callback]
  ) {
    self.model = model
    self.optimizer = optimizer
    self.epochCount = epochCount
    self.callbacks = callbacks
    sound = model
    (order, generator) = (streams.split(), streams.split())
  }

  /// Takes one step of the optimizer, unless a gradient is not finite, which ends the training: callbacks
  /// see the gradients, which are then shortened where there is a limit, and what happens after steps
  /// happens.
  public mutating func takeStep(along gradients: consuming Gradients<M.Scalar>) throws {
    guard !hasDiverged else { return }
    try notify { try $0.gradientsComputed(&gradients, &$1) }
    for (name, gradient) in zip(gradients.names, gradients.parts.values) where !isFinite(gradient) {
      return diverge(
        because: "epoch \(epoch), step \(step + 1): the gradient of \(name) is not finite")
    }
    if let normLimit { gradients.clip(toNorm: normLimit) }
    optimizer.update(&model, along: gradients)
    try countStep()
  }

  /// Counts a step that another optimizer than the run's has taken, and lets happen what happens after
  /// steps.
  public mutating func countStep() throws {
    step += 1
    try notify { try $0.stepEnded(&$1) }
  }

  /// Reports a number of the present batch, such as its loss: the mean over the epoch goes into the
  /// history. One that is not finite ends the training. Callbacks see it at once.
  ///
  /// - Parameters:
  ///   - value: The number.
  ///   - name: Its name in the history; "loss" unless given.
  ///   - weight: What it counts for in the mean, such as the number of samples; 1 unless given.
  public mutating func report(
    _ value: Double, as name: String = "loss", weight: Double = 1
  ) throws {
    let index = reports.firstIndex { $0.name == name } ?? reports.endIndex
    if index == reports.endIndex { reports.append((name, WeightedMean())) }
    reports[index].mean.add(value, weight: weight)
    requireFinite(value, name)
    if !hasDiverged { try notify { try $0.lossComputed(value, as: name, &$1) } }
  }

  /// Adds a value of this epoch to the history, for the callbacks after and for the reader.
  public mutating func record(_ name: String, _ value: Double) { history.record(name, value) }

  /// Keeps the model as it is now: unless a later one is kept, it is what the training gives.
  public mutating func keepModel() { keepModel(model) }

  /// Keeps another model than the one in training, such as its average.
  public mutating func keepModel(_ model: M) {
    kept = (epoch, model)
    history.keptEpoch = epoch
  }

  /// Ends the training after this step or epoch; the history tells the reason.
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
  public var hasDiverged: Bool {
    if case .diverged = history.ending { true } else { false }
  }

  /// Ends the run when a loss of the present batch is not finite.
  mutating func requireFinite(_ loss: Double, _ name: String = "loss") {
    guard !loss.isFinite, !hasDiverged else { return }
    diverge(
      because: "epoch \(epoch), step \(step + 1): the \(name) is \(numberText(loss))")
  }

  /// Calls each callback with this run. They are moved out meanwhile, since they change it.
  mutating func notify(
    _ event: (inout any Callback, inout TrainingRun) throws -> Void
  ) rethrows {
    guard !callbacks.isEmpty else { return }
    var callbacks: [any Callback] = []
    swap(&callbacks, &self.callbacks)
    defer { self.callbacks = callbacks }
    for index in callbacks.indices { try event(&callbacks[index], &self) }
  }

  mutating func beginEpoch() throws {
    if firstUnsound == nil { sound = model }
    epoch += 1
    history.beginEpoch()
    try notify { try $0.epochBegan(&$1) }
  }

  /// Writes the means of what was reported into the history, and starts them again.
  mutating func recordReports() {
    for (name, mean) in reports { history.record(name, mean.value) }
    reports = []
  }

  /// Ends the run after its last epoch, and when a loss or a number of the model is not finite.
  mutating func endEpoch() {
    isOver = isOver || epoch == epochCount
    guard !hasDiverged else { return }
    for name in history.names where name.hasSuffix("loss") {
      guard let value = history[name].last, !value.isFinite else { continue }
      return diverge(because: "epoch \(epoch): the \(name) is \(numberText(value))")
    }
    if let name = firstUnsound {
      diverge(because: "epoch \(epoch): \(name) holds numbers that are not finite")
    }
  }

  /// The first parameter or buffer with a number that is not finite.
  private var firstUnsound: ParameterName? {
    model.state.first { !isFinite($0.value) }?.name
  }

  /// The model to give back: the one that was kept, if any.
  mutating func finish() {
    if let kept { model = kept.model }
  }
}
