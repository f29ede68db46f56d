import SIMDKernels

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
///   - a: A, shape [M, K] or, transposed, [K, M].
///   - b: B, shape [K, N] or, transposed, [N, K].
///   - c: C, shape [M, N].
///   - problem: The shapes, which operand is transposed, and whether to add to C or to overwrite it.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
func naiveMatmul<Scalar: TensorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem
) {
  let (m, n, k) = (problem.rows, problem.columns, problem.inner)
  // A is read in either direction. Of B each row must lie in one piece.
  let (rowStride, columnStride) = problem.transposeA ? (1, m) : (k, 1)
  let rowsOfB = problem.transposeB ? transposed(b, rows: n, columns: k) : nil
  let b = rowsOfB.map { UnsafePointer($0.base) } ?? b
  withExtendedLifetime(rowsOfB) {
    for i in 0..<m {
      let row = c + i * n
      if !problem.accumulate { row.update(repeating: 0, count: n) }
      for p in 0..<k {
        let factor = a[i * rowStride + p * columnStride]
        let source = b + p * n
        for j in 0..<n { row[j] += factor * source[j] }
      }
    }
  }
}

/// A copy of a matrix [rows, columns] as [columns, rows].
@inline(__always)
private func transposed<Scalar: TensorScalar>(
  _ matrix: UnsafePointer<Scalar>, rows: Int, columns: Int
) -> Storage<Scalar> {
  let copy = Storage<Scalar>(uninitializedCount: rows * columns)
  for i in 0..<rows {
    for j in 0..<columns { copy.base[j * rows + i] = matrix[i * columns + j] }
  }
  return copy
}
