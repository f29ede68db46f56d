// eˣ, after Cody and Waite (1980, *Software Manual for the Elementary Functions*): with the whole
// number k nearest to x/ln 2 and what is left, r = x − k·ln 2 with |r| ≤ ½·ln 2,
//
//     eˣ = 2ᵏ·eʳ
//
// A polynomial gives eʳ, and 2ᵏ is put together from its bits. Everything happens in all lanes alike:
// where a scalar function would branch, both answers are computed and one is taken.

/// The numbers of this file that depend on the format.
protocol ExponentialConstants: BinaryFloatingPoint {
  associatedtype Vector
  /// ln 2 = ln2High + ln2Low; k·ln2High is exact, because the last digits of ln2High are zeros.
  static var ln2High: Self { get }
  static var ln2Low: Self { get }
  /// From here on, eˣ is infinite; 2ᵏ for its k is still within reach of two factors.
  static var exponentialOverflow: Self { get }
  /// From here on, x·e⁻ˣ is 0, and so is e⁻ˣ.
  static var exponentialUnderflow: Self { get }
  /// From here on, 1 − e⁻ˣ is 1.
  static var exponentialSaturation: Self { get }
  /// (eʳ − 1 − r) / r² for |r| ≤ ½·ln 2: the polynomial for which the relative error of eʳ − 1 that
  /// it makes is least at its worst (found by the Remez algorithm, then rounded).
  static func exponentialRemainder(_ r: Vector) -> Vector
}

extension Float: ExponentialConstants {
  @inline(__always) static var ln2High: Float { 0x1.63p-1 }
  @inline(__always) static var ln2Low: Float { -0x1.bd0106p-13 }
  @inline(__always) static var exponentialOverflow: Float { 89 }
  @inline(__always) static var exponentialUnderflow: Float { 112 }
  @inline(__always) static var exponentialSaturation: Float { 20 }

  /// Relative error of eʳ − 1: 2⁻³⁰.
  @inline(__always)
  static func exponentialRemainder(_ r: FloatVector) -> FloatVector {
    FloatVector(0x1.a51d3p-13)
      .times(r, plus: 0x1.6d5a24p-10)
      .times(r, plus: 0x1.110eecp-7)
      .times(r, plus: 0x1.5554ep-5)
      .times(r, plus: 0x1.555556p-3)
      .times(r, plus: 0.5)
  }
}

extension Double: ExponentialConstants {
  @inline(__always) static var ln2High: Double { 0x1.62e42fefp-1 }
  @inline(__always) static var ln2Low: Double { 0x1.473de6af278edp-34 }
  @inline(__always) static var exponentialOverflow: Double { 710 }
  @inline(__always) static var exponentialUnderflow: Double { 760 }
  @inline(__always) static var exponentialSaturation: Double { 40 }

  /// Relative error of eʳ − 1: 2⁻⁵⁹.
  @inline(__always)
  static func exponentialRemainder(_ r: DoubleVector) -> DoubleVector {
    DoubleVector(0x1.0f43d8cef55cap-29)
      .times(r, plus: 0x1.af5c80d082340p-26)
      .times(r, plus: 0x1.27eeec2777d59p-22)
      .times(r, plus: 0x1.71ddfa079503ep-19)
      .times(r, plus: 0x1.a019fd3f25516p-16)
      .times(r, plus: 0x1.a01a01aefd221p-13)
      .times(r, plus: 0x1.6c16c16cdf68ep-10)
      .times(r, plus: 0x1.111111110f9d5p-7)
      .times(r, plus: 0x1.55555555553d9p-5)
      .times(r, plus: 0x1.5555555555558p-3)
      .times(r, plus: 0.5)
  }
}

extension Vector {
  /// eˣ: error at most 1 ulp in all of the range, denormal results included.
  @inline(__always)
  var exponential: Self {
    let (value, scale) = atLeast(-Scalar.exponentialUnderflow).atMost(Scalar.exponentialOverflow)
      .exponentialFactors()
    return value * scale
  }

  /// eˣ as a product of two factors, neither of which is denormal or infinite, for x within the limits
  /// of `ExponentialConstants`. What is still to be multiplied with eˣ is multiplied with the first,
  /// so that it counts in full although eˣ itself may be denormal.
  ///
  /// - Parameter correction: Added to x after its reduction: digits of x that have no room in it.
  @inline(__always)
  func exponentialFactors(correction: Self? = nil) -> (value: Self, scale: Self) {
    let (k, reduced) = reduced
    let r = correction.map { reduced + $0 } ?? reduced
    let power = r.exponentialMinusOneOfReduced + Self(1)
    // 2ᵏ itself may be out of range where the result is not.
    let half = (k * Self(0.5)).roundedToWhole
    return (power * half.powerOfTwo, (k - half).powerOfTwo)
  }

  /// eˣ − 1: error at most 2 ulp, also where the result is small.
  @inline(__always)
  var exponentialMinusOne: Self {
    let (k, r) = atLeast(-Scalar.exponentialSaturation).atMost(Scalar.exponentialOverflow).reduced
    let difference = r.exponentialMinusOneOfReduced
    // 2ᵏ·(eʳ − 1) + (2ᵏ − 1), half of it first, because 2ᵏ may overflow where the result does not.
    let halfPower = (k - Self(1)).powerOfTwo
    let half = difference.times(halfPower, plus: halfPower - Self(0.5))
    // So close to 0, x is the result, and it keeps the sign of a zero.
    return (half + half).replacing(with: self, where: magnitude < Self(Scalar.ulpOfOne / 4))
  }

  /// tanh x = d/(d + 2) with d = e²ˣ − 1 for x ≥ 0, mirrored for x < 0: error at most 3 ulp.
  @inline(__always)
  var hyperbolicTangent: Self {
    let (k, r) = (magnitude + magnitude).atMost(Scalar.exponentialSaturation).reduced
    let power = k.powerOfTwo
    let d = r.exponentialMinusOneOfReduced.times(power, plus: power - Self(1))
    return (d / (d + Self(2))).takingSign(of: self)
  }

  /// 1 − tanh² x = 4·e/(1 + e)² with e = exp(−2·|x|): error at most 5 ulp.
  @inline(__always)
  var tanhDerivative: Self {
    let (value, scale) = (magnitude + magnitude).atMost(Scalar.exponentialUnderflow).negated
      .exponentialFactors()
    let sum = Self(1) + value * scale
    return Self(4) * value / (sum * sum) * scale
  }

  /// The k and r of x = k·ln 2 + r, where k is whole and |r| ≤ ½·ln 2.
  @inline(__always)
  private var reduced: (k: Self, r: Self) {
    let k = (self * Self(1 / Scalar(0x1.62e42fefa39efp-1))).roundedToWhole
    let r = k.times(Self(-Scalar.ln2High), plus: self)
    return (k, k.times(Self(-Scalar.ln2Low), plus: r))
  }

  /// eʳ − 1 for |r| ≤ ½·ln 2.
  @inline(__always)
  private var exponentialMinusOneOfReduced: Self {
    Scalar.exponentialRemainder(self).times(self * self, plus: self)
  }

  /// The nearest whole number, for numbers that are not large: next to 1.5·2ᵖ, with p digits after the
  /// point of 1, a sum has no room for a fraction.
  @inline(__always)
  private var roundedToWhole: Self {
    let shift = Self(1.5 / Scalar.ulpOfOne)
    return (self + shift) - shift
  }
}
