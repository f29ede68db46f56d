import TensorCore

/// The way back through a function that has run: from an upstream gradient, one factor for each element of
/// the function's value, to the gradients of ⟨value, upstream⟩.
///
/// It can be asked as often as one likes, and the function does not run again:
///
/// ```swift
/// let (losses, pullback) = valueWithPullback(at: [w]) { w in lossOfEachTask(w[0]) }   // shape [2]
/// let ofTheFirst = pullback([1, 0])[0]
/// let ofTheSecond = pullback([0, 1])[0]
/// ```
///
/// It keeps what the operations need for the way back, as long as it lives.
public struct RecordedPullback<Scalar: TensorScalar, Result> {
  private let recorded: RecordedOperations<Scalar>
  private let shape: Shape
  /// Where the value stands among what was recorded; nil for a constant, on which nothing depends.
  private let position: Int?
  private let tracked: Int
  private let result: (GradientList<Scalar>) -> Result

  /// Takes what a tape has recorded.
  ///
  /// - Parameters:
  ///   - output: The value, a variable of the tape or a constant.
  ///   - tape: The tape, which is over after it.
  ///   - tracked: How many variables were tracked when the tape began.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///   - result: What is made of the tracked variables' gradients.
  package init(
    of output: Variable<Scalar>, on tape: Tape<Scalar>, tracked: Int,
    file: StaticString, line: UInt, result: @escaping (GradientList<Scalar>) -> Result
  ) {
    shape = output.shape
    position = tape.position(of: output, file: file, line: line)
    recorded = tape.takeRecords()
    self.tracked = tracked
    self.result = result
  }

  /// The gradients for an upstream gradient, zeros where the value does not depend on an input. Traps when
  /// the upstream gradient does not have the value's shape.
  public func callAsFunction(
    _ upstream: Tensor<Scalar>, file: StaticString = #fileID, line: UInt = #line
  ) -> Result {
    require(
      upstream.shape == shape,
      "pullback: the upstream gradient has shape \(upstream.shape), but the value has \(shape)",
      file: file, line: line)
    guard let position else { return result(GradientList((0..<tracked).map(recorded.zeros))) }
    var recorded = recorded
    return result(recorded.backward(from: position, upstream: upstream, tracked: tracked))
  }
}

/// The value of a function of tensors, and the way back: its ``RecordedPullback``, for as many upstream
/// gradients as one likes.
public func valueWithPullback<Scalar: TensorScalar>(
  at inputs: [Tensor<Scalar>], file: StaticString = #fileID, line: UInt = #line,
  of function: ([Variable<Scalar>]) throws -> Variable<Scalar>
) rethrows -> (value: Tensor<Scalar>, pullback: RecordedPullback<Scalar, [Tensor<Scalar>]>) {
  let tape = Tape<Scalar>(file: file, line: line)
  // Also when the function throws.
  defer { tape.release() }
  let output = try function(inputs.map(tape.track))
  return (
    output.value,
    RecordedPullback(of: output, on: tape, tracked: inputs.count, file: file, line: line) {
      $0.tensors
    }
  )
}

/// The Jacobian of a function of one tensor: ∂valueᵢ/∂inputⱼ, of the value's shape followed by the input's.
///
/// The function runs once, and once back for each element of its value. Traps when both shapes together have
/// more than ``Shape/maximumRank`` axes.
///
/// `jacobian(at: x) { $0 * $0 }` for x of shape [3] is a diagonal matrix, [3, 3].
public func jacobian<Scalar: TensorScalar>(
  at input: Tensor<Scalar>, file: StaticString = #fileID, line: UInt = #line,
  of function: (Variable<Scalar>) throws -> Variable<Scalar>
) rethrows -> Tensor<Scalar> {
  let (value, pullback) = try valueWithPullback(at: [input], file: file, line: line) {
    try function($0[0])
  }
  let shape = Shape(value.shape.dimensions + input.shape.dimensions, file: file, line: line)
  var elements: [Scalar] = []
  elements.reserveCapacity(shape.elementCount)
  for index in 0..<value.elementCount {
    var upstream = [Scalar](repeating: 0, count: value.elementCount)
    upstream[index] = 1
    elements += pullback(Tensor(shape: value.shape, elements: upstream))[0].elements
  }
  return Tensor(shape: shape, elements: elements)
}
