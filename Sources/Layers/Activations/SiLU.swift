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
  /// x·σ(x); derivative σ(x)·(1 + x·(1 − σ(x))).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func silu() -> Variable {
    let x = value
    return Variable(
      "silu", x.vectorized(.silu) ?? x * x.sigmoid(),
      (
        self,
        { upstream in
          upstream.vectorized(.silu, at: x)
            ?? upstream * x.zip(with: x.sigmoid()) { $1 * (1 + $0 * (1 - $1)) }
        }
      ))
  }
}
