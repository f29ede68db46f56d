import TensorCore

/// A tensor, and where it stands on a tape, if on one.
///
/// Operations on variables compute their value at once. If an input is on a tape, the operation is
/// recorded there with a pullback for each input: a function from the gradient of the output to that of
/// the input. A variable that is not on a tape is a constant, and so is one that is kept after the gradients
/// have been taken.
///
/// A variable may be handed to other tasks, and so may a model, which is made of variables. While a variable is
/// on a tape, an operation on it traps in any other task or thread than that of the differentiation.
///
/// An operation of your own is its value and its pullbacks, next to each other:
///
/// ```swift
/// func softsign<Scalar>(_ x: Variable<Scalar>) -> Variable<Scalar> {
///   let slope = x.value.map { 1 / (1 + $0.magnitude) }
///   return Variable("softsign", x.value * slope, (x, { upstream in upstream * slope * slope }))
/// }
/// ```
public struct Variable<Scalar: TensorScalar>: Sendable {
  /// The number or numbers.
  public var value: Tensor<Scalar>

  /// W, if this is a weighted mean Σw·x / W: what it counts for beside the means of other batches. Nil for
  /// all else; an operation on a mean forgets it.
  public var meanWeight: Double?

  /// Where it was recorded; nil for a constant.
  private let place: (tape: Tape<Scalar>, position: Int)?

  /// The place on a tape; nil for a constant, once the gradients of the tape have been taken, and while
  /// nothing is to be recorded.
  @inline(__always)
  var node: (tape: Tape<Scalar>, position: Int)? {
    guard let place, !place.tape.isOver, !place.tape.rests else { return nil }
    return place
  }

  /// Whether it is on a tape that is not over, even if nothing is recorded at the moment.
  package var isTracked: Bool {
    guard let place else { return false }
    return !place.tape.isOver
  }

  /// Makes a constant.
  public init(_ value: Tensor<Scalar>) {
    self.value = value
    place = nil
  }

  /// An input of an operation: the variable, and the function that gives its gradient from that of the
  /// result.
  public typealias Input = (variable: Variable, pullback: Pullback<Scalar>)

  // One initializer for each number of inputs: an array of inputs would cost more than a small
  // operation itself. Inlined, because only the place of an input is needed, not a copy of it.

  /// Makes the result of an operation.
  ///
  /// The pullback of a constant is neither kept nor called; when all inputs are constants, so is the
  /// result. A pullback runs on plain tensors, and must give a gradient of its input's shape. Traps
  /// when the inputs are on different tapes.
  ///
  /// - Parameters:
  ///   - operation: The name under which errors and the register of proofs know it.
  ///   - value: The result.
  ///   - input: The input with its pullback. The expression is evaluated once where nothing is recorded, where
  ///     no pullback is made of it, and twice otherwise.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @inline(__always)
  public init(
    _ operation: StaticString, _ value: Tensor<Scalar>, _ input: @autoclosure () -> Input
  ) {
    self.value = value
    guard let tape = input().variable.node?.tape else {
      place = nil
      return
    }
    let input = input()
    let start = tape.beginRecord(of: operation)
    tape.contribute(to: input.variable, input.pullback, of: operation)
    place = (tape, tape.record(operation, value, contributionsFrom: start))
  }

  /// Makes the result of an operation with two inputs; see
  /// ``init(_:_:_:)-(_,_,()->Variable<Scalar>.Input)``.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @inline(__always)
  public init(
    _ operation: StaticString, _ value: Tensor<Scalar>, _ first: @autoclosure () -> Input,
    _ second: @autoclosure () -> Input
  ) {
    self.value = value
    guard let tape = first().variable.node?.tape ?? second().variable.node?.tape else {
      place = nil
      return
    }
    let (first, second) = (first(), second())
    let start = tape.beginRecord(of: operation)
    tape.contribute(to: first.variable, first.pullback, of: operation)
    tape.contribute(to: second.variable, second.pullback, of: operation)
    place = (tape, tape.record(operation, value, contributionsFrom: start))
  }

  /// Makes the result of an operation with three inputs; see
  /// ``init(_:_:_:)-(_,_,()->Variable<Scalar>.Input)``.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @inline(__always)
  public init(
    _ operation: StaticString, _ value: Tensor<Scalar>, _ first: @autoclosure () -> Input,
    _ second: @autoclosure () -> Input, _ third: @autoclosure () -> Input
  ) {
    self.value = value
    guard
      let tape = first().variable.node?.tape ?? second().variable.node?.tape
        ?? third().variable.node?.tape
    else {
      place = nil
      return
    }
    let (first, second, third) = (first(), second(), third())
    let start = tape.beginRecord(of: operation)
    tape.contribute(to: first.variable, first.pullback, of: operation)
    tape.contribute(to: second.variable, second.pullback, of: operation)
    tape.contribute(to: third.variable, third.pullback, of: operation)
    place = (tape, tape.record(operation, value, contributionsFrom: start))
  }

  /// Makes the result of an operation with any number of inputs; see
  /// ``init(_:_:_:)-(_,_,()->Variable<Scalar>.Input)``.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(_ operation: StaticString, _ value: Tensor<Scalar>, _ inputs: [Input]) {
    self.value = value
    guard let tape = inputs.lazy.compactMap({ $0.variable.node?.tape }).first else {
      place = nil
      return
    }
    let start = tape.beginRecord(of: operation)
    for input in inputs { tape.contribute(to: input.variable, input.pullback, of: operation) }
    place = (tape, tape.record(operation, value, contributionsFrom: start))
  }

  init(_ value: Tensor<Scalar>, at position: Int, of tape: Tape<Scalar>) {
    self.value = value
    place = (tape, position)
  }

  /// The same value as a constant: no gradient flows through it.
  ///
  /// A function that does so on purpose says that it `stopsGradients` in its proof.
  public func detached() -> Variable {
    Variable(DetachedValues.current?.replaced(value) ?? value)
  }

  /// Whether it is on no tape: no gradient flows through it. Inside of ``withoutRecording(_:)`` all variables
  /// are constants.
  public var isConstant: Bool { node == nil }

  /// The extents of the value.
  public var shape: Shape { value.shape }

  /// The number of axes of the value.
  public var rank: Int { value.rank }
}
