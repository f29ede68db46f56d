import Autograd
import TensorCore

/// x/(1 + |x|), which levels off at −1 and 1 more slowly than tanh does (Turian, Bergstra and Bengio, 2009,
/// *Quadratic Features and Deep Architectures for Chunking*).
public struct Softsign<Scalar: TensorScalar>: ParameterlessLayer {
  /// Makes the layer.
  public init() {}

  /// x/(1 + |x|) of each element, error at most 2 ulp; derivative 1/(1 + |x|)², at most 4 ulp. The shape stays.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    let x = input.value
    // ∞/(1 + ∞) would be NaN.
    let y = x.map { $0.isFinite ? $0 / (1 + $0.magnitude) : $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }
    return Variable(
      "softsign", y,
      (
        input,
        { upstream in
          upstream.zip(with: x) { $0 / ((1 + $1.magnitude) * (1 + $1.magnitude)) }
        }
      ))
  }
}
