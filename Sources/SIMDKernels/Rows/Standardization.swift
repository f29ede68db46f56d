/// y = (x − μ)·r in each row of x [rows, columns], with r = 1/√(σ² + ε), the row's mean μ and its variance
/// σ² = Σ(x − μ)²/columns: what layer normalization begins with.
///
/// Two passes, the mean first: subtracting squares would lose the digits that matter. A mean of no
/// columns is NaN.
///
/// - Parameters:
///   - x: rows·columns numbers.
///   - y: Room for as many; may be `x`.
///   - means: Room for the μ of each row.
///   - variances: Room for the σ² of each row.
///   - epsilon: ε.
///   - rows: The number of rows.
///   - columns: The number of columns.
///   - threads: The most threads to use. The result does not depend on it.
func standardize<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>,
  means: UnsafeMutablePointer<Scalar>, variances: UnsafeMutablePointer<Scalar>, epsilon: Scalar,
  rows: Int, columns: Int, threads: Int
) {
  typealias Vector = Scalar.Vector
  let n = Scalar(columns)
  forEachRow(rows, columns, threads) { row in
    let (x, y) = (x + row * columns, y + row * columns)
    let mean = blockwiseSum(x, count: columns, threads: 1) / n
    let m = Vector(mean)
    @inline(__always) func difference(_ x: Vector) -> Vector { x - m }
    Scalar.map(x, into: y, count: columns, difference)
    let variance = blockwiseDot(y, y, count: columns, threads: 1) / n
    let r = Vector(1 / (variance + epsilon).squareRoot())
    @inline(__always) func scaled(_ y: Vector) -> Vector { y * r }
    Scalar.map(y, into: y, count: columns, scaled)
    means[row] = mean
    variances[row] = variance
  }
}

/// gradient = (u − mean(u) − y·mean(u·y))·r in each row: what the upstream gradient u of y becomes for x,
/// where y and the variances come from `standardize`.
///
/// - Parameters:
///   - y: rows·columns numbers.
///   - variances: The σ² of each row, from which r = 1/√(σ² + ε).
///   - upstream: u, rows·columns numbers.
///   - gradient: Room for as many; may be `upstream` or `y`.
///   - epsilon: ε.
///   - rows: The number of rows.
///   - columns: The number of columns.
///   - threads: The most threads to use. The result does not depend on it.
func standardizeGradient<Scalar: VectorScalar>(
  _ y: UnsafePointer<Scalar>, variances: UnsafePointer<Scalar>, upstream: UnsafePointer<Scalar>,
  into gradient: UnsafeMutablePointer<Scalar>, epsilon: Scalar, rows: Int, columns: Int,
  threads: Int
) {
  typealias Vector = Scalar.Vector
  let n = Scalar(columns)
  forEachRow(rows, columns, threads) { row in
    let (y, u) = (y + row * columns, upstream + row * columns)
    let mean = Vector(blockwiseSum(u, count: columns, threads: 1) / n)
    let slope = Vector(blockwiseDot(u, y, count: columns, threads: 1) / n)
    let r = Vector(1 / (variances[row] + epsilon).squareRoot())
    @inline(__always) func pulledBack(_ u: Vector, _ y: Vector) -> Vector {
      (u - mean - y * slope) * r
    }
    Scalar.zip(u, y, into: gradient + row * columns, count: columns, pulledBack)
  }
}
