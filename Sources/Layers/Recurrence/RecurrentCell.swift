import Autograd
import TensorCore

/// One step of a recurrent network: from an input x [B, D] and a state to the next state.
///
/// A cell says what its gates do; the two products are the same for all. ``Recurrent`` runs any cell over
/// sequences. A cell of one's own:
///
/// ```swift
/// /// h′ = ReLU(W·x + U·h): the identity as initial U lets it remember (Le, Jaitly and Hinton, 2015).
/// struct IRNNCell<Scalar: TensorScalar>: RecurrentCell {
///   static var name: String { "IRNN" }
///   static var gateCount: Int { 1 }
///   var weights: RecurrentWeights<Scalar>
///
///   static func next(
///     _ ofInput: Variable<Scalar>, _ ofState: Variable<Scalar>, from state: RecurrentState<Scalar>
///   ) -> RecurrentState<Scalar> {
///     RecurrentState(hidden: (ofInput + ofState).relu())
///   }
/// }
/// ```
public protocol RecurrentCell<Scalar>: Model
where
  Input == (x: Variable<Scalar>, state: RecurrentState<Scalar>), Output == RecurrentState<Scalar>
{
  /// What messages call the network: "LSTM".
  static var name: String { get }
  /// G, how many blocks of H rows the weights have.
  static var gateCount: Int { get }
  /// Whether the state has a c besides h; false unless given.
  static var hasCell: Bool { get }

  /// W, U and the two biases.
  var weights: RecurrentWeights<Scalar> { get set }

  /// Makes a cell of its weights.
  init(weights: RecurrentWeights<Scalar>)

  /// The next state.
  ///
  /// - Parameters:
  ///   - ofInput: W·x + b, shape [B, G·H].
  ///   - ofState: U·h + b, shape [B, G·H].
  ///   - state: h and c, shape [B, H].
  static func next(
    _ ofInput: Variable<Scalar>, _ ofState: Variable<Scalar>, from state: RecurrentState<Scalar>
  ) -> RecurrentState<Scalar>
}

extension RecurrentCell {
  /// False: the state is h alone.
  public static var hasCell: Bool { false }

  /// Makes a cell of D inputs and H units with weights in ±1/√H; traps when one is not positive.
  public init(
    _ inputs: Int, _ width: Int, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(
      weights: RecurrentWeights(
        gates: Self.gateCount, inputs: inputs, width: width, using: &generator, file: file,
        line: line))
  }

  /// What somebody knows who has read nothing: zeros, for B sequences.
  public func blankState(
    batch: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> RecurrentState<Scalar> {
    Self.blankState([batch, weights.width], file: file, line: line)
  }

  static func blankState(
    _ extents: [Int], file: StaticString = #fileID, line: UInt = #line
  ) -> RecurrentState<Scalar> {
    let zeros = Variable<Scalar>(
      .zeros(Shape(extents, file: file, line: line), file: file, line: line))
    return RecurrentState(hidden: zeros, cell: hasCell ? zeros : nil)
  }

  /// One step; traps when the input is not [B, D], or the state not that of such a cell for B sequences.
  public mutating func forward(
    _ input: (x: Variable<Scalar>, state: RecurrentState<Scalar>), in context: inout Context
  ) -> RecurrentState<Scalar> {
    let (x, state) = input
    let place = context.naming("\(Self.name)Cell")
    requireWeights(place)
    require(
      x.rank == 2 && x.shape[1] == weights.inputCount,
      "\(place): expected an input of shape [B, \(weights.inputCount)], found \(x.shape)")
    Self.requireState(state, of: [x.shape[0], weights.width], place)
    return Self.next(weights.ofInput(x), weights.ofState(state.hidden), from: state)
  }

  /// Stops unless the weights have the shapes of such a cell.
  func requireWeights(_ place: String) {
    let parts = [weights.input, weights.state, weights.inputBias, weights.stateBias].map(\.shape)
    let width = parts[1].dimensions.last ?? 0
    let rows = Self.gateCount * width
    require(
      parts[0].rank == 2 && parts[0][0] == rows && parts[1] == [rows, width]
        && parts[2] == [rows] && parts[3] == [rows],
      "\(place): expected weights [\(Self.gateCount)·H, D] and [\(Self.gateCount)·H, H], and two biases "
        + "[\(Self.gateCount)·H], found \(parts)")
  }

  /// Stops unless a state is one of this kind of cell, and of a shape.
  static func requireState(_ state: RecurrentState<Scalar>, of shape: Shape, _ place: String) {
    require(
      (state.cell != nil) == hasCell,
      hasCell
        ? "\(place): expected a state with h and c, found one of h alone, as of an RNN or a GRU"
        : "\(place): expected a state of h alone, found one with c, as of an LSTM")
    for (name, part) in [("h", state.hidden), ("c", state.cell ?? state.hidden)] {
      require(
        part.shape == shape,
        "\(place): expected a state with \(name) of shape \(shape), found \(part.shape)")
    }
  }

  /// `weight_ih`, `weight_hh`, `bias_ih` and `bias_hh`, as in PyTorch.
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) { weights.visit(visit) }
}
