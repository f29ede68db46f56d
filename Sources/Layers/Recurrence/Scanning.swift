import Autograd
import TensorCore

/// A cell whose steps have kernels: each step in one pass over the gates, forward and back.
private protocol ScannedCell: RecurrentCell {
  static var rule: RecurrentRule { get }
}

extension RNNCell: ScannedCell {
  fileprivate static var rule: RecurrentRule { .rnn }
}
extension LSTMCell: ScannedCell {
  fileprivate static var rule: RecurrentRule { .lstm }
}
extension GRUCell: ScannedCell {
  fileprivate static var rule: RecurrentRule { .gru }
}

extension RecurrentCell {
  /// The same as ``unrolled(over:from:isReversed:_:)``: by kernels, where the cell has them.
  func run(
    over sequence: Variable<Scalar>, from state: RecurrentState<Scalar>, isReversed: Bool,
    _ padding: Padding?
  ) -> (hidden: Variable<Scalar>, last: RecurrentState<Scalar>) {
    guard let rule = (Self.self as? any ScannedCell.Type)?.rule else {
      return unrolled(over: sequence, from: state, isReversed: isReversed, padding)
    }
    return scanned(rule, over: sequence, from: state, isReversed: isReversed, padding)
  }

  /// All steps as one operation on the tape. The gradients of U and of the biases, sums over all steps, are one
  /// product and one sum.
  private func scanned(
    _ rule: RecurrentRule, over sequence: Variable<Scalar>, from state: RecurrentState<Scalar>,
    isReversed: Bool, _ padding: Padding?
  ) -> (hidden: Variable<Scalar>, last: RecurrentState<Scalar>) {
    let ofInput = matmul(sequence, weights.input, transposeB: true)
    let inputs =
      [ofInput, weights.state, weights.inputBias, weights.stateBias, state.hidden]
      + (state.cell.map { [$0] } ?? [])
    let scan = RecurrentScan(
      rule, ofInput: ofInput.value, weight: weights.state.value,
      inputBias: weights.inputBias.value, stateBias: weights.stateBias.value,
      hidden: state.hidden.value, cell: state.cell?.value, lengths: padding?.lengths,
      isReversed: isReversed)
    let steps = sequence.shape[0]
    let rows = steps * sequence.shape[1]
    let hasCell = state.cell != nil
    // An operation has one result: h after each step and, for an LSTM, c after the last.
    let result = Variable("recurrence", scan.result, inputs) { upstream, _ in
      let gradients = scan.gradients(upstream)
      let axes: Axes = [0, 1]
      let ofState = gradients.ofState.reshaped(to: [rows, gradients.ofState.shape[2]])
      let previous = scan.previous
      let inputBias = gradients.ofInput.sum(along: axes)
      return [
        gradients.ofInput,
        TensorCore.matmul(
          ofState, previous.reshaped(to: [rows, previous.shape[2]]), transposeA: true), inputBias,
        rule == .gru ? gradients.ofState.sum(along: axes) : inputBias, gradients.hidden,
      ] + (hasCell ? [gradients.cell] : [])
    }
    let hidden = hasCell ? result[0..<steps] : result
    return (
      hidden,
      RecurrentState(
        hidden: result[isReversed ? 0 : steps - 1], cell: hasCell ? result[steps] : nil)
    )
  }
}
