import Autograd
import TensorCore

/// λ·ELU(x) with the λ and α that keep mean 0 and variance 1 from layer to layer (Klambauer,
/// Unterthiner, Mayr and Hochreiter, 2017, *Self-Normalizing Neural Networks*).
///
/// It wants weights drawn by ``Initializer/lecunNormal``.
public struct SELU<Scalar: TensorScalar>: ParameterlessLayer {
  /// Makes the layer.
  public init() {}

  /// λ·ELU(x) of each element; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.selu()
  }
}

extension Variable {
  /// λ·x where x > 0, λ·α·(eˣ − 1) elsewhere, with λ ≈ 1.0507 and α ≈ 1.6733.
  ///
  /// Error: at most 4 ulp, that of the derivative at most 2 ulp.
  public func selu() -> Variable {
    elu(alpha: 1.673_263_242_354_377_2) * Scalar(1.050_700_987_355_480_5)
  }
}
