/// A function of each element. Its error is given in ulp: units in the last place of the exact result.
public enum ElementFunction: CaseIterable, Sendable {
  /// eˣ: at most 1 ulp.
  case exp
  /// eˣ − 1: at most 2 ulp.
  case expm1
  /// ln x, −∞ at 0 and NaN below: at most 1 ulp.
  case log
  /// ln(1 + x), −∞ at −1 and NaN below: at most 2 ulp.
  case log1p
  /// The hyperbolic tangent: at most 3 ulp.
  case tanh
  /// The logistic function 1/(1 + e⁻ˣ): at most 3 ulp.
  case sigmoid
  /// x < 0 ? 0 : x, exactly; NaN and −0 stay what they are.
  case relu
  /// x·Φ(x) with the normal distribution function Φ: at most 5 ulp; −0 at −∞.
  case gelu
  /// x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))/2: at most 4 ulp for x ≥ 0, and (4 + 4·w) ulp below,
  /// where w is twice the magnitude of what tanh is taken of; −0 at −∞.
  case geluTanh
  /// x/(1 + e⁻ˣ): at most 4 ulp; −0 at −∞.
  case silu
  /// The square root, rounded correctly; NaN below 0.
  case sqrt
  /// The error function 2/√π · ∫₀ˣ exp(−t²) dt: at most 2 ulp.
  case erf
  /// −x, exactly.
  case negate
  /// |x|, exactly.
  case abs
  /// x², rounded correctly.
  case square
}

/// y[i] = function(x[i]).
///
/// - Parameters:
///   - function: The function.
///   - x: `count` numbers.
///   - y: Room for `count` numbers; may be `x`, but must not overlap it otherwise.
///   - count: The number of elements; 0 is fine.
///   - threads: The most threads to use. The result does not depend on it.
func apply<Scalar: VectorScalar>(
  _ function: ElementFunction, _ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>,
  count: Int, threads: Int
) {
  parallel(count: count, size: function.partSize, threads: threads) { start, count in
    applyToPart(function, x + start, into: y + start, count: count)
  }
}

@inline(never)
private func applyToPart<Scalar: VectorScalar>(
  _ function: ElementFunction, _ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>,
  count: Int
) {
  typealias Vector = Scalar.Vector
  @inline(__always) func exp(_ x: Vector) -> Vector { x.exponential }
  @inline(__always) func expm1(_ x: Vector) -> Vector { x.exponentialMinusOne }
  @inline(__always) func log(_ x: Vector) -> Vector { x.logarithm }
  @inline(__always) func log1p(_ x: Vector) -> Vector { x.logarithmOfOnePlus }
  @inline(__always) func tanh(_ x: Vector) -> Vector { x.hyperbolicTangent }
  @inline(__always) func sigmoid(_ x: Vector) -> Vector { x.sigmoid }
  @inline(__always) func relu(_ x: Vector) -> Vector { x.rectified }
  @inline(__always) func gelu(_ x: Vector) -> Vector { x.gelu }
  @inline(__always) func geluTanh(_ x: Vector) -> Vector { x.geluTanh }
  @inline(__always) func silu(_ x: Vector) -> Vector { x.silu }
  @inline(__always) func sqrt(_ x: Vector) -> Vector { x.squareRoot }
  @inline(__always) func erf(_ x: Vector) -> Vector { x.errorFunction }
  @inline(__always) func negate(_ x: Vector) -> Vector { x.negated }
  @inline(__always) func abs(_ x: Vector) -> Vector { x.magnitude }
  @inline(__always) func square(_ x: Vector) -> Vector { x.squared }
  switch function {
  case .exp: Scalar.mapLong(x, into: y, count: count, exp)
  case .expm1: Scalar.mapLong(x, into: y, count: count, expm1)
  case .log: Scalar.mapLong(x, into: y, count: count, log)
  case .log1p: Scalar.mapLong(x, into: y, count: count, log1p)
  case .tanh: Scalar.mapLong(x, into: y, count: count, tanh)
  case .sigmoid: Scalar.mapLong(x, into: y, count: count, sigmoid)
  case .relu: Scalar.mapLong(x, into: y, count: count, relu)
  case .gelu: Scalar.mapLong(x, into: y, count: count, gelu)
  case .geluTanh: Scalar.mapLong(x, into: y, count: count, geluTanh)
  case .silu: Scalar.mapLong(x, into: y, count: count, silu)
  case .sqrt: Scalar.mapLong(x, into: y, count: count, sqrt)
  case .erf: Scalar.mapLong(x, into: y, count: count, erf)
  case .negate: Scalar.mapLong(x, into: y, count: count, negate)
  case .abs: Scalar.mapLong(x, into: y, count: count, abs)
  case .square: Scalar.mapLong(x, into: y, count: count, square)
  }
}

extension Vector {
  @inline(__always)
  var rectified: Self { replacing(with: Self(0), where: self < Self(0)) }

  @inline(__always)
  fileprivate var squared: Self { self * self }
}

extension ElementFunction {
  /// How many elements one thread takes at a time: what it does in some 20 µs, several times what it
  /// costs to share the work.
  fileprivate var partSize: Int {
    switch self {
    case .relu, .negate, .abs, .square, .sqrt: memoryBoundPartSize
    case .exp, .expm1, .log, .log1p, .tanh, .sigmoid, .gelu, .geluTanh, .silu, .erf:
      functionPartSize
    }
  }
}
