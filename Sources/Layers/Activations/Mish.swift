import Autograd
import TensorCore

/// x·tanh(softplus(x)) (Misra, 2020, *Mish: A Self Regularized Non-Monotonic Activation Function*).
public struct Mish<Scalar: TensorScalar>: ParameterlessLayer {
  /// Makes the layer.
  public init() {}

  /// x·tanh(softplus(x)) of each element; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.mish()
  }
}

extension Variable {
  /// x·t with t = tanh(softplus(x)); derivative t + x·(1 − t²)·σ(x).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func mish() -> Variable {
    let x = value
    // tanh(ln(1 + eˣ)) = ((1 + eˣ)² − 1) / ((1 + eˣ)² + 1): one exponential instead of three
    // functions. For positive x, both are divided by e²ˣ, which would overflow.
    let t = x.map { x in
      let e = Scalar.exp(x < 0 ? x : -x)
      return x < 0 ? e * (e + 2) / (e * (e + 2) + 2) : (1 + 2 * e) / (1 + 2 * e + 2 * e * e)
    }
    return Variable(
      "mish", x * t,
      (
        self,
        { upstream in
          let s = x.sigmoid()
          return upstream * (t + (x * s).zip(with: t) { $0 * (1 - $1 * $1) })
        }
      ))
  }
}
