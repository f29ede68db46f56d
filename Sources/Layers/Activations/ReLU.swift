import Autograd
import TensorCore

/// max(x, 0) (Nair and Hinton, 2010).
public struct ReLU<Scalar: TensorScalar>: ParameterlessLayer {
  /// Makes the layer.
  public init() {}

  /// max(x, 0) of each element; derivative 0 at 0.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.relu()
  }
}
