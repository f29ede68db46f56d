import SIMDKernels
import TensorCore

/// The first of many products that is not the one of plain loops; nil when all are.
///
/// The factors are whole numbers from −2 to 2, whose sums of products have no rounding up to 2²² products in
/// `Float`: so every order of summing gives the same number, and all are compared exactly.
///
/// - Parameters:
///   - extents: M and N run through these, in all transpositions, with and without accumulation.
///   - inner: The values of K.
///   - seed: For the factors.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func firstExactFailure<Scalar: KernelScalar>(
  in _: Scalar.Type, extents: [Int], inner: [Int], seed: UInt64
) -> String? {
  let largest = extents.max()!
  var generator = RandomGenerator(seed: seed)
  for k in inner {
    // B is drawn transposed, [N, K], so that of both factors the first rows make the smaller ones.
    let allOfA = (0..<largest * k).map { _ in Scalar(generator.uniformInteger(below: 5) - 2) }
    let allOfB = (0..<largest * k).map { _ in Scalar(generator.uniformInteger(below: 5) - 2) }
    var expected = [Scalar](repeating: 0, count: largest * largest)
    for i in 0..<largest {
      for j in 0..<largest {
        for p in 0..<k { expected[i * largest + j] += allOfA[i * k + p] * allOfB[j * k + p] }
      }
    }
    for m in extents {
      let a = Array(allOfA[..<(m * k)])
      let factorsA = [a, transposed(a, rows: m, columns: k)]
      for n in extents {
        let b = Array(allOfB[..<(n * k)])
        let factorsB = [transposed(b, rows: n, columns: k), b]
        for (transposeA, transposeB) in transpositions {
          for start: Scalar? in [nil, 3] {
            var c = [Scalar](repeating: start ?? .nan, count: m * n)
            Scalar.kernels.matmul(
              factorsA[transposeA ? 1 : 0], factorsB[transposeB ? 1 : 0], &c,
              MatmulProblem(
                rows: m, columns: n, inner: k, transposeA: transposeA, transposeB: transposeB,
                accumulate: start != nil),
              2)
            for i in 0..<m {
              for j in 0..<n where c[i * n + j] != expected[i * largest + j] + (start ?? 0) {
                return "\(Scalar.self) \((m, n, k)), transposed \((transposeA, transposeB)), added "
                  + "to \(String(describing: start)): [\(i), \(j)] is \(c[i * n + j]), in plain loops "
                  + "\(expected[i * largest + j] + (start ?? 0))"
              }
            }
          }
        }
      }
    }
  }
  return nil
}
