import Curriculum
import Gradus

/// An operation on one or two numbers.
public enum ScalarOperation: String, CaseIterable, Sendable {
  /// x + y.
  case add
  /// x − y.
  case subtract
  /// x·y.
  case multiply
  /// x / y.
  case divide
  /// tanh x; there is no y.
  case tanh
  /// max(x, 0); there is no y.
  case relu
  /// eˣ; there is no y.
  case exp
}

/// One number of a computation that was written down in order: where it came from.
public struct ScalarRecord: Sendable {
  /// One of the numbers that this one was computed from.
  public struct Input: Sendable {
    /// Its place on the tape; always before this record's.
    public let index: Int
    /// How much this record's number changes when that one does.
    public let localDerivative: Double

    /// Names an input.
    public init(_ index: Int, localDerivative: Double) {
      self.index = index
      self.localDerivative = localDerivative
    }
  }

  /// None for a number that the computation started from.
  public let inputs: [Input]

  /// Makes a record from its inputs.
  public init(_ inputs: [Input] = []) { self.inputs = inputs }
}

/// A network with one hidden layer: logits = relu(x·W₁ + b₁)·W₂ + b₂.
///
/// Shapes: D inputs, H hidden units, K classes.
public struct MLP: Sendable {
  /// W₁, shape [D, H].
  public var weight1: Tensor<Double>
  /// b₁, shape [H].
  public var bias1: Tensor<Double>
  /// W₂, shape [H, K].
  public var weight2: Tensor<Double>
  /// b₂, shape [K].
  public var bias2: Tensor<Double>

  /// Makes a network from its parameters.
  public init(
    weight1: Tensor<Double>, bias1: Tensor<Double>, weight2: Tensor<Double>, bias2: Tensor<Double>
  ) {
    self.weight1 = weight1
    self.bias1 = bias1
    self.weight2 = weight2
    self.bias2 = bias2
  }

  /// Makes a network with random weights, of variance 2/D and 2/H, and biases of zero.
  public init(
    inputs: Int, hidden: Int, classes: Int, using generator: inout RandomGenerator
  ) {
    func weight(_ rows: Int, _ columns: Int) -> Tensor<Double> {
      .normal(
        [rows, columns], standardDeviation: (2 / Double(rows)).squareRoot(), using: &generator)
    }
    self.init(
      weight1: weight(inputs, hidden), bias1: .zeros([hidden]),
      weight2: weight(hidden, classes), bias2: .zeros([classes]))
  }
}
