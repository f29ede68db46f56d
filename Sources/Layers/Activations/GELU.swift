import Autograd
import TensorCore

/// x·Φ(x), where Φ is the distribution function of the standard normal distribution (Hendrycks and
/// Gimpel, 2016, *Gaussian Error Linear Units*).
public struct GELU<Scalar: TensorScalar>: ParameterlessLayer {
  /// How Φ is computed; exactly unless given.
  public var formula: GELUFormula

  /// Makes the layer.
  public init(_ formula: GELUFormula = .exact) { self.formula = formula }

  /// x·Φ(x) of each element; the shape stays.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.gelu(formula)
  }
}

/// The two formulas in use for the Φ of ``GELU``.
public enum GELUFormula: Sendable {
  /// Φ(x) = (1 + erf(x/√2)) / 2, PyTorch's default.
  case exact
  /// Φ(x) ≈ (1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2, which GPT-2 was trained with; off by less than
  /// 0.0005.
  case tanh
}

extension Variable {
  /// x·Φ(x), shape unchanged; see ``GELU``.
  public func gelu(_ formula: GELUFormula = .exact) -> Variable {
    switch formula {
    case .exact: exactGELU()
    case .tanh: tanhGELU()
    }
  }

  /// x·Φ(x); derivative Φ(x) + x·φ(x), with the density φ(x) = exp(−x²/2) / √(2π).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func exactGELU() -> Variable {
    let x = value
    if let y = x.vectorized(.gelu) {
      return Variable(
        "gelu", y, (self, { $0.vectorized(.gelu, at: x) ?? $0 * x.geluSlope(phi: x.normalShare()) })
      )
    }
    let phi = x.normalShare()
    return Variable("gelu", x * phi, (self, { $0 * x.geluSlope(phi: phi) }))
  }

  /// x·p with p = (1 + tanh z)/2 and z = c·(x + 0.044715·x³); derivative p + x·p·(1 − p)·2·z′.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  private func tanhGELU() -> Variable {
    let x = value
    let c = Scalar((2 / Double.pi).squareRoot())
    if let y = x.vectorized(.geluTanh) {
      return Variable(
        "gelu tanh", y,
        (
          self,
          { upstream in
            upstream.vectorized(.geluTanh, at: x)
              ?? upstream * x.zip(with: x.tanhShare(c)) { tanhGELUSlope($0, $1, c) }
          }
        ))
    }
    let p = x.tanhShare(c)
    return Variable(
      "gelu tanh", x * p,
      (self, { upstream in upstream * x.zip(with: p) { tanhGELUSlope($0, $1, c) } }))
  }
}

extension Tensor where Element: TensorScalar {
  /// Φ(x) of each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  fileprivate func normalShare() -> Tensor {
    let rootOfHalf = Element(0.5.squareRoot())
    return map { (1 + Element.erf($0 * rootOfHalf)) * 0.5 }
  }

  /// Φ(x) + x·φ(x) of each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  fileprivate func geluSlope(phi: Tensor) -> Tensor {
    let height = Element(1 / (2 * Double.pi).squareRoot())
    return zip(with: phi) { $1 + $0 * height * Element.exp(-0.5 * $0 * $0) }
  }

  /// (1 + tanh z)/2 of each element: the sigmoid of 2·z, which costs a fifth of a tanh.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  fileprivate func tanhShare(_ c: Element) -> Tensor {
    map { 2 * c * ($0 + 0.044715 * $0 * $0 * $0) }.sigmoid()
  }
}

@inline(__always)
private func tanhGELUSlope<Scalar: TensorScalar>(_ x: Scalar, _ p: Scalar, _ c: Scalar) -> Scalar {
  p + x * p * (1 - p) * 2 * c * (1 + 0.134145 * x * x)
}
