// The product of two matrices, C = A·B with c[i, j] = Σₖ a[i, k]·b[k, j], as three plain loops. These
// are the kernels that every faster one is compared with.

/// The textbook's order, i-j-k: each element of C is one sum.
///
/// The innermost loop walks down a column of B. Each step lands in another cache line, and the sum
/// has to wait for the step before it.
///
/// - Parameters:
///   - a: A, shape [m, k].
///   - b: B, shape [k, n].
///   - c: C, shape [m, n]; overwritten.
///   - m: The number of rows of A and C.
///   - k: The number of columns of A and rows of B.
///   - n: The number of columns of B and C.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func textbookMatmul<Scalar: TensorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ c: UnsafeMutablePointer<Scalar>,
  m: Int, k: Int, n: Int
) {
  for i in 0..<m {
    for j in 0..<n {
      var sum: Scalar = 0
      for p in 0..<k { sum += a[i * k + p] * b[p * n + j] }
      c[i * n + j] = sum
    }
  }
}

/// The naive backend's order, i-k-j: each row of C is a sum of rows of B.
///
/// The innermost loop walks along a row of B and a row of C, so the compiler can compute several
/// columns at once. Each element still adds the same products in the same order as in the textbook's
/// loops: the results are equal bit for bit.
///
/// - Parameters:
///   - a: A, whose element [i, p] lies at `i * aRowStride + p * aColumnStride`; exchanging the
///     strides reads a transposed A without copying it.
///   - aRowStride: The distance between rows of A.
///   - aColumnStride: The distance between columns of A.
///   - b: B, shape [k, n], row-major.
///   - c: C, shape [m, n], row-major; overwritten.
///   - m: The number of rows of C.
///   - k: The number of products in each sum.
///   - n: The number of columns of C.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func naiveMatmul<Scalar: TensorScalar>(
  _ a: UnsafePointer<Scalar>, aRowStride: Int, aColumnStride: Int,
  _ b: UnsafePointer<Scalar>, _ c: UnsafeMutablePointer<Scalar>,
  m: Int, k: Int, n: Int
) {
  for i in 0..<m {
    let row = c + i * n
    for j in 0..<n { row[j] = 0 }
    for p in 0..<k {
      let factor = a[i * aRowStride + p * aColumnStride]
      let source = b + p * n
      for j in 0..<n { row[j] += factor * source[j] }
    }
  }
}
