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
  /// x·t with t = tanh(softplus(x)), error at most 8 ulp and −0 at −∞; derivative t + x·(1 − t²)·σ(x),
  /// at most 12 ulp.
  ///
  /// Near its zero, at −1.19, the error of the derivative is at most 12 ulp of ¼.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func mish() -> Variable {
    let x = value
    return Variable(
      "mish", x.map { MishTerms($0).value },
      (self, { upstream in upstream.zip(with: x) { $0 * MishTerms($1).slope } }))
  }
}

/// Mish at x, by one exponential instead of three functions.
///
/// With e = eˣ and n = e·(e + 2), t is n/(n + 2), and (1 − t²)·σ(x) is 4·e·(1 + e)/(n + 2)². For positive
/// x, all is divided by e², which would overflow. For negative x, e is multiplied as its root, twice:
/// it may have few digits left where x·t still has all.
private struct MishTerms<Scalar: TensorScalar> {
  /// x; beyond the bounds, e is 0, which an infinity must not meet.
  private let x: Scalar
  /// √e, or 1/√e where that is less.
  private let root: Scalar

  @inline(__always)
  init(_ x: Scalar) {
    self.x = x < -2000 ? -2000 : x
    root = Scalar.exp(-0.5 * self.x.magnitude)
  }

  /// x·t.
  @inline(__always)
  var value: Scalar {
    let e = root * root
    guard x < 0 else { return x * ((1 + 2 * e) / (1 + 2 * e + 2 * e * e)) }
    return x * root * ((e + 2) / (e * (e + 2) + 2)) * root
  }

  /// t + x·(1 − t²)·σ(x).
  @inline(__always)
  var slope: Scalar {
    let e = root * root
    guard x < 0 else {
      let d = 1 + 2 * e + 2 * e * e
      // As far out as this, an infinite x would meet e = 0.
      let x = x > 2000 ? 2000 : x
      return (1 + 2 * e) / d + x * (4 * e * e * (1 + e) / (d * d))
    }
    let d = e * (e + 2) + 2
    return root * ((e + 2) / d + x * (4 * (1 + e) / (d * d))) * root
  }
}
