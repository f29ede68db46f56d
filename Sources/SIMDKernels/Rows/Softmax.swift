// Functions of each row of a matrix x [rows, columns], with its largest element m taken out first, so that
// no exponential overflows. A row with a NaN or +∞ becomes NaN, and so does one of nothing but −∞; a −∞
// among others counts as a probability of 0. Each row is worked on alone: threads share the rows.

/// y = exp(xᵢ − m) / Σⱼ exp(xⱼ − m) in each row: positive numbers that add up to 1.
///
/// - Parameters:
///   - x: rows·columns numbers.
///   - y: Room for as many; may be `x`.
///   - rows: The number of rows.
///   - columns: The number of columns.
///   - threads: The most threads to use. The result does not depend on it.
func softmax<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int,
  threads: Int
) {
  forEachRow(rows, columns, threads) { row in
    let (x, y) = (x + row * columns, y + row * columns)
    let sum = exponentials(of: x, less: greatestOfRow(x, count: columns), into: y, count: columns)
    let factor = Scalar.Vector(1 / sum)
    @inline(__always) func scaled(_ y: Scalar.Vector) -> Scalar.Vector { y * factor }
    Scalar.map(y, into: y, count: columns, scaled)
  }
}

/// y = (xᵢ − m) − ln Σⱼ exp(xⱼ − m) in each row: the logarithm of `softmax`.
///
/// - Parameters:
///   - x: rows·columns numbers.
///   - y: Room for as many; may be `x`.
///   - rows: The number of rows.
///   - columns: The number of columns.
///   - threads: The most threads to use. The result does not depend on it.
func logSoftmax<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, into y: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int,
  threads: Int
) {
  forEachRow(rows, columns, threads) { row in
    let (x, y) = (x + row * columns, y + row * columns)
    let shift = greatestOfRow(x, count: columns)
    let logSum = logarithm(exponentials(of: x, less: shift, into: nil, count: columns))
    let (m, l) = (Scalar.Vector(shift), Scalar.Vector(logSum))
    @inline(__always) func shifted(_ x: Scalar.Vector) -> Scalar.Vector { x - m - l }
    Scalar.map(x, into: y, count: columns, shifted)
  }
}

/// results[r] = m + ln Σⱼ exp(xⱼ − m) of row r: −∞ of no columns or of nothing but −∞, and ∞ where an
/// element is and none is NaN.
///
/// - Parameters:
///   - x: rows·columns numbers.
///   - results: Room for `rows` numbers.
///   - rows: The number of rows.
///   - columns: The number of columns.
///   - threads: The most threads to use. The result does not depend on it.
func logSumExp<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, into results: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int,
  threads: Int
) {
  forEachRow(rows, columns, threads) { row in
    let x = x + row * columns
    let greatest = greatestOfRow(x, count: columns)
    // An infinite maximum would give ∞ − ∞; exp copes with it as it is.
    let shift = greatest.isFinite ? greatest : 0
    let sum = exponentials(of: x, less: shift, into: nil, count: columns)
    results[row] = logarithm(sum) + shift
  }
}

/// Shares rows of `columns` elements each, for which exponentials are taken, among threads.
@inline(__always)
func forEachRow(_ rows: Int, _ columns: Int, _ threads: Int, _ body: (Int) -> Void) {
  let size = rowsOfPart(columns: columns, elements: functionPartSize)
  parallel(count: rows, size: size, threads: threads) { start, count in
    for row in start..<start + count { body(row) }
  }
}
