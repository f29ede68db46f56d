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

  /// x·Φ(x), error at most 5 ulp for x ≥ 0, (5 + 2·x²) ulp below, and −0 at −∞; derivative
  /// Φ(x) + x·φ(x), with the density φ(x) = exp(−x²/2) / √(2π), at most (8 + 2·x²) ulp.
  ///
  /// In the tails, the two roundings of x/√2 count x² times each. Near its zero, at −0.75, the error of
  /// the derivative is that many ulp of ¼.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  private func exactGELU() -> Variable {
    let x = value
    if let y = x.vectorized(activation: .gelu) {
      return Variable(
        "gelu", y,
        (
          self,
          { upstream in
            upstream.vectorizedGradient(of: .gelu, at: x)
              ?? upstream.zip(with: x) { $0 * geluSlope($1, phi: normalShare($1)) }
          }
        ))
    }
    // Φ costs most by far, and serves the derivative too.
    let phi = x.map { normalShare($0) }
    return Variable(
      // Below −40, Φ is 0, which −∞ must not meet.
      "gelu", x.zip(with: phi) { ($0 < -40 ? -40 : $0) * $1 },
      (self, { $0 * x.zip(with: phi) { geluSlope($0, phi: $1) } }))
  }

  /// x·p with p = σ(w) = (1 + tanh(w/2))/2 and w = 2·c·(x + 0.044715·x³), error at most 5 ulp for x ≥ 0,
  /// (5 + 4·|w|) ulp below, and −0 at −∞; derivative p·(1 + x·(1 − p)·w′), at most (8 + 4·|w|) ulp.
  ///
  /// In the tails, the rounding of w counts |w| times. Near its zero, at −0.75, the error of the
  /// derivative is that many ulp of ¼.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  private func tanhGELU() -> Variable {
    let x = value
    return Variable(
      "gelu tanh",
      x.vectorized(activation: .geluTanh) ?? x.map { timesSigmoid($0, of: geluArgument($0)) },
      (
        self,
        { upstream in
          upstream.vectorizedGradient(of: .geluTanh, at: x)
            ?? upstream.zip(with: x) { $0 * tanhGELUSlope($1) }
        }
      ))
  }
}

/// Φ(x) = ½·erfc(−x/√2): where 1 + erf(x/√2) would have lost all digits, this has them.
@inline(__always)
private func normalShare<Scalar: TensorScalar>(_ x: Scalar) -> Scalar {
  0.5 * Scalar.erfc(-x * Scalar(0.5.squareRoot()))
}

/// Φ(x) + x·φ(x); beyond the bounds, φ(x) is 0, which an infinity must not meet.
@inline(__always)
private func geluSlope<Scalar: TensorScalar>(_ x: Scalar, phi: Scalar) -> Scalar {
  if x < -40 { return -0.0 }
  if x > 40 { return 1 }
  return phi + x * Scalar(1 / (2 * Double.pi).squareRoot()) * Scalar.exp(-0.5 * x * x)
}

/// w = 2·c·(x + 0.044715·x³) with c = √(2/π).
@inline(__always)
private func geluArgument<Scalar: TensorScalar>(_ x: Scalar) -> Scalar {
  Scalar(2 * (2 / Double.pi).squareRoot()) * (x + 0.044715 * x * x * x)
}

/// σ(w)·(1 + x·σ(−w)·w′); beyond the bounds, it is 0 or 1.
@inline(__always)
private func tanhGELUSlope<Scalar: TensorScalar>(_ x: Scalar) -> Scalar {
  let x = x < -40 ? -40 : x > 40 ? 40 : x
  let w = geluArgument(x)
  let slope = Scalar(2 * (2 / Double.pi).squareRoot()) * (1 + 0.134145 * x * x)
  return timesSigmoidSlope(x * slope, of: w)
}
