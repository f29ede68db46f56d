// Products of a large matrix with a vector, or with a few rows or columns.

/// C (+)= A·B where A is a row or B a column.
func multiplyVector<Scalar: VectorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, threads: Int
) {
  let isColumn = problem.columns == 1
  let (matrix, vector) = isColumn ? (a, b) : (b, a)
  let results = problem.rows * problem.columns
  // Each number of the matrix is read from memory for one product.
  let threads = isWorthThreads(products: results * problem.inner, cost: 4) ? threads : 1
  // Whether the sums run along the rows of the matrix, or down its columns.
  if isColumn ? !problem.transposeA : problem.transposeB {
    dotRows(
      matrix, vector, into: c, rows: results, inner: problem.inner,
      accumulate: problem.accumulate, threads: threads)
  } else {
    combineRows(
      vector, matrix, into: c, inner: problem.inner, columns: results,
      accumulate: problem.accumulate, threads: threads)
  }
}

/// C (+)= A·B for an A of so few rows that a large B is read fastest once for each of them.
func multiplyRowByRow<Scalar: VectorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, threads: Int
) {
  let k = problem.inner
  var row = problem
  row.rows = 1
  withPackingBuffer(of: Scalar.self, count: k) { copy in
    let copy = copy!  // K is not 0
    for i in 0..<problem.rows {
      var vector = a + i * k
      if problem.transposeA {
        for p in 0..<k { copy[p] = a[p * problem.rows + i] }
        vector = UnsafePointer(copy)
      }
      multiplyVector(vector, b, into: c + i * problem.columns, row, threads: threads)
    }
  }
}

/// C (+)= A·B for a B of so few columns that they would fill only a third of a vector: Cᵀ = Bᵀ·Aᵀ has
/// long rows. ([64, 64] · [64, 2] takes half as long so. With 8 columns of 16, [2048, 2048] · [2048, 8] takes
/// 1.5 times as long.)
func multiplyTransposed<Scalar: VectorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, threads: Int
) {
  let (m, n) = (problem.rows, problem.columns)
  let transposed = MatmulProblem(
    rows: n, columns: m, inner: problem.inner, transposeA: !problem.transposeB,
    transposeB: !problem.transposeA)
  withPackingBuffer(of: Scalar.self, count: m * n) { product in
    let product = product!  // neither extent is 0
    multiply(b, a, into: product, transposed, threads: threads)
    for i in 0..<m {
      for j in 0..<n {
        let sum = product[j * m + i]
        c[i * n + j] = problem.accumulate ? c[i * n + j] + sum : sum
      }
    }
  }
}
