import Autograd
import TensorCore

/// The gated recurrent unit (Cho et al., 2014).
///
/// The blocks of W, U and the biases are r, z and n, in PyTorch's order, and r acts after the product with U:
///
///     r = σ(W_r·x + b_r + U_r·h + b′_r)        z = σ(W_z·x + b_z + U_z·h + b′_z)
///     n = tanh(W_n·x + b_n + r ⊙ (U_n·h + b′_n))
///     h′ = n + z ⊙ (h − n)
public struct GRUCell<Scalar: TensorScalar>: RecurrentCell {
  /// "GRU"
  public static var name: String { "GRU" }
  /// Three: r, z and n.
  public static var gateCount: Int { 3 }

  /// W [3·H, D], U [3·H, H] and two biases.
  public var weights: RecurrentWeights<Scalar>

  /// Makes a cell of its weights.
  public init(weights: RecurrentWeights<Scalar>) { self.weights = weights }

  /// h′.
  public static func next(
    _ ofInput: Variable<Scalar>, _ ofState: Variable<Scalar>, from state: RecurrentState<Scalar>
  ) -> RecurrentState<Scalar> {
    let (w, u) = (ofInput.split(into: 3, along: -1), ofState.split(into: 3, along: -1))
    let (reset, keep) = ((w[0] + u[0]).sigmoid(), (w[1] + u[1]).sigmoid())
    let new = (w[2] + reset * u[2]).tanh()
    return RecurrentState(hidden: new + keep * (state.hidden - new))
  }
}

/// A network of gated recurrent units over sequences [B, T, D]; see ``Recurrent``.
public typealias GRU<Scalar: TensorScalar> = Recurrent<GRUCell<Scalar>>
