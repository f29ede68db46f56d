// erf and its complement erfc = 1 − erf. Near 0, erf is a series in odd powers. Further out, erfc is what
// is known to all its digits, also where it is tiny: as in Shepherd and Laframboise (1981, *Chebyshev
// Approximation of (1 + 2x)exp(x²)erfc x in 0 ≤ x < ∞*),
//
//     erfc z = exp(−z²) · q(t) / (1 + 2·z),  t = (z − 3.75)/(z + 3.75)
//
// with a polynomial q that stays between 1 and 1.4 for all z ≥ 0.

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

  /// Relative error of erf: 2⁻ERRF.
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
    FloatVector(0x1.1af23cp-10)
      .times(t, plus: 0x1.280dd8p-9)
      .times(t, plus: -0x1.46b4ep-7)
      .times(t, plus: 0x1.cb7d3ep-6)
      .times(t, plus: -0x1.e0f5aap-5)
      .times(t, plus: 0x1.7a53e6p-4)
      .times(t, plus: -0x1.bd9fep-4)
      .times(t, plus: 0x1.50fcb2p-4)
      .times(t, plus: 0x1.d5df8ep-9)
      .times(t, plus: -0x1.1f366ap-3)
      .times(t, plus: 0x1.3ccdap+0)
  }
}

extension Double: ErrorFunctionConstants {
  @inline(__always) static var normalTailUnderflow: Double { 39 }

  /// Relative error of erf: 2⁻ERRD.
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
    DoubleVector(-0x1.3a9e1627257bep-29)
      .times(t, plus: -0x1.33f0c34cd5523p-31)
      .times(t, plus: 0x1.1927f0865e67bp-25)
      .times(t, plus: 0x1.03198a09bc6dp-26)
      .times(t, plus: -0x1.0f86bbb945fc5p-22)
      .times(t, plus: -0x1.941ace2ce6p-25)
      .times(t, plus: 0x1.d56ae73ae9691p-20)
      .times(t, plus: -0x1.07500104b925dp-20)
      .times(t, plus: -0x1.7ffaf5dc8983dp-17)
      .times(t, plus: 0x1.7799d962278dbp-16)
      .times(t, plus: 0x1.b143b877a96fep-15)
      .times(t, plus: -0x1.303fe6956b18ep-12)
      .times(t, plus: 0x1.33fb24b73f4bep-12)
      .times(t, plus: 0x1.cc3a11821083fp-10)
      .times(t, plus: -0x1.3f603c3095927p-7)
      .times(t, plus: 0x1.d0b00377b991ap-6)
      .times(t, plus: -0x1.e0d0fa6e1f65dp-5)
      .times(t, plus: 0x1.7a14188ab2016p-4)
      .times(t, plus: -0x1.bda9309a27ac1p-4)
      .times(t, plus: 0x1.510169d095ccp-4)
      .times(t, plus: 0x1.d5f29481594bdp-9)
      .times(t, plus: -0x1.1f367683f899bp-3)
      .times(t, plus: 0x1.3ccda0b5d5dc2p+0)
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
    let t = (self - Self(3.75)) / (self + Self(3.75))
    return Scalar.complementPolynomial(t) / times(Self(2), plus: 1)
  }
}
