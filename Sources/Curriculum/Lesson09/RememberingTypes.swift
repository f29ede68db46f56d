import Curriculum
import Gradus

/// The weights of a recurrent cell, or their gradients.
///
/// Shapes: D inputs, H hidden units. A cell with G gates has them side by side, as columns: one matrix product
/// makes all of them. G is 1 for the plain cell, 4 for an LSTM, and 3 for a GRU.
public struct CellWeights: Sendable {
  /// W, by which the input counts, shape [D, G·H].
  public var w: Tensor<Double>
  /// U, by which the state counts, shape [H, G·H].
  public var u: Tensor<Double>
  /// b, shape [G·H].
  public var b: Tensor<Double>

  /// Makes weights from their parts.
  public init(w: Tensor<Double>, u: Tensor<Double>, b: Tensor<Double>) {
    (self.w, self.u, self.b) = (w, u, b)
  }

  /// Random weights between −1/√H and 1/√H, and a bias of zero.
  public init(inputs: Int, hidden: Int, gates: Int = 1, using generator: inout RandomGenerator) {
    let bound = 1 / Double(hidden).squareRoot()
    w = .uniform([inputs, gates * hidden], from: -bound, to: bound, using: &generator)
    u = .uniform([hidden, gates * hidden], from: -bound, to: bound, using: &generator)
    b = .zeros([gates * hidden])
  }

  /// Zeros of the same shapes: where a sum of gradients begins.
  public var zeros: CellWeights {
    CellWeights(w: .zeros(w.shape), u: .zeros(u.shape), b: .zeros(b.shape))
  }

  /// Adds part by part: what comes from one step to what came from others.
  public static func += (sum: inout CellWeights, other: CellWeights) {
    sum.w += other.w
    sum.u += other.u
    sum.b += other.b
  }
}

/// The gradients of all that a cell has computed with.
public struct CellGradients: Sendable {
  /// Of the input: [B, D] for one step, [B, T, D] for a sequence.
  public var x: Tensor<Double>
  /// Of the state before the step, or before the first one, [B, H].
  public var state: Tensor<Double>
  /// Of W, U and b.
  public var weights: CellWeights

  /// Makes gradients from their parts.
  public init(x: Tensor<Double>, state: Tensor<Double>, weights: CellWeights) {
    (self.x, self.state, self.weights) = (x, state, weights)
  }
}

/// Text to learn from in one step: characters, and for each the one that comes next.
public struct TextBatch: Sendable {
  /// Numbers of characters, shape [B, T].
  public var inputs: Tensor<Int>
  /// Those that come next, shape [B, T].
  public var targets: Tensor<Int>

  /// Makes a batch from both.
  public init(inputs: Tensor<Int>, targets: Tensor<Int>) {
    (self.inputs, self.targets) = (inputs, targets)
  }
}

/// Pieces of a series, and for each the number that comes next.
public struct SeriesWindows: Sendable {
  /// What is known, shape [N, T].
  public var inputs: Tensor<Double>
  /// What is to be forecast, shape [N].
  public var targets: Tensor<Double>

  /// Makes windows from both.
  public init(inputs: Tensor<Double>, targets: Tensor<Double>) {
    (self.inputs, self.targets) = (inputs, targets)
  }
}
