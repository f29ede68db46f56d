import SIMDKernels
import TensorCore

/// The four ways in which two matrices can be stored.
public let transpositions = [(false, false), (false, true), (true, false), (true, true)]

/// Uniform numbers in −1 ..< 1 that are the same in Float and Double.
public func smallNumbers(_ count: Int, seed: UInt64) -> [Double] {
  var generator = RandomGenerator(seed: seed)
  return (0..<count).map { _ in Double(Float(generator.uniform() * 2 - 1)) }
}

/// Multiplies by the kernel under test, in fenced buffers.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func kernelProduct<Scalar: KernelScalar>(
  _ a: [Scalar], _ b: [Scalar], m: Int, n: Int, k: Int, transposeA: Bool, transposeB: Bool,
  start: [Scalar]? = nil, threads: Int = 1
) -> (product: [Scalar], isIntact: Bool) {
  let a = FencedBuffer(transposeA ? transposed(a, rows: m, columns: k) : a)
  let b = FencedBuffer(transposeB ? transposed(b, rows: k, columns: n) : b)
  var c = FencedBuffer(start ?? Array(repeating: Scalar.nan, count: m * n))
  let problem = MatmulProblem(
    rows: m, columns: n, inner: k, transposeA: transposeA, transposeB: transposeB,
    accumulate: start != nil)
  a.withPointer { a in
    b.withPointer { b in
      c.withMutablePointer { c in Scalar.multiply(a, b, into: c, problem, threads: threads) }
    }
  }
  return (c.numbers, a.isIntact && b.isIntact && c.isIntact)
}

/// The first failure of the kernel over shapes [m, k] · [k, n], in all transpositions, with and
/// without accumulation; nil when there is none.
///
/// - Parameter extents: Each of m, n and k runs through these.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func firstMatmulFailure<Scalar: KernelScalar>(
  in _: Scalar.Type, extents: [Int], accumulating: Bool, seed: UInt64
) -> String? {
  let largest = extents.max()!
  let numbers = smallNumbers(3 * largest * largest, seed: seed)
  for m in extents {
    for n in extents {
      for k in extents {
        if let failure = matmulFailure(
          in: Scalar.self, m: m, n: n, k: k, accumulating: accumulating, numbers)
        {
          return failure
        }
      }
    }
  }
  return nil
}

/// What is wrong with the products of one shape in all transpositions; nil when nothing is.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func matmulFailure<Scalar: KernelScalar>(
  in _: Scalar.Type, m: Int, n: Int, k: Int, accumulating: Bool, threads: Int = 1,
  _ numbers: [Double]
) -> String? {
  let a = Array(numbers[0..<m * k])
  let b = Array(numbers[m * k..<m * k + k * n])
  let start = accumulating ? Array(numbers[m * k + k * n..<m * k + k * n + m * n]) : nil
  let oracle = MatmulOracle(a, b, m: m, n: n, k: k, start: start)
  for (transposeA, transposeB) in transpositions {
    let (product, isIntact) = kernelProduct(
      a.map { Scalar($0) }, b.map { Scalar($0) }, m: m, n: n, k: k, transposeA: transposeA,
      transposeB: transposeB, start: start?.map { Scalar($0) }, threads: threads)
    let name =
      "\(Scalar.self) [\(m), \(k)]\(transposeA ? "ᵀ" : "") · [\(k), \(n)]\(transposeB ? "ᵀ" : "")"
    if !isIntact { return "\(name): written outside of the buffers" }
    if let difference = oracle.difference(product) { return "\(name): \(difference)" }
  }
  return nil
}
