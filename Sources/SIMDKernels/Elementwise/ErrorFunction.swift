// erf and its complement erfc = 1 − erf. Near 0, erf is a series in odd powers. Further out, erfc is what
// is known to all its digits, also where it is tiny. In the manner of Schonfelder (1978, *Chebyshev
// Expansions for the Error and Related Functions*), a fraction takes all z ≥ 0 to −1 ..< 1:
//
//     erfc z = exp(−z²) · q(t)/(z + 2),  t = (z − 2)/(z + 2)
//
// with a polynomial q that falls slowly from 2 to 1/√π.

/// The numbers of this file that depend on the format.
protocol ErrorFunctionConstants: BinaryFloatingPoint {
  associatedtype Vector
  /// From here on, x·Φ(−x) is 0, with the normal distribution function Φ.
  static var normalTailUnderflow: Self { get }
  /// erf(z)/z − 1 as a polynomial in z², for |z| < 0.9.
  static func errorFunctionSeries(_ square: Vector) -> Vector
  /// q(t) above.
  static func complementPolynomial(_ t: Vector) -> Vector
}

extension Float: ErrorFunctionConstants {
  @inline(__always) static var normalTailUnderflow: Float { 14.9 }

  /// Relative error of erf: 2⁻²⁸.
  @inline(__always)
  static func errorFunctionSeries(_ square: FloatVector) -> FloatVector {
    FloatVector(0x1.4f8234p-14)
      .times(square, plus: -0x1.a61ecap-11)
      .times(square, plus: 0x1.544dcp-8)
      .times(square, plus: -0x1.b8019ap-6)
      .times(square, plus: 0x1.ce2d6ap-4)
      .times(square, plus: -0x1.81274p-2)
      .times(square, plus: 0x1.06eba8p-3)
  }

  /// Relative error: 2⁻²⁴, most of it from the rounding of the first number.
  @inline(__always)
  static func complementPolynomial(_ t: FloatVector) -> FloatVector {
    FloatVector(0x1.d02c88p-16)
      .times(t, plus: 0x1.deadeep-14)
      .times(t, plus: 0x1.c3056ep-16)
      .times(t, plus: -0x1.5326eep-11)
      .times(t, plus: -0x1.b3afc8p-11)
      .times(t, plus: 0x1.948b7cp-9)
      .times(t, plus: 0x1.a882e4p-8)
      .times(t, plus: -0x1.606c0ap-6)
      .times(t, plus: -0x1.2a888ep-5)
      .times(t, plus: 0x1.1e2decp-2)
      .times(t, plus: -0x1.5fd386p-1)
      .times(t, plus: 0x1.058672p+0)
  }
}

extension Double: ErrorFunctionConstants {
  @inline(__always) static var normalTailUnderflow: Double { 39 }

  /// Relative error of erf: 2⁻⁵⁴.
  @inline(__always)
  static func errorFunctionSeries(_ square: DoubleVector) -> DoubleVector {
    DoubleVector(-0x1.107518456891ap-30)
      .times(square, plus: 0x1.f9a939b997e29p-27)
      .times(square, plus: -0x1.606e92e968c95p-23)
      .times(square, plus: 0x1.ba2272cedd7dp-20)
      .times(square, plus: -0x1.f4d8e38c1de5bp-17)
      .times(square, plus: 0x1.f9a39227412fdp-14)
      .times(square, plus: -0x1.c02db83de1b78p-11)
      .times(square, plus: 0x1.565bcd28a8f65p-8)
      .times(square, plus: -0x1.b82ce313443c8p-6)
      .times(square, plus: 0x1.ce2f21a0456a1p-4)
      .times(square, plus: -0x1.812746b037a24p-2)
      .times(square, plus: 0x1.06eba8214db69p-3)
  }

  /// Relative error: 2⁻⁵³, most of it from the rounding of the first number.
  @inline(__always)
  static func complementPolynomial(_ t: DoubleVector) -> DoubleVector {
    DoubleVector(-0x1.3ecc6c43bda8ap-30)
      .times(t, plus: -0x1.0bec504389453p-27)
      .times(t, plus: -0x1.5a1b05565a7ep-27)
      .times(t, plus: 0x1.1b40ab146a5b7p-25)
      .times(t, plus: 0x1.bb74c7b19f0cfp-24)
      .times(t, plus: 0x1.e202e4506fd3fp-26)
      .times(t, plus: -0x1.4e1d490108758p-22)
      .times(t, plus: -0x1.404a0f05c7051p-21)
      .times(t, plus: -0x1.6740b9f8bd258p-27)
      .times(t, plus: 0x1.0e8fe0f125355p-19)
      .times(t, plus: 0x1.ea0742ae44b7fp-19)
      .times(t, plus: -0x1.2f967cd37e8dcp-20)
      .times(t, plus: -0x1.0e8246f48960dp-16)
      .times(t, plus: -0x1.6bfa1baddaa96p-16)
      .times(t, plus: 0x1.1e7793acdf7cfp-15)
      .times(t, plus: 0x1.2ef9fbd72b59cp-13)
      .times(t, plus: 0x1.2053e27c869a4p-15)
      .times(t, plus: -0x1.5ba436d31783ap-11)
      .times(t, plus: -0x1.b6fbf952eedb1p-11)
      .times(t, plus: 0x1.9517bb6939c69p-9)
      .times(t, plus: 0x1.a89eaff7f5251p-8)
      .times(t, plus: -0x1.606e415520661p-6)
      .times(t, plus: -0x1.2a88e6107cfa9p-5)
      .times(t, plus: 0x1.1e2deea6b114ep-2)
      .times(t, plus: -0x1.5fd386754eff9p-1)
      .times(t, plus: 0x1.058671b52c776p+0)
  }
}

extension Vector {
  /// 2/√π · ∫₀ˣ exp(−t²) dt: error at most 2 ulp.
  @inline(__always)
  var errorFunction: Self {
    let series = times(Scalar.errorFunctionSeries(self * self), plus: self)
    // erf 6 is 1 in both formats.
    let z = magnitude.atMost(6)
    let (value, scale) = z.gaussFactors(half: 1)
    let far = (Self(1) - value * scale * z.complementFactor).takingSign(of: self)
    return far.replacing(with: series, where: z < Self(0.9))
  }

  /// x·Φ(x) with the normal distribution function Φ(x) = ½·erfc(−x/√2): error at most 5 ulp of the
  /// result, also far below 0, where 1 + erf(x/√2) would have lost all digits.
  @inline(__always)
  var gelu: Self {
    let a = magnitude.atMost(Scalar.normalTailUnderflow)
    let (value, scale) = a.gaussFactors(half: 0.5)
    let z = a * Self(Scalar(0.5).squareRoot())
    // a·Φ(−a); what may be denormal, the scale, comes last.
    let tail = a * Self(0.5) * z.complementFactor * value * scale
    // x·Φ(x) = x·(1 − Φ(−x)) for x > 0.
    return (self - tail).replacing(with: tail.negated, where: self < Self(0))
  }

  /// Φ(x) + x·φ(x), the derivative of gelu, with the density φ(x) = exp(−x²/2)/√(2π): error at most
  /// 8 ulp, near its zero of ¼.
  @inline(__always)
  var geluDerivative: Self {
    let a = magnitude.atMost(Scalar.normalTailUnderflow)
    let (value, scale) = a.gaussFactors(half: 0.5)
    let z = a * Self(Scalar(0.5).squareRoot())
    // What is missing to the limits: 0 on the left, and mirrored 1 on the right.
    let rest =
      value * (Self(0.5) * z.complementFactor - a * Self(0x1.9884533d43651p-2)) * scale
    return (Self(1) - rest).replacing(with: rest, where: self < Self(0))
  }

  /// exp(−half·x²) in two factors, where half is 1 or ½.
  ///
  /// An error of x² would be multiplied by x² in the result. So x² is taken as two numbers: as rounded,
  /// and what the rounding left out. With x = h + l, where h has half of the digits, x² is
  /// h² + l·(x + h), and h² is exact.
  @inline(__always)
  private func gaussFactors(half: Scalar) -> (value: Self, scale: Self) {
    let square = self * self
    let h = truncatedToHalf
    let rest = (self - h).times(self + h, plus: h * h - square)
    return (square * Self(-half)).exponentialFactors(correction: rest * Self(-half))
  }

  /// erfc z · exp(z²) for z ≥ 0.
  @inline(__always)
  private var complementFactor: Self {
    let fraction = Self(1) / (self + Self(2))
    return Scalar.complementPolynomial((self - Self(2)) * fraction) * fraction
  }
}
