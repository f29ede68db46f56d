import TensorCore

extension Variable {
  /// Gives, from the gradient of the output of an operation, those of all its inputs, in their order. What
  /// is given for an input whose place in `needed` is false is not looked at, and may be nil.
  public typealias JointPullback = (_ upstream: Tensor<Scalar>, _ needed: [Bool]) ->
    [Tensor<Scalar>?]

  /// Makes the result of an operation whose gradients share work: one pullback, called once, gives those of
  /// all inputs.
  ///
  /// ```swift
  /// /// x / ‖x, y‖
  /// func cosine<Scalar>(_ x: Variable<Scalar>, _ y: Variable<Scalar>) -> Variable<Scalar> {
  ///   let length = (x.value * x.value + y.value * y.value).sqrt()
  ///   return Variable("cosine", x.value / length, [x, y]) { upstream, needed in
  ///     let shared = upstream * y.value / (length * length * length)
  ///     return [needed[0] ? shared * y.value : nil, needed[1] ? -shared * x.value : nil]
  ///   }
  /// }
  /// ```
  ///
  /// When all inputs are constants, so is the result, and the pullback is not kept. Traps when the inputs
  /// are on different tapes, and, on the way back, when the pullback does not give one gradient for each
  /// input, of its shape.
  ///
  /// - Parameters:
  ///   - operation: The name under which errors and the register of proofs know it.
  ///   - value: The result.
  ///   - inputs: The inputs, in any number; one may appear several times.
  ///   - pullback: From the upstream gradient, and whether each input's gradient is needed (that of a
  ///     constant is not), to the gradients.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init(
    _ operation: StaticString, _ value: Tensor<Scalar>, _ inputs: [Variable],
    pullback: @escaping JointPullback
  ) {
    let needed = inputs.map { $0.node != nil }
    guard needed.contains(true) else {
      self.init(value)
      return
    }
    let shared = SharedGradients(operation, needed, pullback)
    self.init(
      operation, value,
      inputs.enumerated().map { index, input in
        (input, { upstream in shared.take(index, from: upstream) })
      })
  }
}

/// The gradients that a joint pullback has given and that the tape has not asked for yet.
///
/// A class, because the closures of all inputs share them.
private final class SharedGradients<Scalar: TensorScalar> {
  private let operation: StaticString
  private let needed: [Bool]
  private let pullback: Variable<Scalar>.JointPullback
  private var gradients: [Tensor<Scalar>?] = []
  private var waiting = 0

  init(
    _ operation: StaticString, _ needed: [Bool],
    _ pullback: @escaping Variable<Scalar>.JointPullback
  ) {
    self.operation = operation
    self.needed = needed
    self.pullback = pullback
  }

  /// The tape asks for each needed input once: the first one calls the pullback.
  func take(_ index: Int, from upstream: Tensor<Scalar>) -> Tensor<Scalar> {
    if waiting == 0 {
      gradients = pullback(upstream, needed)
      waiting = needed.count { $0 }
      require(
        gradients.count == needed.count,
        "\(operation): the pullback gives \(gradients.count) gradients for \(needed.count) inputs")
    }
    waiting -= 1
    guard let gradient = gradients[index].take() else {
      fatalError("\(operation): the pullback gives no gradient for input \(index), which needs one")
    }
    return gradient
  }
}
