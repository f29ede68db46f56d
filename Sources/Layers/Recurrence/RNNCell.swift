import Autograd
import TensorCore

/// The plain recurrent cell (Elman, 1990, *Finding Structure in Time*): h′ = tanh(W·x + b + U·h + b′).
public struct RNNCell<Scalar: TensorScalar>: RecurrentCell {
  /// "RNN"
  public static var name: String { "RNN" }
  /// One: the new state itself.
  public static var gateCount: Int { 1 }

  /// W [H, D], U [H, H] and two biases.
  public var weights: RecurrentWeights<Scalar>

  /// Makes a cell of its weights.
  public init(weights: RecurrentWeights<Scalar>) { self.weights = weights }

  /// tanh of the sum.
  public static func next(
    _ ofInput: Variable<Scalar>, _ ofState: Variable<Scalar>, from state: RecurrentState<Scalar>
  ) -> RecurrentState<Scalar> {
    RecurrentState(hidden: (ofInput + ofState).tanh())
  }
}

/// A plain recurrent network over sequences [B, T, D]; see ``Recurrent``.
public typealias RNN<Scalar: TensorScalar> = Recurrent<RNNCell<Scalar>>
