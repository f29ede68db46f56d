import Autograd
import TensorCore

/// The value of a loss and its gradients with respect to a model's parameters.
///
/// The parameters are put on a fresh tape, the closure runs, and afterward they are constants again,
/// also when the closure throws. Buffers are left alone.
///
/// ```swift
/// let (loss, gradients) = valueWithGradients(at: &model) { model in
///   softmaxCrossEntropy(logits: model.forward(inputs, in: &context), labels: labels)
/// }
/// ```
///
/// Inside of another differentiation, the parameters stay what they were there: the inner gradients are
/// numbers, and the outer ones do not see how they were found.
///
/// Traps when the closure does not give a single number, or one that depends on no parameter.
public func valueWithGradients<M: Module>(
  at model: inout M, file: StaticString = #fileID, line: UInt = #line,
  of loss: (inout M) throws -> Variable<M.Scalar>
) rethrows -> (value: M.Scalar, gradients: Gradients<M.Scalar>) {
  let result = try differentiate(&model, [], file, line) { model, _ in try loss(&model) }
  return (result.value, result.gradients)
}

/// The value of a loss and its gradients with respect to some of a model's parameters.
///
/// The others are constants meanwhile: what depends only on them is not recorded, and nothing is calculated
/// for it on the way back. A step along these gradients leaves the others as they are.
///
/// ```swift
/// let (loss, gradients) = valueWithGradients(at: &model, where: { $0.isInside("head") }) { model in
///   softmaxCrossEntropy(logits: model.forward(inputs, in: &context), labels: labels)
/// }
/// optimizer.update(&model, along: gradients)
/// ```
///
/// Traps when no parameter is chosen, and when the closure does not give a single number, or one that
/// depends on no chosen parameter.
///
/// - Parameters:
///   - model: The model.
///   - isTrained: Whether the gradient of a parameter is wanted, by its name.
///   - file: The caller's file.
///   - line: The caller's line.
///   - loss: The loss.
public func valueWithGradients<M: Module>(
  at model: inout M, where isTrained: (ParameterName) -> Bool,
  file: StaticString = #fileID, line: UInt = #line,
  of loss: (inout M) throws -> Variable<M.Scalar>
) rethrows -> (value: M.Scalar, gradients: Gradients<M.Scalar>) {
  let result = try withoutActuallyEscaping(isTrained) { isTrained in
    try differentiate(&model, [], where: isTrained, file, line) { model, _ in try loss(&model) }
  }
  require(
    !result.gradients.names.isEmpty,
    "valueWithGradients: none of the parameters is chosen: \(list(model.parameters.map(\.name)))",
    file: file, line: line)
  var gradients = result.gradients
  gradients.isPartial = true
  return (result.value, gradients)
}

/// The value of a loss and its gradients with respect to a model's parameters and to several inputs, in one
/// pass; see ``valueWithGradients(at:and:file:line:of:)-(_,Tensor<M.Scalar>,_,_,_)`` for one input.
public func valueWithGradients<M: Module>(
  at model: inout M, and inputs: [Tensor<M.Scalar>],
  file: StaticString = #fileID, line: UInt = #line,
  of loss: (_ model: inout M, _ inputs: [Variable<M.Scalar>]) throws -> Variable<M.Scalar>
) rethrows -> (
  value: M.Scalar, gradients: Gradients<M.Scalar>, inputGradients: [Tensor<M.Scalar>]
) {
  try differentiate(&model, inputs, file, line, of: loss)
}

/// The value of a loss and its gradients with respect to a model's parameters and to an input, in one pass.
///
/// ```swift
/// let (loss, gradients, slope) = valueWithGradients(at: &model, and: images) { model, images in
///   softmaxCrossEntropy(logits: model.forward(images, in: &context), labels: labels)
/// }
/// let adversarial = images + 0.1 * slope.map { $0 > 0 ? 1 : -1 }
/// ```
///
/// Traps when the closure does not give a single number, or one that depends on neither.
public func valueWithGradients<M: Module>(
  at model: inout M, and input: Tensor<M.Scalar>,
  file: StaticString = #fileID, line: UInt = #line,
  of loss: (_ model: inout M, _ input: Variable<M.Scalar>) throws -> Variable<M.Scalar>
) rethrows -> (value: M.Scalar, gradients: Gradients<M.Scalar>, inputGradient: Tensor<M.Scalar>) {
  let result = try differentiate(&model, [input], file, line) { try loss(&$0, $1[0]) }
  return (result.value, result.gradients, result.inputGradients[0])
}

/// The output of a function of a model, and the way back to the model's gradients, for as many upstream
/// gradients as one likes: those of several losses, or of each sample.
///
/// The model's parameters are constants again when it returns. See ``RecordedPullback``.
public func valueWithPullback<M: Module>(
  at model: inout M, file: StaticString = #fileID, line: UInt = #line,
  of function: (inout M) throws -> Variable<M.Scalar>
) rethrows -> (
  value: Tensor<M.Scalar>, pullback: RecordedPullback<M.Scalar, Gradients<M.Scalar>>
) {
  let tape = Tape<M.Scalar>(file: file, line: line)
  let (names, before) = trackParameters(on: tape) { model.visitParameters($0) }
  defer {
    restoreParameters(before) { model.visitParameters($0) }
    tape.release()
  }
  let output = try function(&model)
  let pullback = RecordedPullback(
    of: output, on: tape, tracked: names.count, file: file, line: line
  ) { Gradients(names: names, parts: $0) }
  return (output.value, pullback)
}

/// What the functions above have in common: parameters and inputs on one tape.
private func differentiate<M: Module>(
  _ model: inout M, _ inputs: [Tensor<M.Scalar>], where isTrained: ((ParameterName) -> Bool)? = nil,
  _ file: StaticString, _ line: UInt,
  of loss: (inout M, [Variable<M.Scalar>]) throws -> Variable<M.Scalar>
) rethrows -> (
  value: M.Scalar, gradients: Gradients<M.Scalar>, inputGradients: [Tensor<M.Scalar>]
) {
  let tape = Tape<M.Scalar>(file: file, line: line)
  let (names, before) = trackParameters(on: tape, where: isTrained) { model.visitParameters($0) }
  defer {
    restoreParameters(before) { model.visitParameters($0) }
    tape.release()
  }
  let output = try loss(&model, inputs.map(tape.track))
  require(
    !output.isConstant || tape.count == 0,
    "valueWithGradients: the loss depends on no parameter of \(M.self). Hint: the closure's argument is the "
      + "model to be used, and a variable's value is a constant.",
    file: file, line: line)
  var gradients = tape.gradients(
    of: output, tracked: names.count + inputs.count, file: file, line: line)
  var ofInputs: [Tensor<M.Scalar>] = []
  if !inputs.isEmpty {
    ofInputs = gradients.removeLast(inputs.count)
  }
  return (output.value.scalar(), Gradients(names: names, parts: gradients), ofInputs)
}

// These two know the scalar and not the model, so that what they do with each parameter is compiled
// for Float and Double.

/// Puts the chosen parameters on a tape, and makes the others constants. Returns the names of the chosen
/// ones, and what was on another tape, by its place: nothing, but inside of another differentiation.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func trackParameters<Scalar: TensorScalar>(
  on tape: Tape<Scalar>, where isChosen: ((ParameterName) -> Bool)? = nil,
  visitParameters: (ParameterAction<Scalar>) -> Void
) -> (names: [ParameterName], before: [Int: Variable<Scalar>]) {
  var names: [ParameterName] = []
  names.reserveCapacity(8)
  var before: [Int: Variable<Scalar>] = [:]
  var index = 0
  visitParameters { name, parameter in
    guard !name.isBuffer else { return }
    if parameter.isTracked { before[index] = parameter }
    index += 1
    if isChosen?(name) ?? true {
      names.append(name)
      parameter = tape.track(parameter.value)
    } else {
      parameter = Variable(parameter.value)
    }
  }
  return (names, before)
}

/// Makes the parameters what they were: constants, or variables of another tape.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func restoreParameters<Scalar: TensorScalar>(
  _ before: [Int: Variable<Scalar>], visitParameters: (ParameterAction<Scalar>) -> Void
) {
  var index = 0
  visitParameters { name, parameter in
    parameter = Variable(parameter.value)
    // Outside of another differentiation there is nothing to look up.
    guard !before.isEmpty, !name.isBuffer else { return }
    if let variable = before[index] { parameter = variable }
    index += 1
  }
}
