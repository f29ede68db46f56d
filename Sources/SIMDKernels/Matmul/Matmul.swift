/// The matrix product C = A·B with c[i, j] = Σₖ a[i, k]·b[k, j], or C += A·B.
///
/// The sum of each element of C has an error of at most K·ε/2·(|A|·|B|), to first order in ε =
/// `ulpOfOne`, whatever the shape. The result is the same bit for bit from run to run and for
/// any number of threads. NaN and infinity propagate as in the plain loops. With K = 0 the product is
/// zero.
///
/// - Parameters:
///   - a: A, shape [M, K], or [K, M] with `transposeA`.
///   - b: B, shape [K, N], or [N, K] with `transposeB`.
///   - c: C, shape [M, N]; must not overlap A or B.
///   - problem: The shape, and how the factors are stored.
///   - threads: The number of threads that may work at the same time, at least 1. Small products use
///     one.
///
/// The shape alone chooses the way. It ends: a transposed product has more columns than rows, and so is not
/// transposed again.
func multiply<Scalar: VectorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, threads: Int
) {
  let (m, n, k) = (problem.rows, problem.columns, problem.inner)
  guard m > 0, n > 0 else { return }
  guard k > 0 else {
    if !problem.accumulate { c.update(repeating: 0, count: m * n) }
    return
  }
  if m == 1 || n == 1 {
    multiplyVector(a, b, into: c, problem, threads: threads)
  } else if let dots = DotProblem(a, b, problem) {
    multiplyByDots(dots, into: c, threads: threads)
  } else if m <= 4, n >= 256, n * k >= 1 << 16, !problem.transposeB {
    // Few products for each number of B, which memory sets the pace for, as for a single row.
    combineRows(
      a, b, into: c, problem,
      threads: isWorthThreads(products: n * k, cost: 4) ? threads : 1)
  } else if m <= 3, n * k >= 1 << 16, problem.transposeB {
    multiplyRowByRow(a, b, into: c, problem, threads: threads)
  } else if n < m, 3 * n <= Scalar.Vector.count, m * k >= 1 << 12 {
    multiplyTransposed(a, b, into: c, problem, threads: threads)
  } else if isFasterTransposed(problem, Scalar.self) {
    multiplyTiledTransposed(a, b, into: c, problem, threads: threads)
  } else {
    multiplyTiled(a, b, into: c, problem, threads: threads)
  }
}
