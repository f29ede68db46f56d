/// C = A·B, or C += A·B, in Float.
public func matmul(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
  _ problem: MatmulProblem, threads: Int
) {
  multiply(a, b, into: c, problem, threads: threads)
}

/// C = A·B, or C += A·B, in Double.
public func matmul(
  _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>,
  _ problem: MatmulProblem, threads: Int
) {
  multiply(a, b, into: c, problem, threads: threads)
}

func multiply<Scalar: MatmulScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, threads: Int
) {
  let (m, n, k) = (problem.rows, problem.columns, problem.inner)
  guard m > 0, n > 0 else { return }
  guard k > 0 else {
    if !problem.accumulate { c.update(repeating: 0, count: m * n) }
    return
  }
  if n == 1 || m == 1 {
    let (matrix, vector) = n == 1 ? (a, b) : (b, a)
    let threads = m * n * k < 1 << 18 ? 1 : threads
    // Along which of its axes the matrix is summed.
    if n == 1 ? !problem.transposeA : problem.transposeB {
      dotRows(
        matrix, vector, into: c, rows: m * n, inner: k, accumulate: problem.accumulate,
        threads: threads)
    } else {
      combineRows(
        vector, matrix, into: c, inner: k, columns: m * n, accumulate: problem.accumulate,
        threads: threads)
    }
  } else if m * n * k <= 128 * 128 * 128 {
    smallMatmul(a, b, into: c, problem)
  } else {
    blockedMatmul(a, b, into: c, problem, threads: m * n * k < threadedWork ? 1 : threads)
  }
}

/// From how many multiplications on a product is shared by several threads.
var threadedWork: Int { 1 << 21 }
