import TensorCore

/// The value of a function of tensors, and its gradient with respect to each.
///
/// The function must give a single number. Where it does not depend on an input, that gradient is zero.
///
/// ```swift
/// let (loss, gradients) = valueWithGradients(at: [w, b]) { parameters in
///   (matmul(Variable(x), parameters[0]) + parameters[1] - Variable(y)).squared().mean()
/// }
/// ```
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func valueWithGradients<Scalar: TensorScalar>(
  at inputs: [Tensor<Scalar>], file: StaticString = #fileID, line: UInt = #line,
  of function: ([Variable<Scalar>]) throws -> Variable<Scalar>
) rethrows -> (value: Tensor<Scalar>, gradients: [Tensor<Scalar>]) {
  let tape = Tape<Scalar>(file: file, line: line)
  // Also when the function throws.
  defer { tape.release() }
  let variables = inputs.map(tape.track)
  let output = try function(variables)
  let gradients = tape.gradients(of: output, tracked: inputs.count, file: file, line: line)
  return (output.value, gradients.tensors)
}

/// The gradient of a function of one tensor that gives a single number.
///
/// `gradient(at: x) { ($0 * $0).sum() }` is 2·x.
public func gradient<Scalar: TensorScalar>(
  at input: Tensor<Scalar>, file: StaticString = #fileID, line: UInt = #line,
  of function: (Variable<Scalar>) throws -> Variable<Scalar>
) rethrows -> Tensor<Scalar> {
  try valueWithGradients(at: [input], file: file, line: line) { try function($0[0]) }.gradients[0]
}

/// The value of a function of tensors, and the gradients of ⟨value, upstream⟩ with respect to each: the
/// vector-Jacobian product, for functions that give more than a single number.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func valueWithGradients<Scalar: TensorScalar>(
  at inputs: [Tensor<Scalar>], upstream: Tensor<Scalar>,
  file: StaticString = #fileID, line: UInt = #line,
  of function: ([Variable<Scalar>]) throws -> Variable<Scalar>
) rethrows -> (value: Tensor<Scalar>, gradients: [Tensor<Scalar>]) {
  let tape = Tape<Scalar>(file: file, line: line)
  // Also when the function throws.
  defer { tape.release() }
  let output = try function(inputs.map(tape.track))
  let gradients = tape.gradients(
    of: output, upstream: upstream, tracked: inputs.count, file: file, line: line)
  return (output.value, gradients.tensors)
}

extension Tape {
  /// The gradients of a variable with respect to the first `tracked` variables of this tape.
  ///
  /// - Parameters:
  ///   - output: What to differentiate; without `upstream`, it must be a single number.
  ///   - upstream: A factor for each element of the output; nil for the derivative of a single number.
  ///   - tracked: How many variables were tracked when the tape began.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func gradients(
    of output: Variable<Scalar>, upstream: Tensor<Scalar>? = nil, tracked: Int,
    file: StaticString, line: UInt
  ) -> GradientList<Scalar> {
    require(
      upstream != nil || output.value.elementCount == 1,
      "gradient: expected a function that gives a single number, found shape \(output.shape). "
        + "Hint: sum() or mean() of it is one.",
      file: file, line: line)
    require(
      upstream == nil || upstream?.shape == output.shape,
      "gradient: the upstream gradient has shape \(upstream?.shape ?? []), "
        + "but the output has \(output.shape)",
      file: file, line: line)
    // A constant does not depend on anything.
    guard let position = position(of: output, file: file, line: line) else {
      return GradientList((0..<tracked).map(zeros))
    }
    var recorded = takeRecords()
    return recorded.backward(
      from: position, upstream: upstream ?? Tensor(repeating: 1, shape: output.shape),
      tracked: tracked)
  }

  /// Where a result stands on this tape; nil for a constant.
  @inline(__always)
  func position(of output: Variable<Scalar>, file: StaticString, line: UInt) -> Int? {
    guard let node = output.node else { return nil }
    require(
      node.tape === self, "gradient: the result is a variable of another tape", file: file,
      line: line)
    return node.position
  }
}
