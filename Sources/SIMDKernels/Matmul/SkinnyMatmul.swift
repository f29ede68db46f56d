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
    let row = MatmulProblem(
      rows: 1, columns: results, inner: problem.inner, accumulate: problem.accumulate)
    if results < Scalar.Vector.count {
      multiplyTiled(vector, matrix, into: c, row, threads: threads)
    } else {
      combineRows(vector, matrix, into: c, row, threads: threads)
    }
  }
}

/// C (+)= A·B for an A of so few rows that a large B, stored transposed, is read fastest once for each of them.
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

/// Whether to transpose the product costs less than to pack B. A layer's weight is a B that is stored transposed,
/// and all of it would be packed for a batch of few rows: [64, 784] · [256, 784]ᵀ goes from 193 to 232 GFLOP/s.
@inline(__always)
func isFasterTransposed<Scalar: VectorScalar>(_ problem: MatmulProblem, _: Scalar.Type) -> Bool {
  let (m, n, k) = (problem.rows, problem.columns, problem.inner)
  // Sums that are added to C would be rounded otherwise, and fewer columns than a register has lanes leave some empty.
  return problem.transposeB && !problem.transposeA && !problem.accumulate
    && m >= Scalar.Vector.count && m * (k + 2 * n) < n * k
}

/// C = A·B where both are stored by rows of K: Cᵀ = Bᵀ·Aᵀ in tiles, which packs A instead of B. Where no
/// columns are left over for dot products, it is bit for bit the same: each sum meets the same products in the same
/// order.
func multiplyTiledTransposed<Scalar: VectorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, threads: Int
) {
  let (m, n) = (problem.rows, problem.columns)
  let transposed = MatmulProblem(
    rows: n, columns: m, inner: problem.inner, transposeA: false, transposeB: true)
  withPackingBuffer(of: Scalar.self, count: m * n) { product in
    let product = product!  // neither extent is 0
    multiplyTiled(b, a, into: product, transposed, threads: threads)
    // A line or two of few rows at a time: where rows of C are 4096 bytes apart, all of them share a set of the cache.
    for column in stride(from: 0, to: n, by: 16) {
      for row in stride(from: 0, to: m, by: 8) {
        transpose(
          product + column * m + row, columnStride: m, columns: min(16, n - column),
          rows: min(8, m - row), into: c + row * n + column, rowStride: n)
      }
    }
  }
}
