import Autograd
import TensorCore

/// Layers one after the other: the output of each is the input of the next.
///
/// ```swift
/// var model = Sequential<Float>(
///   Linear(64, 32, using: &generator), ReLU(), Linear(32, 10, using: &generator))
/// ```
///
/// The parameters of the layer at place i are named `i.weight` and so on.
public struct Sequential<Scalar: TensorScalar>: Layer {
  /// The layers, first to last.
  public var layers: [any Layer<Scalar>]

  /// Makes a sequence of layers.
  public init(_ layers: any Layer<Scalar>...) { self.layers = layers }

  /// Makes a sequence of an array of layers.
  public init(_ layers: [any Layer<Scalar>]) { self.layers = layers }

  /// The input, sent through all layers.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public mutating func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    var output = input
    for index in layers.indices {
      output = layers[index].forward(output, as: String(index), in: &context)
    }
    return output
  }

  /// The parameters of all layers.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public mutating func visitParameters(_ visit: ParameterVisit<Scalar>) {
    for index in layers.indices { layers[index].visitParameters(as: String(index), visit) }
  }
}
