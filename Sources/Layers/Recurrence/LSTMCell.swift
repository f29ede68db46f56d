import Autograd
import TensorCore

/// Long short-term memory (Hochreiter and Schmidhuber, 1997; with the forget gate of Gers, Schmidhuber and
/// Cummins, 2000).
///
/// The blocks of W, U and the biases are i, f, g and o, in PyTorch's order. With a = W·x + b + U·h + b′:
///
///     i = σ(aᵢ)   f = σ(a_f)   g = tanh(a_g)   o = σ(aₒ)
///     c′ = f ⊙ c + i ⊙ g       what is kept, and what is written
///     h′ = o ⊙ tanh(c′)        what is shown
///
/// ∂c′/∂c = f: where the gate is open, a gradient passes as it is, over any number of steps.
public struct LSTMCell<Scalar: TensorScalar>: RecurrentCell {
  /// "LSTM"
  public static var name: String { "LSTM" }
  /// Four: i, f, g and o.
  public static var gateCount: Int { 4 }
  /// True: c besides h.
  public static var hasCell: Bool { true }

  /// W [4·H, D], U [4·H, H] and two biases.
  public var weights: RecurrentWeights<Scalar>

  /// Makes a cell of its weights.
  public init(weights: RecurrentWeights<Scalar>) { self.weights = weights }

  /// h′ and c′; traps when the state has no c.
  public static func next(
    _ ofInput: Variable<Scalar>, _ ofState: Variable<Scalar>, from state: RecurrentState<Scalar>
  ) -> RecurrentState<Scalar> {
    let a = (ofInput + ofState).split(into: 4, along: -1)
    let (write, keep, new, show) = (a[0].sigmoid(), a[1].sigmoid(), a[2].tanh(), a[3].sigmoid())
    guard let previous = state.cell else {
      fatalError("LSTMCell: expected a state with h and c, found one of h alone")
    }
    let cell = keep * previous + write * new
    return RecurrentState(hidden: show * cell.tanh(), cell: cell)
  }

  /// Sets what the forget gate is shifted by in all units: `bias_ih` there becomes the value and `bias_hh` 0.
  ///
  /// With 1 a new network keeps most of what it has read, f ≈ σ(1) = 0.73, and gradients reach further back
  /// (Jozefowicz, Zaremba and Sutskever, 2015).
  public mutating func setForgetBias(_ value: Double) {
    let width = weights.width
    let forget = width..<2 * width
    weights.inputBias.value[forget] = Tensor(repeating: Scalar(value), shape: [width])
    weights.stateBias.value[forget] = .zeros([width])
  }
}

/// Long short-term memory over sequences [B, T, D]; see ``Recurrent``.
public typealias LSTM<Scalar: TensorScalar> = Recurrent<LSTMCell<Scalar>>
