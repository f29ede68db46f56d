import TensorCore

/// A tensor, and where it stands on a tape, if on one.
///
/// Operations on variables compute their value at once. If an input is on a tape, the operation is
/// recorded there with a pullback for each input: a function from the gradient of the output to that of
/// the input. A variable that is not on a tape is a constant.
///
/// An operation of your own is its value and its pullbacks, next to each other:
///
/// ```swift
/// func softsign<Scalar>(_ x: Variable<Scalar>) -> Variable<Scalar> {
///   let slope = x.value.map { 1 / (1 + $0.magnitude) }
///   return Variable("softsign", x.value * slope, (x, { upstream in upstream * slope * slope }))
/// }
/// ```
public struct Variable<Scalar: TensorScalar> {
  /// The number or numbers.
  public var value: Tensor<Scalar>

  /// The place on a tape; nil for a constant.
  let node: (tape: Tape<Scalar>, position: Int)?

  /// Makes a constant.
  public init(_ value: Tensor<Scalar>) {
    self.value = value
    node = nil
  }

  /// Makes the result of an operation.
  ///
  /// Pullbacks of constants are neither kept nor called; when all inputs are constants, so is the
  /// result. A pullback runs on plain tensors, and must give a gradient of its input's shape. Traps
  /// when the inputs are on different tapes.
  ///
  /// - Parameters:
  ///   - operation: The name under which errors and the register of proofs know it.
  ///   - value: The result.
  ///   - inputs: Each input with its pullback.
  public init(
    _ operation: StaticString, _ value: Tensor<Scalar>,
    _ inputs: (variable: Variable, pullback: Pullback<Scalar>)...
  ) {
    self.init(operation, value, inputs)
  }

  /// Makes the result of an operation with any number of inputs.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(
    _ operation: StaticString, _ value: Tensor<Scalar>,
    _ inputs: [(variable: Variable, pullback: Pullback<Scalar>)]
  ) {
    self.value = value
    guard let tape = inputs.lazy.compactMap({ $0.variable.node?.tape }).first else {
      node = nil
      return
    }
    if let tracer = tape.tracer {
      tracer.inspect(value, operation: operation, layer: tracer.layer, isBackward: false)
    }
    node = (tape, tape.append(operation, value.shape, inputs))
  }

  init(_ value: Tensor<Scalar>, at position: Int, of tape: Tape<Scalar>) {
    self.value = value
    node = (tape, position)
  }

  /// The same value as a constant: no gradient flows through it.
  public func detached() -> Variable { Variable(value) }

  /// The extents of the value.
  public var shape: Shape { value.shape }

  /// The number of axes of the value.
  public var rank: Int { value.rank }
}
