// Backward passes of elementwise functions: the upstream gradient u times the derivative, in one pass, where
// operations on tensors take several. The result may be written over either operand.

/// The function whose derivative a gradient is multiplied with. The errors are those of the derivative;
/// where it has a zero, terms cancel, and the ulp is that of ¼.
public enum ElementGradient: CaseIterable, Sendable {
  /// u where x > 0, and 0 elsewhere, exactly.
  case relu
  /// u·(1 − tanh² x): at most 5 ulp.
  case tanh
  /// u·σ(x)·σ(−x): at most 5 ulp.
  case sigmoid
  /// u·(Φ(x) + x·φ(x)) with the normal distribution function Φ and its density φ: at most 8 ulp.
  case gelu
  /// u·p·(1 + x·(1 − p)·w′) with p = σ(w) and w = 2·√(2/π)·(x + 0.044715·x³): at most (8 + 4·|w|) ulp.
  case geluTanh
  /// u·σ(x)·(1 + x·σ(−x)): at most 8 ulp.
  case silu
}

/// gradient[i] = upstream[i] · function′(x[i]).
///
/// - Parameters:
///   - function: The function.
///   - x: `count` numbers, the inputs of the function.
///   - upstream: `count` numbers.
///   - gradient: Room for `count` numbers; may be `x` or `upstream`.
///   - count: The number of elements.
///   - threads: The most threads to use. The result does not depend on it.
func applyGradient<Scalar: VectorScalar>(
  of function: ElementGradient, _ x: UnsafePointer<Scalar>, upstream: UnsafePointer<Scalar>,
  into gradient: UnsafeMutablePointer<Scalar>, count: Int, threads: Int
) {
  parallel(count: count, size: function.partSize, threads: threads) { start, count in
    gradientPart(function, x + start, upstream + start, into: gradient + start, count)
  }
}

extension ElementGradient {
  fileprivate var partSize: Int {
    switch self {
    case .relu: memoryBoundPartSize
    case .tanh, .sigmoid, .gelu, .geluTanh, .silu: functionPartSize
    }
  }
}

@inline(never)
private func gradientPart<Scalar: VectorScalar>(
  _ function: ElementGradient, _ x: UnsafePointer<Scalar>, _ u: UnsafePointer<Scalar>,
  into gradient: UnsafeMutablePointer<Scalar>, _ count: Int
) {
  typealias Vector = Scalar.Vector
  @inline(__always) func relu(_ x: Vector, _ u: Vector) -> Vector {
    Vector(0).replacing(with: u, where: Vector(0) < x)
  }
  @inline(__always) func tanh(_ x: Vector, _ u: Vector) -> Vector { u * x.tanhDerivative }
  @inline(__always) func sigmoid(_ x: Vector, _ u: Vector) -> Vector { u * x.sigmoidDerivative }
  @inline(__always) func gelu(_ x: Vector, _ u: Vector) -> Vector { u * x.geluDerivative }
  @inline(__always) func geluTanh(_ x: Vector, _ u: Vector) -> Vector { u * x.geluTanhDerivative }
  @inline(__always) func silu(_ x: Vector, _ u: Vector) -> Vector { u * x.siluDerivative }
  switch function {
  case .relu: Scalar.zipLong(x, u, into: gradient, count: count, relu)
  case .tanh: Scalar.zipLong(x, u, into: gradient, count: count, tanh)
  case .sigmoid: Scalar.zipLong(x, u, into: gradient, count: count, sigmoid)
  case .gelu: Scalar.zipLong(x, u, into: gradient, count: count, gelu)
  case .geluTanh: Scalar.zipLong(x, u, into: gradient, count: count, geluTanh)
  case .silu: Scalar.zipLong(x, u, into: gradient, count: count, silu)
  }
}
