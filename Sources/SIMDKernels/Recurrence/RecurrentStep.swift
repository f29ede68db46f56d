/// The recurrent networks whose steps have kernels. What they compute is written where they are layers.
public enum RecurrentRule: Sendable {
  /// h′ = tanh(a).
  case rnn
  /// Four gates, i, f, g and o, and a c besides h.
  case lstm
  /// Three gates, r, z and n.
  case gru
}

/// Where the numbers of one step lie, for some of the sequences of a batch: rows of H numbers, or of G·H where
/// there is one for each gate.
///
/// Invariant: each pointer leads to as many rows as the step is told to take, and what is written overlaps
/// nothing that is read, but for c where a network has none.
public struct RecurrentStep<Scalar> {
  /// W·x, rows of G·H.
  public var ofInput: UnsafePointer<Scalar>
  /// U·h, rows of G·H.
  public var ofState: UnsafePointer<Scalar>
  /// What is added to W·x, G·H numbers.
  public var inputBias: UnsafePointer<Scalar>
  /// What is added to U·h, G·H numbers.
  public var stateBias: UnsafePointer<Scalar>
  /// h, rows of H.
  public var previous: UnsafePointer<Scalar>
  /// c of an LSTM, rows of H; not looked at otherwise.
  public var previousCell: UnsafePointer<Scalar>
  /// Room for what the gates let through, rows of G·H; not written by an RNN, where that is h′.
  public var gates: UnsafeMutablePointer<Scalar>
  /// Room for c′ of an LSTM, or for U_n·h + b of a GRU, rows of H; not written by an RNN.
  public var kept: UnsafeMutablePointer<Scalar>
  /// Room for h′, rows of H.
  public var hidden: UnsafeMutablePointer<Scalar>

  /// Describes a step.
  @inlinable @inline(__always)
  public init(
    ofInput: UnsafePointer<Scalar>, ofState: UnsafePointer<Scalar>,
    inputBias: UnsafePointer<Scalar>, stateBias: UnsafePointer<Scalar>,
    previous: UnsafePointer<Scalar>, previousCell: UnsafePointer<Scalar>,
    gates: UnsafeMutablePointer<Scalar>, kept: UnsafeMutablePointer<Scalar>,
    hidden: UnsafeMutablePointer<Scalar>
  ) {
    self.ofInput = ofInput
    self.ofState = ofState
    self.inputBias = inputBias
    self.stateBias = stateBias
    self.previous = previous
    self.previousCell = previousCell
    self.gates = gates
    self.kept = kept
    self.hidden = hidden
  }
}

/// Where the numbers of the way back through one step lie; the rows are those of ``RecurrentStep``.
public struct RecurrentStepGradient<Scalar> {
  /// What the gates let through, rows of G·H; of an RNN h′.
  public var gates: UnsafePointer<Scalar>
  /// c′ of an LSTM, or U_n·h + b of a GRU, rows of H.
  public var kept: UnsafePointer<Scalar>
  /// h, rows of H.
  public var previous: UnsafePointer<Scalar>
  /// c of an LSTM, rows of H.
  public var previousCell: UnsafePointer<Scalar>
  /// The gradient of h′, rows of H; becomes that of h, but for what goes through U.
  public var hidden: UnsafeMutablePointer<Scalar>
  /// The gradient of c′ of an LSTM but for what goes through h′, rows of H; becomes that of c.
  public var cell: UnsafeMutablePointer<Scalar>
  /// Room for the gradient of W·x, rows of G·H.
  public var ofInput: UnsafeMutablePointer<Scalar>
  /// Room for the gradient of U·h, rows of G·H; written by a GRU alone, since otherwise it is that of W·x.
  public var ofState: UnsafeMutablePointer<Scalar>

  /// Describes the way back through a step.
  @inlinable @inline(__always)
  public init(
    gates: UnsafePointer<Scalar>, kept: UnsafePointer<Scalar>, previous: UnsafePointer<Scalar>,
    previousCell: UnsafePointer<Scalar>, hidden: UnsafeMutablePointer<Scalar>,
    cell: UnsafeMutablePointer<Scalar>, ofInput: UnsafeMutablePointer<Scalar>,
    ofState: UnsafeMutablePointer<Scalar>
  ) {
    self.gates = gates
    self.kept = kept
    self.previous = previous
    self.previousCell = previousCell
    self.hidden = hidden
    self.cell = cell
    self.ofInput = ofInput
    self.ofState = ofState
  }
}
