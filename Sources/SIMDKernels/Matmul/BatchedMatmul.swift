/// A batch of products of the same shape: matrix i of C becomes the product of matrix
/// `batch[i].a` of A and matrix `batch[i].b` of B, or the product is added to it.
///
/// - Parameters:
///   - a: The matrices of A, one after the other.
///   - b: The matrices of B, one after the other.
///   - c: The matrices of C, one after the other, as many as the batch has entries.
///   - problem: The shape of each product.
///   - batch: For each matrix of C the index of its factors; one factor may serve several.
///   - threads: The number of threads that may work at the same time. The result does not depend on it.
func multiply<Scalar: VectorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, batch: [(a: Int, b: Int)], threads: Int
) {
  let (m, n, k) = (problem.rows, problem.columns, problem.inner)
  guard let first = batch.first else { return }
  // Matrices of A that follow each other and meet the same B are one matrix with more rows.
  let isOneProduct =
    !problem.transposeA
    && batch.indices.allSatisfy { batch[$0].a == first.a + $0 && batch[$0].b == first.b }
  if isOneProduct {
    var tall = problem
    tall.rows *= batch.count
    multiply(a + first.a * m * k, b + first.b * k * n, into: c, tall, threads: threads)
    return
  }
  // Large matrices are each shared by the threads; small ones are dealt out, some at a time.
  let isLarge = isWorthThreads(products: m * n * k)
  let matricesAtOnce = isLarge ? batch.count : max(1, (1 << 20) / max(m * n * k, 1))
  let parts = (batch.count + matricesAtOnce - 1) / matricesAtOnce
  let isWorthSharing = isWorthThreads(products: batch.count * m * n * k)
  parallel(parts: parts, threads: isWorthSharing ? threads : 1) { part in
    let start = part * matricesAtOnce
    for i in start..<min(start + matricesAtOnce, batch.count) {
      multiply(
        a + batch[i].a * m * k, b + batch[i].b * k * n, into: c + i * m * n, problem,
        threads: isLarge ? threads : 1)
    }
  }
}
