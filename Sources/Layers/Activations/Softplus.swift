import Autograd
import TensorCore

/// ln(1 + eˣ), a smooth max(x, 0) (Dugas et al., 2001, *Incorporating Second-Order Functional
/// Knowledge for Better Option Pricing*).
public struct Softplus<Scalar: TensorScalar>: ParameterlessLayer {
  /// Makes the layer.
  public init() {}

  /// ln(1 + eˣ) of each element; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.softplus()
  }
}

extension Variable {
  /// ln(1 + eˣ), without overflow, error at most 3 ulp; derivative σ(x), at most 3 ulp.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func softplus() -> Variable {
    let x = value
    // max(x, 0) + ln(1 + exp(−|x|)): the exponential is at most 1.
    let y = x.map { $0 < 0 ? Scalar.log1p(Scalar.exp($0)) : $0 + Scalar.log1p(Scalar.exp(-$0)) }
    return Variable("softplus", y, (self, { $0 * x.sigmoid() }))
  }
}
