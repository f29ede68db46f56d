import DataLoading
import Layers
import TensorCore

/// Trains a module by steps of one's own, and gives back what was reported in each epoch.
///
/// A step gets a batch and does with it what it likes: it may take as many steps of optimizers as it
/// wants, as for two networks that play against each other, for sharpness-aware minimization, or for
/// learning by reinforcement. Epochs, batches, callbacks, the history, the end of a training that diverges,
/// and checkpoints are those of ``fit(_:to:validation:watching:with:epochs:batchSize:dropLast:accumulating:clippingNorm:seed:mixing:penalty:metrics:measuring:callbacks:checkpoint:file:line:epochEnded:loss:)``,
/// which is this with one certain step.
///
/// ```swift
/// try train(&model, on: samples, with: &optimizer, epochs: 10, seed: 1) { run, batch, context in
///   let (loss, gradients) = valueWithGradients(at: &run.model) { model in
///     meanSquaredError(model.forward(Variable(batch.inputs), in: &context), batch.targets)
///   }
///   try run.report(Double(loss), weight: Double(batch.count))
///   try run.takeStep(along: gradients)
/// }
/// ```
///
/// - Parameters:
///   - model: The model. Afterwards it is the last one, or the one that a callback has kept.
///   - data: What to learn from, at least one sample; anything that can be counted and gathered.
///   - optimizer: What changes the model; its state goes on where it is.
///   - epochs: How many times to go through the data, at least 1.
///   - batchSize: How many samples a batch has; the last of an epoch may have fewer. 32 unless given.
///   - dropLast: Whether a last batch that has fewer is left out. False unless given.
///   - shuffled: Whether each epoch has the samples in a new order. True unless given; what reads on in a text,
///     and so carries a state from batch to batch, needs them in their own order: see ``TextStreams``.
///   - seed: Where the random numbers start.
///   - callbacks: What happens during the training, in this order.
///   - plan: Where the training keeps its state, and whether it goes on from there; nowhere unless given.
///     What the step keeps outside of the run, such as a second optimizer, is not part of it.
///   - file: The caller's file.
///   - line: The caller's line.
///   - epochEnded: Called at the end of each epoch, before the callbacks, unless the training has
///     diverged: for what needs to know the model's type, such as measurements to be recorded.
///   - step: Learns from one batch. The run is where model and optimizer are; the context is that of
///     training. What it draws at random comes from these two alone.
/// - Returns: The history of this training, with the means of what the steps have reported.
///
/// Traps when there is no sample or a count is out of range; throws what a step or a callback throws, and
/// what ``trainResumably(_:_:_:epochs:plan:epoch:)`` throws for the plan's sake.
@discardableResult
public func train<M: Module, Rule: Optimizer<M.Scalar>, Data: Batchable>(
  _ model: inout M,
  on data: Data,
  with optimizer: inout Rule,
  epochs: Int,
  batchSize: Int = 32,
  dropLast: Bool = false,
  shuffled: Bool = true,
  seed: UInt64,
  callbacks: [any Callback] = [],
  checkpoint plan: CheckpointPlan? = nil,
  file: StaticString = #fileID, line: UInt = #line,
  epochEnded: (inout TrainingRun<M, Rule>) throws -> Void = { _ in },
  step: (inout TrainingRun<M, Rule>, Data, inout Context) throws -> Void
) throws -> History {
  requireTraining("train", on: data, epochs, batchSize, dropLast, file, line)
  var streams = RandomGenerator(seed: seed)
  var run = TrainingRun(
    model: model, optimizer: optimizer, epochCount: epochs, streams: &streams,
    callbacks: callbacks)
  defer { (model, optimizer) = (run.model, run.optimizer) }
  var keeper = try CheckpointKeeper(
    of: "train, seed \(seed), \(data.sampleCount) samples in batches of \(batchSize)"
      + (dropLast ? ", without a short last one" : "") + (shuffled ? "" : ", in order"), plan)
  try run.go(
    through: data, batchSize, dropLast, shuffled: shuffled, Context(training: streams.split()),
    keeper: &keeper,
    measuring: { if !$0.hasDiverged { try epochEnded(&$0) } }, step: step)
  return run.history
}

extension TrainingRun {
  /// The training loop: all epochs that are left, and all that happens in them.
  mutating func go<Data: Batchable>(
    through data: Data, _ batchSize: Int, _ dropLast: Bool, shuffled: Bool, _ context: Context,
    keeper: inout CheckpointKeeper,
    measuring measure: (inout TrainingRun) throws -> Void,
    step takeStep: (inout TrainingRun, Data, inout Context) throws -> Void
  ) throws {
    var context = context
    try goOn(from: keeper.begin(&model, &optimizer, epochs: epochCount), &context)
    try notify { try $0.trainingBegan(&$1) }
    while !isOver {
      try beginEpoch()
      let batches =
        shuffled
        ? Batches(data, size: batchSize, dropLast: dropLast, shuffledBy: &order)
        : Batches(data, size: batchSize, dropLast: dropLast)
      batchCount = batches.count
      for (index, samples) in batches.enumerated() {
        batch = index + 1
        try takeStep(&self, samples, &context)
        if isOver { break }
      }
      recordReports()
      try measure(&self)
      endEpoch()
      if !hasDiverged { try notify { try $0.epochEnded(&$1) } }
      try keeper.endEpoch(epoch, of: epochCount, isLast: isOver, model, optimizer) {
        checkpoint(context)
      }
    }
    try notify { try $0.trainingEnded(&$1) }
    finish()
  }
}

extension Context {
  /// A context for training with a stream of random numbers.
  init(training generator: RandomGenerator) {
    self = .training(seed: 0)
    self.generator = generator
  }
}

/// Stops unless there is something to learn from, and counts are in their range.
func requireTraining(
  _ operation: StaticString, on data: some Batchable, _ epochs: Int, _ batchSize: Int,
  _ dropLast: Bool, _ file: StaticString, _ line: UInt
) {
  requireSamples(operation, data, "training", file, line)
  require(
    batchSize >= 1, "\(operation): expected batches of at least 1 sample, found \(batchSize)",
    file: file, line: line)
  require(
    !dropLast || data.sampleCount >= batchSize,
    "\(operation): \(data.sampleCount) samples give no batch of \(batchSize) when a short last one "
      + "is dropped",
    file: file, line: line)
  require(
    epochs >= 1, "\(operation): expected at least 1 epoch, found \(epochs)", file: file,
    line: line)
}

/// Stops unless there is a sample.
func requireSamples(
  _ operation: StaticString, _ data: some Batchable, _ name: String, _ file: StaticString,
  _ line: UInt
) {
  require(
    data.sampleCount > 0,
    "\(operation): the \(name) set is empty, it is of \(data.sizeDescription)",
    file: file, line: line)
}
