import Autograd
import GradientChecking
import Layers
import TensorCore

/// Recurrent cells and layers, by inputs, initial states and all weights: outputs, and the state at the end.
enum RecurrenceProof: String, CaseIterable, ModuleProof {
  case rnnCell = "RNNCell"
  case lstmCell = "LSTMCell"
  case gruCell = "GRUCell"
  case rnn = "RNN"
  case lstm = "LSTM"
  case gru = "GRU"
  case oneStep = "LSTM over one step"
  case rnnOfLayers = "RNN of two layers and directions, padded"
  case lstmOfLayers = "LSTM of two layers and directions, padded"
  case gruOfLayers = "GRU of two layers and directions, padded"
  case cellOfOnesOwn = "a cell of one's own, padded"

  var name: String { rawValue }

  private var isCell: Bool { rawValue.hasSuffix("Cell") }
  private var isLSTM: Bool { rawValue.hasPrefix("LSTM") }
  private var isPadded: Bool { rawValue.hasSuffix("padded") }
  private var layers: Int { rawValue.contains("layers") ? 2 : 1 }

  /// x, h and, for an LSTM, c.
  var inputs: [FunctionInput] {
    let state: FunctionInput =
      isCell ? [2, 3] : layers == 2 ? [4, 2, 2] : self == .cellOfOnesOwn ? [1, 2, 2] : [1, 2, 3]
    let steps = self == .oneStep ? 1 : 3
    return [isCell ? [2, 2] : [2, steps, 2], state] + (isLSTM ? [state] : [])
  }

  func subject<S: TensorScalar>(using generator: inout RandomGenerator) -> ProofSubject<S> {
    switch self {
    case .rnnCell: cell(RNNCell<S>(2, 3, using: &generator))
    case .lstmCell: cell(LSTMCell<S>(2, 3, using: &generator))
    case .gruCell: cell(GRUCell<S>(2, 3, using: &generator))
    case .rnn: network(RNN<S>(2, 3, using: &generator))
    case .lstm, .oneStep: network(LSTM<S>(2, 3, using: &generator))
    case .gru: network(GRU<S>(2, 3, using: &generator))
    case .rnnOfLayers:
      network(
        RNN<S>(2, 2, layers: 2, isBidirectional: true, dropout: 0.3, using: &generator))
    case .lstmOfLayers:
      network(
        LSTM<S>(2, 2, layers: 2, isBidirectional: true, dropout: 0.3, using: &generator))
    case .gruOfLayers:
      network(
        GRU<S>(2, 2, layers: 2, isBidirectional: true, dropout: 0.3, using: &generator))
    case .cellOfOnesOwn: network(Recurrent<SoftsignCell<S>>(2, 2, using: &generator))
    }
  }

  private func cell<C: RecurrentCell>(_ cell: C) -> ProofSubject<C.Scalar> {
    ProofSubject(cell) { cell, inputs, context in
      let state = RecurrentState(hidden: inputs[1], cell: inputs.count > 2 ? inputs[2] : nil)
      return cell.forward((inputs[0], state), in: &context).inOneRow()
    }
  }

  private func network<C: RecurrentCell>(_ network: Recurrent<C>) -> ProofSubject<C.Scalar> {
    let lengths: Tensor<Int>? = isPadded ? [2, 3] : nil
    return ProofSubject(network) { network, inputs, context in
      let state = RecurrentState(hidden: inputs[1], cell: inputs.count > 2 ? inputs[2] : nil)
      let (outputs, last) = network.forward(
        RecurrentInput(inputs[0], state: state, lengths: lengths), in: &context)
      return .concatenate([outputs.flattened(), last.inOneRow()])
    }
  }
}

/// A cell that has no fused kernel.
struct SoftsignCell<Scalar: TensorScalar>: RecurrentCell {
  static var name: String { "Softsign" }
  static var gateCount: Int { 1 }
  var weights: RecurrentWeights<Scalar>

  static func next(
    _ ofInput: Variable<Scalar>, _ ofState: Variable<Scalar>, from state: RecurrentState<Scalar>
  ) -> RecurrentState<Scalar> {
    let a = ofInput + ofState
    return RecurrentState(hidden: a / (1 + a.abs()))
  }
}

extension RecurrentState {
  fileprivate func inOneRow() -> Variable<Scalar> {
    .concatenate([hidden.flattened()] + (cell.map { [$0.flattened()] } ?? []))
  }
}

let moduleProofs: [any ModuleProof] =
  RecurrenceProof.allCases + AttentionLayerProof.allCases + GPTProof.allCases
