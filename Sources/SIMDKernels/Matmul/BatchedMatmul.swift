/// A batch of products of the same shape, in Float: matrix i of C is, or is increased by, the product
/// of matrix `batch[i].a` of A and matrix `batch[i].b` of B.
///
/// - Parameters:
///   - a: The matrices of A, one behind the other.
///   - b: The matrices of B, one behind the other.
///   - c: The matrices of C, one behind the other, as many as the batch has entries.
///   - problem: The shape of each product.
///   - batch: For each matrix of C the index of its factors; one factor may serve several.
///   - threads: The number of threads that may work at the same time. The result does not depend on it.
public func matmul(
  _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
  _ problem: MatmulProblem, batch: [(a: Int, b: Int)], threads: Int
) {
  multiply(a, b, into: c, problem, batch: batch, threads: threads)
}

/// A batch of products of the same shape, in Double; see the version in Float.
public func matmul(
  _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, into c: UnsafeMutablePointer<Double>,
  _ problem: MatmulProblem, batch: [(a: Int, b: Int)], threads: Int
) {
  multiply(a, b, into: c, problem, batch: batch, threads: threads)
}

private func multiply<Scalar: MatmulScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, batch: [(a: Int, b: Int)], threads: Int
) {
  let (m, n, k) = (problem.rows, problem.columns, problem.inner)
  // Matrices that are large enough are shared by the threads one after the other, small ones are
  // dealt out in parts of about a hundred microseconds.
  let work = m * n * k
  let product = { (i: Int, threads: Int) in
    multiply(
      a + batch[i].a * m * k, b + batch[i].b * k * n, into: c + i * m * n, problem,
      threads: threads)
  }
  let matricesAtOnce = max(1, (1 << 21) / max(work, 1))
  if work >= threadedWork || batch.count <= matricesAtOnce {
    for i in batch.indices { product(i, threads) }
    return
  }
  parallel(parts: (batch.count + matricesAtOnce - 1) / matricesAtOnce, threads: threads) { part in
    let start = part * matricesAtOnce
    for i in start..<min(start + matricesAtOnce, batch.count) { product(i, 1) }
  }
}
