import TensorCore

/// What a check of gradients wants to see of a backward pass.
package struct BackwardObserver<Scalar: TensorScalar> {
  /// Called for each operation that an upstream gradient has reached.
  package var operationReceived: (_ operation: StaticString, _ upstream: Tensor<Scalar>) -> Void

  /// Called for a pullback that gives a gradient of another shape than its input's, with the input's
  /// place on the tape. The gradient is dropped; without an observer, the program stops.
  package var wrongShapeGiven:
    (_ operation: StaticString, _ input: Int, _ found: Shape, _ expected: Shape) -> Void

  /// Makes an observer of two closures.
  package init(
    operationReceived: @escaping (StaticString, Tensor<Scalar>) -> Void,
    wrongShapeGiven: @escaping (StaticString, Int, Shape, Shape) -> Void
  ) {
    self.operationReceived = operationReceived
    self.wrongShapeGiven = wrongShapeGiven
  }
}
