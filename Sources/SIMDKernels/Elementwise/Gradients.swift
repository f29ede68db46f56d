// Backward passes of elementwise functions: the upstream gradient u times the derivative, in one pass, where
// operations on tensors take several. The result may be written over either operand.

/// The function whose derivative a gradient is multiplied with.
public enum ElementGradient: CaseIterable, Sendable {
  /// u where x > 0, and 0 elsewhere, given x.
  case relu
  /// u·(1 − y²), given the value y = tanh x.
  case tanh
  /// u·y·(1 − y), given the value y = σ(x).
  case sigmoid
  /// u·(Φ(x) + x·φ(x)), given x, with the normal distribution function Φ and its density φ.
  case gelu
  /// u·(p + x·p·(1 − p)·w′) with p = σ(w) and w = 2·√(2/π)·(x + 0.044715·x³), given x.
  case geluTanh
  /// u·s·(1 + x·(1 − s)) with s = σ(x), given x.
  case silu
}

/// gradient[i] = upstream[i] · function′, where the derivative is taken at x[i], or written in terms of
/// the value x[i] where ``ElementGradient`` says so.
///
/// Relu, tanh and sigmoid give what a loop of plain Swift gives, bit for bit. The others are off by at
/// most 8 ulp of the largest magnitude of the derivative, which is about 1.1.
///
/// - Parameters:
///   - function: The function.
///   - x: `count` numbers: inputs or values of the function.
///   - upstream: `count` numbers.
///   - gradient: Room for `count` numbers; may be `x` or `upstream`.
///   - count: The number of elements.
///   - threads: The most threads to use. The result does not depend on it.
public func applyGradient(
  of function: ElementGradient, _ x: UnsafePointer<Float>, upstream: UnsafePointer<Float>,
  into gradient: UnsafeMutablePointer<Float>, count: Int, threads: Int
) {
  parallel(count: count, size: function.partSize, threads: threads) { start, count in
    gradientPart(function, x + start, upstream + start, into: gradient + start, count)
  }
}

/// The same in `Double`.
public func applyGradient(
  of function: ElementGradient, _ x: UnsafePointer<Double>, upstream: UnsafePointer<Double>,
  into gradient: UnsafeMutablePointer<Double>, count: Int, threads: Int
) {
  parallel(count: count, size: function.partSize, threads: threads) { start, count in
    gradientPart(function, x + start, upstream + start, into: gradient + start, count)
  }
}

extension ElementGradient {
  fileprivate var partSize: Int {
    switch self {
    case .relu, .tanh, .sigmoid: memoryBoundPartSize
    case .gelu, .geluTanh, .silu: functionPartSize
    }
  }
}

@inline(never)
private func gradientPart<Scalar: VectorScalar>(
  _ function: ElementGradient, _ x: UnsafePointer<Scalar>, _ u: UnsafePointer<Scalar>,
  into gradient: UnsafeMutablePointer<Scalar>, _ count: Int
) {
  typealias Vector = Scalar.Vector
  let one = Vector(1)
  @inline(__always) func relu(_ x: Vector, _ u: Vector) -> Vector {
    Vector(0).replacing(with: u, where: Vector(0) < x)
  }
  @inline(__always) func tanh(_ y: Vector, _ u: Vector) -> Vector { u * (one - y * y) }
  @inline(__always) func sigmoid(_ y: Vector, _ u: Vector) -> Vector { u * y * (one - y) }
  @inline(__always) func gelu(_ x: Vector, _ u: Vector) -> Vector { u * x.geluDerivative }
  @inline(__always) func geluTanh(_ x: Vector, _ u: Vector) -> Vector { u * x.geluTanhDerivative }
  @inline(__always) func silu(_ x: Vector, _ u: Vector) -> Vector { u * x.siluDerivative }
  switch function {
  case .relu: Scalar.zip(x, u, into: gradient, count: count, relu)
  case .tanh: Scalar.zip(x, u, into: gradient, count: count, tanh)
  case .sigmoid: Scalar.zip(x, u, into: gradient, count: count, sigmoid)
  case .gelu: Scalar.zip(x, u, into: gradient, count: count, gelu)
  case .geluTanh: Scalar.zip(x, u, into: gradient, count: count, geluTanh)
  case .silu: Scalar.zip(x, u, into: gradient, count: count, silu)
  }
}

extension Vector {
  /// s·(1 + x·(1 − s)). Far out, x is cut off, so that an infinite one does not meet a 0.
  @inline(__always)
  fileprivate var siluDerivative: Self {
    let x = atLeast(-Scalar.exponentialUnderflow).atMost(Scalar.exponentialUnderflow)
    let s = x.sigmoid
    return s * (Self(1) - s).times(x, plus: 1)
  }

  /// p + x·p·(1 − p)·w′; x is cut off where p is 0 or 1.
  @inline(__always)
  fileprivate var geluTanhDerivative: Self {
    let x = atLeast(-Scalar.exponentialUnderflow).atMost(Scalar.exponentialUnderflow)
    let c = Self(0x1.9884533d43651p+0)
    let square = x * x
    let p = (x * c * square.times(Self(0.044715), plus: 1)).sigmoid
    let slope = c * square.times(Self(0.134145), plus: 1)
    return (x * p * (Self(1) - p)).times(slope, plus: p)
  }
}
