import Autograd
import TensorCore

/// tanh(x) = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ), between −1 and 1 (recommended by LeCun et al., 1998, *Efficient
/// BackProp*, because its outputs have mean 0).
public struct Tanh<Scalar: TensorScalar>: ParameterlessLayer {
  /// Makes the layer.
  public init() {}

  /// tanh(x) of each element; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.tanh()
  }
}
