import Autograd
import TensorCore

/// x·σ(x), also called swish (Elfwing, Uchibe and Doya, 2018, *Sigmoid-Weighted Linear Units*;
/// Ramachandran, Zoph and Le, 2017, *Searching for Activation Functions*).
public struct SiLU<Scalar: TensorScalar>: ParameterlessLayer {
  /// Makes the layer.
  public init() {}

  /// x·σ(x) of each element; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.silu()
  }
}

extension Variable {
  /// x·σ(x), error at most 5 ulp and −0 at −∞; derivative σ(x)·(1 + x·σ(−x)), at most 8 ulp.
  ///
  /// Near its zero, at −1.28, the error of the derivative is at most 8 ulp of ¼.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func silu() -> Variable {
    let x = value
    return Variable(
      "silu", x.vectorized(activation: .silu) ?? x.map { timesSigmoid($0, of: $0) },
      (
        self,
        { upstream in
          upstream.vectorizedGradient(of: .silu, at: x)
            ?? upstream.zip(with: x) { $0 * timesSigmoidSlope($1, of: $1) }
        }
      ))
  }
}
