// ln x, by the series of the inverse hyperbolic tangent, as in Sun's FDLIBM (1993): with x = 2ᵏ·(1 + f)
// and √½ ≤ 1 + f < √2,
//
//     ln x = k·ln 2 + ln(1 + f)
//     ln(1 + f) = 2·artanh(s) = 2·s + s·R,  s = f/(2 + f),  R = ⅔·s² + ⅖·s⁴ + …
//
// 2·s is f − f²/2 + s·f²/2, so that f, which is exact, is added last and the rest is small.

/// The numbers of this file that depend on the format.
protocol LogarithmConstants: BinaryFloatingPoint {
  associatedtype Vector
  /// The binary digits after the point of a normal number.
  static var fractionDigits: Self { get }
  /// R/s² as a polynomial in s² (found by the Remez algorithm, then rounded).
  static func logarithmSeries(_ square: Vector) -> Vector
}

extension Float: LogarithmConstants {
  @inline(__always) static var fractionDigits: Float { 23 }

  /// Error of ln(1 + f) from the series: 2⁻³⁵ of s.
  @inline(__always)
  static func logarithmSeries(_ square: FloatVector) -> FloatVector {
    FloatVector(0x1.f13c66p-3)
      .times(square, plus: 0x1.23d3d8p-2)
      .times(square, plus: 0x1.999c26p-2)
      .times(square, plus: 0x1.555554p-1)
  }
}

extension Double: LogarithmConstants {
  @inline(__always) static var fractionDigits: Double { 52 }

  /// Error of ln(1 + f) from the series: 2⁻⁵⁹ of s.
  @inline(__always)
  static func logarithmSeries(_ square: DoubleVector) -> DoubleVector {
    DoubleVector(0x1.2f14a539a071p-3)
      .times(square, plus: 0x1.39a04d00cf81dp-3)
      .times(square, plus: 0x1.74664c2bf4ee7p-3)
      .times(square, plus: 0x1.c71c51cd8c448p-3)
      .times(square, plus: 0x1.2492494234142p-2)
      .times(square, plus: 0x1.999999997f98bp-2)
      .times(square, plus: 0x1.5555555555593p-1)
  }
}

extension Vector {
  /// ln x: error at most 1 ulp; −∞ at 0, NaN below.
  @inline(__always)
  var logarithm: Self {
    // A denormal number has no full exponent field: it is scaled, which its exponent makes up for.
    let isDenormal = self < Self(Scalar.leastNormalMagnitude)
    let scaled = replacing(with: self * Self(1 / Scalar.ulpOfOne), where: isDenormal)

    let offset = Self(0).replacing(with: Self(-Scalar.fractionDigits), where: isDenormal)
    return scaled.logarithmOfNormal(exponentOffset: offset, correction: Self(0))
      .withLimits(ofLogarithmAt: self)
  }

  /// ln(1 + x): error at most 2 ulp, also where x is small; −∞ at −1, NaN below.
  @inline(__always)
  var logarithmOfOnePlus: Self {
    let sum = self + Self(1)
    // What the rounding of the sum took away; exact, since it starts from the larger of x and 1.
    let lost = (self - (sum - Self(1)))
      .replacing(with: Self(1) - (sum - self), where: Self(1) < self)
    return sum.logarithmOfNormal(exponentOffset: Self(0), correction: lost / sum)
      .withLimits(ofLogarithmAt: sum)
      // The result has the sign of x; that of a zero was lost.
      .takingSign(of: self)
  }

  /// ln x + offset·ln 2 + correction, for a positive normal number x and a small correction.
  @inline(__always)
  private func logarithmOfNormal(exponentOffset: Self, correction: Self) -> Self {
    let (mantissa, exponent) = mantissaAndExponent
    let k = exponent + exponentOffset
    let f = mantissa - Self(1)
    let s = f / (f + Self(2))
    let square = s * s
    let r = Scalar.logarithmSeries(square) * square
    let halfSquare = f * f * Self(0.5)
    let low = k.times(Self(Scalar.ln2Low), plus: correction)
    let small = halfSquare - s.times(halfSquare + r, plus: low)
    return k.times(Self(Scalar.ln2High), plus: f - small)
  }

  /// The logarithm of x, or what stands for it where x is 0, negative, infinite or NaN.
  @inline(__always)
  private func withLimits(ofLogarithmAt x: Self) -> Self {
    // Of infinity and NaN, neither of which is less than infinity, x itself.
    x.replacing(with: self, where: x < Self(.infinity))
      .replacing(with: Self(-.infinity), where: x < Self(.leastNonzeroMagnitude))
      .replacing(with: Self(.nan), where: x < Self(0))
  }
}
