import Autograd
import DataLoading
import Layers
import TensorCore

/// The mean loss of a batch and its gradients, found in parts of the batch, several at the same time: data
/// parallelism on the cores of one machine.
///
/// ```swift
/// try train(&model, on: samples, with: &optimizer, epochs: 10, seed: 1) { run, batch, context in
///   let (loss, gradients) = parallelGradients(
///     at: &run.model, over: batch, parts: 4, in: &context
///   ) { model, part, context in
///     softmaxCrossEntropy(
///       logits: model.forward(Variable(part.inputs), in: &context), labels: part.targets)
///   }
///   try run.report(Double(loss), weight: Double(batch.count))
///   try run.takeStep(along: gradients)
/// }
/// ```
///
/// The batch is cut into parts that are as equal as can be, in its order; each part is differentiated on its
/// own, and the mean of the gradients is taken in the order of the parts. How many run at the same time is the
/// number of threads of ``Execution/current``, and changes nothing, bit for bit; inside of a part an operation has
/// one thread. How many parts there are does change the result, as other sums are rounded. The gradients are
/// those that ``fit(_:to:validation:watching:with:epochs:batchSize:dropLast:accumulating:clippingNorm:seed:mixing:penalty:metrics:measuring:callbacks:checkpoint:file:line:epochEnded:loss:)``
/// finds for the same parts as accumulated batches.
///
/// It is worth it where a part takes a millisecond or more, and where the vector kernels do not use the
/// threads well by themselves: many small layers, recurrent ones, naive kernels.
///
/// What layers do besides:
/// - *Randomness*: each part has a stream of its own, split from the context's generator in the order of the
///   parts, so that dropout draws the same masks however many threads there are.
/// - *Buffers*, such as the running statistics of ``BatchNorm``: each part changes its own copy, and the model
///   gets their weighted mean. In training a part is normalized by its own statistics, as a batch of its size is.
/// - *Values of the context*: each part gets them as they are, for the whole batch; what a part writes there is
///   forgotten, and so is anything that it changes in the model but for buffers. What belongs to samples,
///   such as a mask, has to be a part of the batch.
///
/// While ``profilingOperations(_:)`` or ``firstNonFinite(in:)`` looks on, the parts run one after the other.
///
/// - Parameters:
///   - model: The model; its parameters stay as they are.
///   - batch: At least one sample; anything that can be counted and gathered.
///   - parts: P, into how many parts the batch is cut, at least 1; a batch with fewer samples has one for each.
///   - context: That of the pass. Its generator moves on by P splits.
///   - file: The caller's file.
///   - line: The caller's line.
///   - loss: The mean loss of a part, which runs in several threads at the same time. It counts for the part's
///     samples, or, where it is a mean with class weights, for these: see ``Variable/meanWeight``.
/// - Returns: The loss of the batch, and its gradients.
///
/// Traps when there is no sample or no part, when no memory holds the positions of the samples, and where
/// ``valueWithGradients(at:file:line:of:)-(M,_,_,_)`` does.
/// Throws what the closure throws for the first part that fails; the model is then as it was.
public func parallelGradients<M: Module, Data: Batchable, Failure: Error>(
  at model: inout M, over batch: Data, parts: Int, in context: inout Context,
  file: StaticString = #fileID, line: UInt = #line,
  of loss: @Sendable (inout M, _ part: Data, inout Context) throws(Failure) -> Variable<M.Scalar>
) throws(Failure) -> (value: M.Scalar, gradients: Gradients<M.Scalar>) {
  require(
    batch.sampleCount > 0,
    "parallelGradients: the batch is empty, it is of \(batch.sizeDescription)", file: file,
    line: line)
  require(
    parts >= 1, "parallelGradients: expected at least 1 part, found \(parts)", file: file,
    line: line)
  // The samples of a part are named by their positions.
  requireMemory(
    for: batch.sampleCount, of: Int.self,
    as: "parallelGradients: the positions in a batch of \(batch.sizeDescription)", file: file,
    line: line)
  let count = min(parts, batch.sampleCount)
  let contexts = (0..<count).map { _ in
    var part = context
    part.generator = context.generator.split()
    return part
  }
  let shared = model
  var execution = Execution.current
  if isLookedOn { execution.threads = 1 }
  let results = execution.results(ofParts: count) { part in
    partGradients(
      at: shared, over: batch.part(part, of: count), in: contexts[part], file: file, line: line,
      of: loss)
  }
  var (value, gradients, buffers) = (
    WeightedMean(), GradientMean<M.Scalar>(), GradientMean<M.Scalar>()
  )
  for result in results {
    let part = try result.get()
    value.add(part.value.doubleValue, weight: part.weight)
    gradients.add(part.gradients, weight: part.weight)
    buffers.add(part.buffers, weight: part.weight)
  }
  model.setBuffers(buffers.take()!.tensors)
  return (M.Scalar(value.value), gradients.take()!)
}

/// What is found of one part of a batch.
private struct PartGradients<Scalar: TensorScalar>: Sendable {
  let value: Scalar
  /// What it counts for in the means.
  let weight: Double
  let gradients: Gradients<Scalar>
  /// The model's buffers afterward.
  let buffers: Gradients<Scalar>
}

private func partGradients<M: Module, Data: Batchable, Failure: Error>(
  at model: M, over part: Data, in context: Context, file: StaticString, line: UInt,
  of loss: (inout M, Data, inout Context) throws(Failure) -> Variable<M.Scalar>
) -> Result<PartGradients<M.Scalar>, Failure> {
  var (model, context, weight) = (model, context, 0.0)
  do {
    let (value, gradients) = try valueWithGradients(at: &model, file: file, line: line) { model in
      let loss = try loss(&model, part, &context)
      weight = batchWeight(loss, part)
      return loss
    }
    let buffers = model.state.filter(\.name.isBuffer)
    return .success(
      PartGradients(
        value: value, weight: weight, gradients: gradients,
        buffers: Gradients(names: buffers.map(\.name), tensors: buffers.map(\.value))))
  } catch {
    // Nothing but the closure throws.
    return .failure(error as! Failure)
  }
}

extension Batchable {
  /// One of so many parts, which have ⌊N/P⌋ or ⌈N/P⌉ samples each, in their order.
  fileprivate func part(_ index: Int, of count: Int) -> Self {
    let start = sampleCount * index / count
    let end = sampleCount * (index + 1) / count
    return samples(at: Array(start..<end))
  }
}

extension Module {
  /// Sets the buffers, in the order of the traversal.
  fileprivate mutating func setBuffers(_ values: [Tensor<Scalar>]) {
    var index = 0
    visitParameters { name, buffer in
      guard name.isBuffer else { return }
      buffer.value = values[index]
      index += 1
    }
  }
}
