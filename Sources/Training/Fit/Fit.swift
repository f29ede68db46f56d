import Autograd
import DataLoading
import Layers
import TensorCore

/// Trains a model, and gives back what was measured in each epoch.
///
/// ```swift
/// let history = try fit(
///   &model, to: train, validation: validation, with: &optimizer, epochs: 100, seed: 1,
///   augmentation: RandomAffine.rotation(degrees: 10), metrics: [Accuracy()],
///   callbacks: [EarlyStopping(patience: 10)]
/// ) { outputs, labels in
///   softmaxCrossEntropy(logits: outputs, labels: labels)
/// }
/// ```
///
/// Each epoch goes through all training samples in a new order. Under "loss" and the metrics' names the
/// history has their means over the training batches, as they were seen: with dropout, augmentation,
/// and a model that changes all the while. Under "validation loss" and so on it has the same for the
/// validation samples at the end of the epoch, at inference. Only what the optimizer sees is ever
/// augmented, and only it has the penalty added.
///
/// Everything random comes from the seed: the order of the samples, the augmentation and dropout have a
/// stream each, so that a change of one leaves the others as they are. The result is the same, bit for
/// bit, however many threads the kernels use.
///
/// A loss or a parameter that is no longer finite ends the training: the history's ending says so, and
/// the model is the last sound one.
///
/// - Parameters:
///   - model: The model. Afterwards it is the last one, or the one that a callback has kept.
///   - training: The samples to learn from, at least one.
///   - validation: The samples to measure on after each epoch, at least one. None unless given.
///   - others: Further samples to measure on, with their names: `["test": test]` gives "test loss".
///   - optimizer: What changes the model; its state goes on where it is.
///   - epochs: How many times to go through the samples, at least 1.
///   - batchSize: How many samples a batch has; the last of an epoch may have fewer. 32 unless given.
///   - dropLast: Whether a last batch that has fewer is left out; other samples each epoch. False unless
///     given. A model with ``BatchNorm`` cannot learn from a last batch of one sample.
///   - accumulation: How many batches make one step, along their mean gradient, which is that of one
///     large batch; 1 unless given. An epoch ends with a step.
///   - normLimit: How long the gradients of a step may be, all parameters together: longer ones are
///     shortened. Unlimited unless given.
///   - seed: Where the random numbers start.
///   - augmentation: What changes the inputs of each training batch.
///   - mixing: What changes training batches as a whole, such as ``Mixup``.
///   - penalty: What is added to the loss for the model's parameters, such as ``l2Penalty(_:strength:of:file:line:)``.
///   - metrics: What to measure besides the loss. None unless given.
///   - callbacks: What happens after steps and epochs, in this order.
///   - file: The caller's file.
///   - line: The caller's line.
///   - loss: The mean loss of a batch of outputs and targets: `softmaxCrossEntropy(logits:labels:)`
///     and the like. Where batches are averaged, a mean with class weights counts for its weights, see
///     ``Variable/meanWeight``, any other for its samples.
/// - Returns: The history of this training.
///
/// Traps when samples are missing or a count is out of range; throws what a callback throws.
@discardableResult
public func fit<M: Model, Rule: Optimizer<M.Scalar>, Target: Batchable>(
  _ model: inout M,
  to training: Samples<M.Input.Data, Target>,
  validation: Samples<M.Input.Data, Target>? = nil,
  watching others: KeyValuePairs<String, Samples<M.Input.Data, Target>> = [:],
  with optimizer: inout Rule,
  epochs: Int,
  batchSize: Int = 32,
  dropLast: Bool = false,
  accumulating accumulation: Int = 1,
  clippingNorm normLimit: Double? = nil,
  seed: UInt64,
  mixing: (any MixingRule<M.Input.Data, Target>)? = nil,
  penalty: ((M) -> Variable<M.Scalar>)? = nil,
  metrics: [any Metric] = [],
  callbacks: [any Callback] = [],
  file: StaticString = #fileID, line: UInt = #line,
  loss: (M.Output, Target) -> Variable<M.Scalar>
) throws -> History where M.Input: ModelInput, M.Input.Data: Batchable {
  requireFitting(training, epochs, batchSize, dropLast, accumulation, file, line)
  if let normLimit {
    requireNumber(
      normLimit, "norm to clip to", .atLeastZero, of: "fit", in: M.Scalar.self, file: file,
      line: line)
  }
  let watched = (validation.map { [("validation", $0)] } ?? []) + others.map { ($0, $1) }
  for (name, samples) in watched { requireSamples(samples, name, file, line) }

  var run = TrainingRun(model: model, optimizer: optimizer, epochCount: epochs)
  defer { (model, optimizer) = (run.model, run.optimizer) }
  var callbacks = callbacks
  var generator = RandomGenerator(seed: seed)
  var (order, changes) = (generator.split(), generator.split())
  var context = Context.training(seed: 0)
  context.generator = generator.split()

  for index in callbacks.indices { try callbacks[index].trainingBegan(&run) }
  while !run.isOver {
    run.beginEpoch()
    var measured = Measurement(metrics)
    var mean = GradientMean<M.Scalar>()
    let batches = Batches(
      training, size: batchSize, dropLast: dropLast, shuffledBy: &order, file: file, line: line)
    for (position, samples) in batches.enumerated() where !run.isOver {
      let batch = mixing.map { $0(samples, using: &changes) } ?? samples

      var weight = 0.0
      let (value, gradients) = valueWithGradients(at: &run.model, file: file, line: line) { model in
        let outputs = model.forward(M.Input(data: batch.inputs), in: &context)
        let loss = loss(outputs, batch.targets)
        measured.add(loss, outputs, batch.targets)
        weight = batchWeight(loss, batch.targets)
        return penalty.map { loss + $0(model) } ?? loss
      }
      guard value.isFinite else {
        run.diverge(
          because: "epoch \(run.epoch), step \(run.step + 1): the loss is \(numberText(value))")
        break
      }
      mean.add(gradients, weight: weight)
      guard mean.batchCount == accumulation || position == batches.count - 1 else { continue }
      run.takeStep(along: mean.take(), clippedTo: normLimit)
      guard !run.hasDiverged else { break }
      for index in callbacks.indices { try callbacks[index].stepEnded(&run) }
    }

    for (name, value) in measured.values { run.history.record(name, value) }
    guard !run.hasDiverged else { break }
    for (set, samples) in watched {
      let values = evaluate(run.model, on: samples, metrics: metrics, loss: loss)
      for (name, value) in values { run.history.record("\(set) \(name)", value) }
    }
    run.endEpoch()
    guard !run.hasDiverged else { break }
    for index in callbacks.indices { try callbacks[index].epochEnded(&run) }
  }
  run.finish()
  return run.history
}

/// Stops unless there is something to learn from, and counts are in their range.
private func requireFitting<Input, Target>(
  _ training: Samples<Input, Target>, _ epochs: Int, _ batchSize: Int, _ dropLast: Bool,
  _ accumulation: Int, _ file: StaticString, _ line: UInt
) {
  requireSamples(training, "training", file, line)
  require(
    batchSize >= 1, "fit: expected batches of at least 1 sample, found \(batchSize)",
    file: file, line: line)
  require(
    !dropLast || training.count >= batchSize,
    "fit: \(training.count) samples give no batch of \(batchSize) when a short last one is dropped",
    file: file, line: line)
  require(
    epochs >= 1, "fit: expected at least 1 epoch, found \(epochs)", file: file, line: line)
  require(
    accumulation >= 1, "fit: expected at least 1 batch per step, found \(accumulation)",
    file: file, line: line)
}

private func requireSamples<Input, Target>(
  _ samples: Samples<Input, Target>, _ name: String, _ file: StaticString, _ line: UInt
) {
  require(
    samples.count > 0,
    "fit: the \(name) set is empty, its inputs are of \(samples.inputs.sizeDescription)",
    file: file, line: line)
}

/// Trains a model whose input is made of a tensor, such as a ``Layer``, on inputs that an augmentation
/// changes. Otherwise as the training without one.
///
/// The augmentation changes the inputs of each training batch, and comes before what mixes it.
@discardableResult
public func fit<M: Model, Rule: Optimizer<M.Scalar>, Target: Batchable>(
  _ model: inout M,
  to training: Samples<Tensor<M.Scalar>, Target>,
  validation: Samples<Tensor<M.Scalar>, Target>? = nil,
  watching others: KeyValuePairs<String, Samples<Tensor<M.Scalar>, Target>> = [:],
  with optimizer: inout Rule,
  epochs: Int,
  batchSize: Int = 32,
  dropLast: Bool = false,
  accumulating accumulation: Int = 1,
  clippingNorm normLimit: Double? = nil,
  seed: UInt64,
  augmentation: (any Augmentation)?,
  mixing: (any MixingRule<Tensor<M.Scalar>, Target>)? = nil,
  penalty: ((M) -> Variable<M.Scalar>)? = nil,
  metrics: [any Metric] = [],
  callbacks: [any Callback] = [],
  file: StaticString = #fileID, line: UInt = #line,
  loss: (M.Output, Target) -> Variable<M.Scalar>
) throws -> History where M.Input: ModelInput, M.Input.Data == Tensor<M.Scalar> {
  try fit(
    &model, to: training, validation: validation, watching: others, with: &optimizer,
    epochs: epochs, batchSize: batchSize, dropLast: dropLast, accumulating: accumulation,
    clippingNorm: normLimit, seed: seed,
    mixing: ChangesOfBatch(augmentation: augmentation, mixing: mixing), penalty: penalty,
    metrics: metrics, callbacks: callbacks, file: file, line: line, loss: loss)
}

/// An augmentation of the inputs, and then a mixing rule; each of them may be missing.
private struct ChangesOfBatch<Scalar: TensorScalar, Target: Batchable>: MixingRule {
  let augmentation: (any Augmentation)?
  let mixing: (any MixingRule<Tensor<Scalar>, Target>)?

  func callAsFunction(
    _ batch: Samples<Tensor<Scalar>, Target>, using generator: inout RandomGenerator
  ) -> Samples<Tensor<Scalar>, Target> {
    var batch = batch
    if let augmentation { batch.inputs = augmentation(batch.inputs, using: &generator) }
    if let mixing { batch = mixing(batch, using: &generator) }
    return batch
  }
}
