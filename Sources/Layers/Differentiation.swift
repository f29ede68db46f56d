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
/// Traps when the closure does not give a single number.
public func valueWithGradients<M: Module>(
  at model: inout M, file: StaticString = #fileID, line: UInt = #line,
  of loss: (inout M) throws -> Variable<M.Scalar>
) rethrows -> (value: M.Scalar, gradients: Gradients<M.Scalar>) {
  let tape = Tape<M.Scalar>()
  let names = trackParameters(on: tape) { model.visitParameters($0) }
  defer {
    detachParameters { model.visitParameters($0) }
    tape.release()
  }
  let output = try loss(&model)
  let gradients = tape.gradients(of: output, tracked: names.count, file: file, line: line)
  return (output.value.scalar(), Gradients(names: names, tensors: gradients))
}

// These two know the scalar and not the model, so that what they do with each parameter is compiled
// for Float and Double.

/// Puts the parameters on a tape, and returns their names.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func trackParameters<Scalar: TensorScalar>(
  on tape: Tape<Scalar>, visitParameters: (ParameterVisit<Scalar>) -> Void
) -> [ParameterName] {
  var names: [ParameterName] = []
  names.reserveCapacity(8)
  visitParameters { name, parameter in
    guard !name.isBuffer else { return }
    names.append(name)
    parameter = tape.track(parameter.value)
  }
  return names
}

/// Makes the parameters constants again.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func detachParameters<Scalar: TensorScalar>(
  visitParameters: (ParameterVisit<Scalar>) -> Void
) {
  visitParameters { _, parameter in parameter = parameter.detached() }
}
