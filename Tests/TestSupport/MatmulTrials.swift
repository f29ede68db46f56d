import SIMDKernels
import TensorCore

/// The four ways in which two matrices can be stored.
public let transpositions = [(false, false), (false, true), (true, false), (true, true)]

/// Uniform numbers in −1 ..< 1 that are the same in Float and Double.
public func smallNumbers(_ count: Int, seed: UInt64) -> [Double] {
  var generator = RandomGenerator(seed: seed)
  return (0..<count).map { _ in Double(Float(generator.uniform() * 2 - 1)) }
}

/// Multiplies by the kernel under test, in guarded buffers.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func kernelProduct<Scalar: KernelScalar>(
  _ a: [Scalar], _ b: [Scalar], m: Int, n: Int, k: Int, transposeA: Bool, transposeB: Bool,
  start: [Scalar]? = nil, threads: Int = 1
) -> (product: [Scalar], isIntact: Bool) {
  let a = GuardedBuffer(transposeA ? transposed(a, rows: m, columns: k) : a)
  let b = GuardedBuffer(transposeB ? transposed(b, rows: k, columns: n) : b)
  let c = GuardedBuffer(start ?? Array(repeating: Scalar.nan, count: m * n))
  let problem = MatmulProblem(
    rows: m, columns: n, inner: k, transposeA: transposeA, transposeB: transposeB,
    accumulate: start != nil)
  Scalar.kernels.matmul(a.pointer, b.pointer, c.pointer, problem, threads)
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
  // 11 has no factor in common with the heights of tiles, so that each row of a tile is met.
  let rowStep = m * n * k > 20_000_000 ? 11 : 1
  let oracle = MatmulOracle(a, b, m: m, n: n, k: k, start: start, rowStep: rowStep)
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

/// The first difference in bits between the products by one thread and by several, or from run to
/// run; nil when there is none.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func threadDifference<Scalar: KernelScalar>(
  in _: Scalar.Type, m: Int, n: Int, k: Int, seed: UInt64
) -> String? {
  let numbers = smallNumbers(m * k + k * n, seed: seed).map { Scalar($0) }
  let a = Array(numbers[..<(m * k)])
  let b = Array(numbers[(m * k)...])
  for (transposeA, transposeB) in transpositions {
    func bits(threads: Int) -> [UInt8] {
      kernelProduct(
        a, b, m: m, n: n, k: k, transposeA: transposeA, transposeB: transposeB, threads: threads
      ).product.withUnsafeBytes { Array($0) }
    }
    let expected = bits(threads: 1)
    for threads in [1, 2, 3, 8, 2] where bits(threads: threads) != expected {
      return "\(Scalar.self) \((m, n, k)), transposed \((transposeA, transposeB)): "
        + "\(threads) threads give other bits than one"
    }
  }
  return nil
}

/// The first element of a product with NaN, infinity and zeros in the factors that is not NaN,
/// infinite or finite as in plain loops; nil when there is none.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func specialValueDifference<Scalar: KernelScalar>(
  in _: Scalar.Type, m: Int, n: Int, k: Int, seed: UInt64
) -> String? {
  var generator = RandomGenerator(seed: seed)
  var numbers = smallNumbers(m * k + k * n, seed: seed)
  for i in numbers.indices where generator.uniformInteger(below: 4) == 0 { numbers[i] = 0 }
  var a = Array(numbers[..<(m * k)])
  var b = Array(numbers[(m * k)...])
  for special in [Double.nan, .infinity, -.infinity] {
    a[generator.uniformInteger(below: a.count)] = special
    b[generator.uniformInteger(below: b.count)] = special
  }
  let oracle = MatmulOracle(a, b, m: m, n: n, k: k)
  for (transposeA, transposeB) in transpositions {
    let (product, _) = kernelProduct(
      a.map { Scalar($0) }, b.map { Scalar($0) }, m: m, n: n, k: k, transposeA: transposeA,
      transposeB: transposeB)
    for (i, (found, wanted)) in zip(product, oracle.product).enumerated() {
      let agrees =
        found.isNaN == wanted.isNaN && found.isInfinite == wanted.isInfinite
        && (!found.isInfinite || found.sign == wanted.sign)
      if !agrees {
        return "\(Scalar.self) \((m, n, k)), transposed \((transposeA, transposeB)), element \(i): "
          + "\(found), in plain loops \(wanted)"
      }
    }
  }
  return nil
}

/// Multiplies many shapes in memory between guard pages: ends the process when the kernel reads or
/// writes outside of its buffers.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func multiplyBetweenGuardPages<Scalar: KernelScalar>(
  in _: Scalar.Type, shapes: [(m: Int, n: Int, k: Int)]
) {
  let largest = shapes.map { max($0.m * $0.k, $0.k * $0.n, $0.m * $0.n) }.max()!
  let rooms = (0..<3).map { _ in GuardedMemory(byteCount: largest * MemoryLayout<Scalar>.stride) }
  for (m, n, k) in shapes {
    for atEnd in [true, false] {
      let a = rooms[0].place(Array(repeating: Scalar(1), count: m * k), atEnd: atEnd)
      let b = rooms[1].place(Array(repeating: Scalar(1), count: k * n), atEnd: atEnd)
      let c = rooms[2].place(Array(repeating: Scalar(1), count: m * n), atEnd: atEnd)
      for (transposeA, transposeB) in transpositions {
        Scalar.kernels.matmul(
          a, b, c,
          MatmulProblem(
            rows: m, columns: n, inner: k, transposeA: transposeA, transposeB: transposeB,
            accumulate: true),
          1)
      }
    }
  }
}

/// The first difference between a batch and its products one by one; nil when there is none.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func batchFailure<Scalar: KernelScalar>(
  in _: Scalar.Type, m: Int, n: Int, k: Int, batch: [(a: Int, b: Int)], accumulating: Bool,
  transposeA: Bool, threads: Int, seed: UInt64
) -> String? {
  let countA = batch.map { $0.a + 1 }.max()!
  let countB = batch.map { $0.b + 1 }.max()!
  let a = smallNumbers(countA * m * k, seed: seed)
  let b = smallNumbers(countB * k * n, seed: seed + 1)
  let start = smallNumbers(batch.count * m * n, seed: seed + 2)
  var stored: [Scalar] = []
  for i in 0..<countA {
    let matrix = Array(a[i * m * k..<(i + 1) * m * k]).map { Scalar($0) }
    stored += transposeA ? transposed(matrix, rows: m, columns: k) : matrix
  }
  let factors = (GuardedBuffer(stored), GuardedBuffer(b.map { Scalar($0) }))
  let c = GuardedBuffer(start.map { Scalar($0) })
  let problem = MatmulProblem(
    rows: m, columns: n, inner: k, transposeA: transposeA, accumulate: accumulating)
  Scalar.kernels.matmulBatch(
    factors.0.pointer, factors.1.pointer, c.pointer, problem, batch, threads)
  guard factors.0.isIntact, factors.1.isIntact, c.isIntact else { return "written outside" }
  for (i, pair) in batch.enumerated() {
    let place = i * m * n..<(i + 1) * m * n
    let oracle = MatmulOracle(
      Array(a[pair.a * m * k..<(pair.a + 1) * m * k]),
      Array(b[pair.b * k * n..<(pair.b + 1) * k * n]), m: m, n: n, k: k,
      start: accumulating ? Array(start[place]) : nil)
    if let difference = oracle.difference(Array(c.numbers[place])) {
      return "\(Scalar.self) \((m, n, k)), matrix \(i): \(difference)"
    }
  }
  return nil
}
