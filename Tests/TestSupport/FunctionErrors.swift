import Foundation
import SIMDKernels

// How far the vector kernels' functions are from the exact ones. Here, and not in the tests, because
// millions of elements want optimized code.

/// The largest error of a function over many inputs, in ulp of the exact result, and where it is.
public struct WorstError: Sendable, CustomStringConvertible {
  /// The error.
  public var ulps = 0.0
  /// Where it is.
  public var input = 0.0
  /// What the kernel gave.
  public var output = 0.0
  /// What it should have given.
  public var exact = 0.0

  /// The error and where it is.
  public var description: String { "\(ulps) ulp at \(input): found \(output), expected \(exact)" }
}

extension ElementFunction {
  /// The value in `Double`: within 1 or 2 ulp, and so as good as exact for a test in `Float`.
  ///
  /// Written so that nothing cancels, and so that infinities give the limits.
  public func reference(_ x: Double) -> Double {
    switch self {
    case .exp: Foundation.exp(x)
    case .expm1: Foundation.expm1(x)
    case .log: Foundation.log(x)
    case .log1p: Foundation.log1p(x)
    case .tanh: Foundation.tanh(x)
    case .sigmoid: timesLogistic(1, x)
    case .relu: x < 0 ? 0 : x
    case .gelu: x == -.infinity ? 0 : x * 0.5 * erfc(-x * 0.5.squareRoot())
    case .geluTanh: timesLogistic(x, geluArgument(x))
    case .silu: timesLogistic(x, x)
    case .sqrt: x.squareRoot()
    case .erf: Foundation.erf(x)
    case .negate: -x
    case .abs: x.magnitude
    case .square: x * x
    }
  }

  /// The bound that the kernel states, in ulp, at an input.
  public func statedBound(at x: Double) -> Double {
    switch self {
    case .exp, .log: 1
    case .expm1, .log1p, .erf: 2
    case .tanh, .sigmoid: 3
    case .silu: 4
    case .gelu: 5
    case .geluTanh: x < 0 ? 4 + 4 * min(geluArgument(x).magnitude, 800) : 4
    case .sqrt, .square: 0.5
    case .relu, .negate, .abs: 0
    }
  }

  /// The largest error, as a multiple of the stated bound where that depends on the input, over every
  /// `step`-th bit pattern of `Float` and both ends of each exponent.
  public func worstFloatError(step: UInt32) -> WorstError {
    var worst = WorstError()
    var ends: [UInt32] = []
    for exponent in UInt32(0)...511 {
      for offset in UInt32(0)...2 {
        ends += [exponent << 23 &+ offset, exponent << 23 &- offset &- 1]
      }
    }
    note(ends, &worst)
    // A part at a time: all numbers at once would fill the memory.
    let size = 1 << 16
    let count = Int(UInt32.max / step)
    for start in stride(from: 0, to: count, by: size) {
      note((start..<min(start + size, count)).map { UInt32($0) * step }, &worst)
    }
    return worst
  }

  private func note(_ patterns: [UInt32], _ worst: inout WorstError) {
    let x = patterns.map { Float(bitPattern: $0) }
    var y = x
    Float.kernels.apply(self, x, &y, x.count, 1)
    for (x, y) in Swift.zip(x, y) {
      note(Double(x), Double(y), ulp: { Double(Float($0).ulp) }, infinite: 0x1.ffffffp127, &worst)
    }
  }

  /// The same in `Double`, at given inputs and against given values.
  public func worstDoubleError(at x: [Double], exact: [Double]) -> WorstError {
    var y = x
    Double.kernels.apply(self, x, &y, x.count, 1)
    var worst = WorstError()
    for i in x.indices {
      note(x[i], y[i], exact: exact[i], ulp: { $0.ulp }, infinite: .infinity, &worst)
    }
    return worst
  }

  private func note(
    _ x: Double, _ y: Double, exact: Double? = nil, ulp: (Double) -> Double, infinite: Double,
    _ worst: inout WorstError
  ) {
    let exact = exact ?? reference(x)
    let error: Double
    if exact.isNaN || y.isNaN {
      error = exact.isNaN == y.isNaN ? 0 : .infinity
    } else if exact.magnitude >= infinite || y.isInfinite {
      // What rounds to infinity must be infinity.
      error = y.isInfinite && y.sign == exact.sign && exact.magnitude >= infinite ? 0 : .infinity
    } else {
      // The kernels keep the sign of a zero, but the reference of a tiny one may have lost it.
      error = (y - exact).magnitude / ulp(exact)
    }
    // Shown as it would be if the bound were that of large inputs.
    let scaled = error * (self == .geluTanh ? statedBound(at: 1) / statedBound(at: x) : 1)
    if scaled > worst.ulps {
      worst = WorstError(ulps: scaled, input: x, output: y, exact: exact)
    }
  }
}

/// x/(1 + e⁻ʷ), also where eʷ has no room for its digits or x is −∞.
private func timesLogistic(_ x: Double, _ w: Double) -> Double {
  if w >= 0 { return x / (1 + exp(-w)) }
  if w == -.infinity { return 0 }
  let half = exp(w / 2)
  return x * half / (1 + half * half) * half
}

/// w of ``ElementFunction/geluTanh``, of which it takes the logistic function.
private func geluArgument(_ x: Double) -> Double {
  2 * (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)
}
