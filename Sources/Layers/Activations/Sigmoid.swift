import Autograd
import TensorCore

/// σ(x) = 1 / (1 + e⁻ˣ), between 0 and 1: the logistic function (Verhulst, 1845).
public struct Sigmoid<Scalar: TensorScalar>: ParameterlessLayer {
  /// Makes the layer.
  public init() {}

  /// σ(x) of each element; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.sigmoid()
  }
}
