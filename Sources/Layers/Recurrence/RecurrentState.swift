import Autograd
import TensorCore

/// What a recurrent network remembers of what it has read: h, and for an LSTM c besides.
///
/// Of a cell the shapes are [B, H]; of a layer over time they are [L, B, H], or [2·L, B, H] where it reads in
/// both directions: layer by layer, forward before reverse, as in PyTorch. It goes in as a value and comes out
/// as a value; nothing is kept in between.
public struct RecurrentState<Scalar: TensorScalar>: Sendable {
  /// h, which is also what the network gives out at each step.
  public var hidden: Variable<Scalar>
  /// c, which an LSTM has besides; nil for the others.
  public var cell: Variable<Scalar>?

  /// Makes a state from h and, for an LSTM, c.
  public init(hidden: Variable<Scalar>, cell: Variable<Scalar>? = nil) {
    self.hidden = hidden
    self.cell = cell
  }

  /// The same values as constants: the way back to how they came about is cut off, for all of them.
  ///
  /// Truncated backpropagation through time does so between two chunks of a text (Williams and Peng, 1990).
  public func detached() -> RecurrentState { map { $0.detached() } }

  /// A function of h, and of c if there is one.
  func map(_ function: (Variable<Scalar>) -> Variable<Scalar>) -> RecurrentState {
    RecurrentState(hidden: function(hidden), cell: cell.map(function))
  }

  /// This state where a condition holds, another one elsewhere.
  func select(_ condition: Tensor<Bool>, otherwise other: RecurrentState) -> RecurrentState {
    RecurrentState(
      hidden: Autograd.select(condition, hidden, other.hidden),
      cell: cell.map { Autograd.select(condition, $0, other.cell!) })
  }

  /// Several states along a new axis in front.
  static func stack(_ states: [RecurrentState]) -> RecurrentState {
    let cells = states.compactMap(\.cell)
    return RecurrentState(
      hidden: .stack(states.map(\.hidden)), cell: cells.isEmpty ? nil : .stack(cells))
  }
}
