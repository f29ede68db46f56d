import Autograd
import DataLoading
import Layers
import TensorCore

/// Trains a model, and gives back what was measured in each epoch.
///
/// ```swift
/// let history = try fit(
///   &model, to: train, validation: validation, with: &optimizer, epochs: 100, seed: 1,
///   metrics: [Accuracy()],
///   callbacks: [EarlyStopping(patience: 10)]
/// ) { outputs, labels in
///   softmaxCrossEntropy(logits: outputs, labels: labels)
/// }
/// ```
///
/// Any model trains whose input is made of data: a layer of tensors, a language model of tokens, others
/// of structs of tensors, see ``ModelInput``. The loss gets whatever the model gives.
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
///   - mixing: What changes training batches as a whole, such as ``Mixup``.
///   - penalty: What is added to the loss for the model's parameters, such as ``l2Penalty(_:strength:of:file:line:)``.
///   - metrics: What to measure besides the loss, where the model's output is a variable. None unless
///     given.
///   - functions: What to measure of any output, by its name: a mean over the samples of a batch.
///   - callbacks: What happens during the training, in this order.
///   - plan: Where the training keeps its state, and whether it goes on from there: then it ends as if it
///     had never been interrupted, bit for bit. Nowhere unless given.
///   - file: The caller's file.
///   - line: The caller's line.
///   - epochEnded: Called at the end of each epoch, before the callbacks, unless the training has
///     diverged: for what needs to know the model's type.
///   - loss: The mean loss of a batch of outputs and targets: `softmaxCrossEntropy(logits:labels:)`
///     and the like. Where batches are averaged, a mean with class weights counts for its weights, see
///     ``Variable/meanWeight``, any other for its samples.
/// - Returns: The history of this training.
///
/// Traps when samples are missing or a count is out of range; throws what a callback throws, and what
/// ``trainResumably(_:_:_:epochs:plan:epoch:)`` throws for the plan's sake.
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
  measuring functions: Measures<M.Output, Target> = [:],
  callbacks: [any Callback] = [],
  checkpoint plan: CheckpointPlan? = nil,
  file: StaticString = #fileID, line: UInt = #line,
  epochEnded: (inout TrainingRun<M, Rule>) throws -> Void = { _ in },
  loss: (M.Output, Target) -> Variable<M.Scalar>
) throws -> History where M.Input: ModelInput, M.Input.Data: Batchable {
  requireTraining("fit", on: training, epochs, batchSize, dropLast, file, line)
  require(
    accumulation >= 1, "fit: expected at least 1 batch per step, found \(accumulation)",
    file: file, line: line)
  if let normLimit {
    requireNumber(
      normLimit, "norm to clip to", .atLeastZero, of: "fit", in: M.Scalar.self, file: file,
      line: line)
  }
  let watched = (validation.map { [("validation", $0)] } ?? []) + others.map { ($0, $1) }
  for (name, samples) in watched { requireSamples("fit", samples, name, file, line) }

  var streams = RandomGenerator(seed: seed)
  var run = TrainingRun(
    model: model, optimizer: optimizer, epochCount: epochs, streams: &streams,
    callbacks: callbacks)
  run.normLimit = normLimit
  defer { (model, optimizer) = (run.model, run.optimizer) }
  var keeper = try CheckpointKeeper(
    of: "fit, seed \(seed), \(training.count) samples in batches of \(batchSize)"
      + (dropLast ? ", without a short last one" : "")
      + (accumulation > 1 ? ", \(accumulation) for a step" : ""), plan)

  var measured = Measurement<M.Output, Target, M.Scalar>(metrics, functions)
  var mean = GradientMean<M.Scalar>()
  try run.go(
    through: training, batchSize, dropLast, shuffled: true, Context(training: streams.split()),
    keeper: &keeper
  ) { run in
    for (name, value) in measured.values { run.record(name, value) }
    measured = Measurement(metrics, functions)
    guard !run.hasDiverged else { return }
    for (set, samples) in watched {
      let values = evaluate(
        run.model, on: samples, metrics: metrics, measuring: functions, loss: loss)
      for (name, value) in values { run.record("\(set) \(name)", value) }
    }
    try epochEnded(&run)
  } step: { run, samples, context in
    let batch = mixing.map { $0(samples, using: &run.generator) } ?? samples
    var (plainLoss, weight) = (0.0, 0.0)
    let (value, gradients) = valueWithGradients(at: &run.model, file: file, line: line) { model in
      let outputs = model.forward(M.Input(data: batch.inputs), in: &context)
      let loss = loss(outputs, batch.targets)
      measured.add(outputs, batch.targets)
      (plainLoss, weight) = (loss.value.scalar().doubleValue, batchWeight(loss, batch.targets))
      return penalty.map { loss + $0(model) } ?? loss
    }
    try run.report(plainLoss, weight: weight)
    run.requireFinite(value.doubleValue)
    guard !run.hasDiverged else { return }
    mean.add(gradients, weight: weight)
    guard mean.batchCount == accumulation || run.batch == run.batchCount else { return }
    if let gradients = mean.take() { try run.takeStep(along: gradients) }
  }
  return run.history
}

/// Trains a model whose input is made of a tensor, such as a ``Layer``, on inputs that an augmentation
/// changes. Otherwise as the training without one.
///
/// The augmentation changes the inputs of each training batch, before they are mixed.
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
  measuring functions: Measures<M.Output, Target> = [:],
  callbacks: [any Callback] = [],
  checkpoint plan: CheckpointPlan? = nil,
  file: StaticString = #fileID, line: UInt = #line,
  epochEnded: (inout TrainingRun<M, Rule>) throws -> Void = { _ in },
  loss: (M.Output, Target) -> Variable<M.Scalar>
) throws -> History where M.Input: ModelInput, M.Input.Data == Tensor<M.Scalar> {
  try fit(
    &model, to: training, validation: validation, watching: others, with: &optimizer,
    epochs: epochs, batchSize: batchSize, dropLast: dropLast, accumulating: accumulation,
    clippingNorm: normLimit, seed: seed,
    mixing: AugmentedMixing(augmentation: augmentation, mixing: mixing), penalty: penalty,
    metrics: metrics, measuring: functions, callbacks: callbacks, checkpoint: plan, file: file,
    line: line, epochEnded: epochEnded, loss: loss)
}

/// An augmentation of the inputs, and then a mixing rule; each of them may be missing.
private struct AugmentedMixing<Scalar: TensorScalar, Target: Batchable>: MixingRule {
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
