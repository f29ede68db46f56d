import Foundation

/// A number of some 100 binary digits, as the sum of two: what a kernel in `Double` is compared with
/// (Dekker, 1971, *A Floating-Point Technique for Extending the Available Precision*).
public struct DoubleDouble: Sendable {
  /// The nearest `Double`.
  public var high: Double
  /// What is left, at most half a unit in the last place of `high`.
  public var low: Double

  /// high + low, exactly.
  public init(_ high: Double, _ low: Double = 0) {
    self.high = high + low
    // Both parts of the rounding error of the sum (Knuth).
    let rest = self.high - high
    self.low = (high - (self.high - rest)) + (low - rest)
  }

  static func + (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble {
    let sum = DoubleDouble(x.high, y.high)
    return DoubleDouble(sum.high, sum.low + x.low + y.low)
  }

  static func * (x: DoubleDouble, y: DoubleDouble) -> DoubleDouble {
    let product = x.high * y.high
    let rest = (-product).addingProduct(x.high, y.high)
    return DoubleDouble(product, rest + (x.high * y.low + x.low * y.high))
  }

  static func * (x: DoubleDouble, y: Double) -> DoubleDouble { x * DoubleDouble(y) }

  /// 1/n, for the series.
  static func reciprocal(_ n: Double) -> DoubleDouble {
    let first = 1 / n
    return DoubleDouble(first, 1.0.addingProduct(-first, n) / n)
  }

  /// eˣ as m·2ᵏ: error below 2⁻⁹⁰.
  public static func exponential(_ x: DoubleDouble) -> (value: DoubleDouble, exponent: Int) {
    // ln 2 to 107 digits.
    let ln2 = DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56)
    let k = (x.high / ln2.high).rounded()
    var r = x + ln2 * -k
    r = r * 0x1p-8
    // The series of eʳ − 1, and then (1 + d)² − 1 = 2·d + d², eight times.
    var d = DoubleDouble(0)
    for n in stride(from: 11.0, through: 1, by: -1) {
      d = (d + DoubleDouble(1)) * r * reciprocal(n)
    }
    for _ in 0..<8 { d = d * 2 + d * d }
    return (d + DoubleDouble(1), Int(k))
  }

  /// ln x for a positive normal x: error below 2⁻⁹⁰.
  public static func logarithm(_ x: Double) -> DoubleDouble {
    let first = log(x)
    // One step of Newton's method: ln x = y + ln(x·e⁻ʸ), and the last is nearly x·e⁻ʸ − 1 = d.
    let (value, exponent) = exponential(DoubleDouble(-first))
    let scaled = Double(sign: .plus, exponent: exponent / 2, significand: x)
    let factor = Double(sign: .plus, exponent: exponent - exponent / 2, significand: scaled)
    let d = value * factor + DoubleDouble(-1)
    return DoubleDouble(first) + d + d * d * -0.5
  }
}

/// `count` inputs with every exponent from `lowest` to `highest`, random signs if `signed`, and the
/// exact values of eˣ or ln x, rounded to `Double`.
public enum ExactFunction: Sendable {
  /// eˣ.
  case exponential
  /// ln x.
  case logarithm

  /// The ulp error of `outputs` at `inputs`, the worst.
  public func worstError(of outputs: [Double], at inputs: [Double]) -> WorstError {
    var worst = WorstError()
    for (x, y) in zip(inputs, outputs) {
      let (exact, exponent) =
        self == .logarithm
        ? (DoubleDouble.logarithm(x), 0) : DoubleDouble.exponential(DoubleDouble(x))
      // The difference, before the power of two, which may take it out of range.
      let scaled = Double(sign: .plus, exponent: -exponent, significand: y)
      let difference = (DoubleDouble(scaled) + exact * -1).high
      let ulps = (difference / exact.high.ulp).magnitude
      if ulps > worst.ulps {
        worst = WorstError(ulps: ulps, input: x, output: y, exact: exact.high)
      }
    }
    return worst
  }
}
