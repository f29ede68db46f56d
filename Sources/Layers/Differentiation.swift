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
  var names: [ParameterName] = []
  model.visitParameters { name, parameter in
    guard !name.isBuffer else { return }
    names.append(name)
    parameter = tape.track(parameter.value)
  }
  defer {
    model.visitParameters { _, parameter in parameter = parameter.detached() }
    tape.release()
  }
  let output = try loss(&model)
  let gradients = tape.gradients(of: output, tracked: names.count, file: file, line: line)
  return (output.value.scalar(), Gradients(names: names, tensors: gradients))
}
