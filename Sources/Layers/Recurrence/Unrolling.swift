import Autograd
import TensorCore

extension RecurrentCell {
  /// The states of a cell that reads a sequence: h at each step, shape [T, B, H], and the state after the last.
  ///
  /// The network unrolled in time, with the same weights at each step. The products with the input do not
  /// depend on the state, and so all of them are one.
  ///
  /// - Parameters:
  ///   - sequence: x, shape [T, B, D].
  ///   - state: The state before the first step.
  ///   - isReversed: Whether to read from back to front.
  ///   - padding: Which steps are padding: the state passes them as it is. Nil for none.
  func unrolled(
    over sequence: Variable<Scalar>, from state: RecurrentState<Scalar>, isReversed: Bool,
    _ padding: Padding?
  ) -> (hidden: Variable<Scalar>, last: RecurrentState<Scalar>) {
    let ofInput = weights.ofInput(sequence)
    var state = state
    var hidden: [Variable<Scalar>] = []
    let steps = 0..<sequence.shape[0]
    for step in isReversed ? Array(steps.reversed()) : Array(steps) {
      let next = Self.next(ofInput[step], weights.ofState(state.hidden), from: state)
      state = padding.map { next.select($0.isTrue(at: step), otherwise: state) } ?? next
      hidden.append(state.hidden)
    }
    return (.stack(isReversed ? hidden.reversed() : hidden), state)
  }
}
