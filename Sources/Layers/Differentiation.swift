import Autograd
import TensorCore

/// The value of a loss and its gradients with respect to a model's parameters.
///
/// The parameters are put on a fresh tape, the closure runs, and afterwards they are constants again,
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
  let tape = Tape<M.Scalar>()
  let (names, before) = trackParameters(on: tape) { model.visitParameters($0) }
  defer {
    restoreParameters(before) { model.visitParameters($0) }
    tape.release()
  }
  let output = try loss(&model)
  require(
    !output.isConstant || names.isEmpty,
    "valueWithGradients: the loss depends on no parameter of \(M.self). Hint: the closure's argument is the "
      + "model to be used, and a variable's value is a constant.",
    file: file, line: line)
  let gradients = tape.gradients(of: output, tracked: names.count, file: file, line: line)
  return (output.value.scalar(), Gradients(names: names, tensors: gradients))
}

// These two know the scalar and not the model, so that what they do with each parameter is compiled
// for Float and Double.

/// Puts the parameters on a tape. Returns their names, and those that were on another tape, by their place:
/// none, but inside of another differentiation.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func trackParameters<Scalar: TensorScalar>(
  on tape: Tape<Scalar>, visitParameters: (ParameterVisit<Scalar>) -> Void
) -> (names: [ParameterName], before: [Int: Variable<Scalar>]) {
  var names: [ParameterName] = []
  names.reserveCapacity(8)
  var before: [Int: Variable<Scalar>] = [:]
  visitParameters { name, parameter in
    guard !name.isBuffer else { return }
    if !parameter.isConstant { before[names.count] = parameter }
    names.append(name)
    parameter = tape.track(parameter.value)
  }
  return (names, before)
}

/// Makes the parameters what they were: constants, or variables of another tape.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func restoreParameters<Scalar: TensorScalar>(
  _ before: [Int: Variable<Scalar>], visitParameters: (ParameterVisit<Scalar>) -> Void
) {
  var index = 0
  visitParameters { name, parameter in
    guard !name.isBuffer else {
      parameter = parameter.detached()
      return
    }
    parameter = before[index] ?? parameter.detached()
    index += 1
  }
}
