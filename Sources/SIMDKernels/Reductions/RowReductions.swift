/// sums[r] = Σ of row r of x [rows, columns], each in the order of `sum`.
///
/// - Parameters:
///   - x: rows·columns numbers.
///   - rows: The number of rows.
///   - columns: The number of columns; the sum of none is 0.
///   - sums: Room for `rows` numbers.
///   - threads: The most threads to use. The result does not depend on it.
public func sumRows(
  _ x: UnsafePointer<Float>, rows: Int, columns: Int, into sums: UnsafeMutablePointer<Float>,
  threads: Int
) {
  reduceRows(x, rows, columns, into: sums, threads, RowSum.self)
}

/// The same in `Double`.
public func sumRows(
  _ x: UnsafePointer<Double>, rows: Int, columns: Int, into sums: UnsafeMutablePointer<Double>,
  threads: Int
) {
  reduceRows(x, rows, columns, into: sums, threads, RowSum.self)
}

/// maxima[r] = the largest number of row r of x [rows, columns], NaN if one of them is; there must be a
/// column.
///
/// - Parameters:
///   - x: rows·columns numbers.
///   - rows: The number of rows.
///   - columns: The number of columns, at least 1.
///   - maxima: Room for `rows` numbers.
///   - threads: The most threads to use. The result does not depend on it.
public func maximumOfRows(
  _ x: UnsafePointer<Float>, rows: Int, columns: Int, into maxima: UnsafeMutablePointer<Float>,
  threads: Int
) {
  reduceRows(x, rows, columns, into: maxima, threads, RowMaximum.self)
}

/// The same in `Double`.
public func maximumOfRows(
  _ x: UnsafePointer<Double>, rows: Int, columns: Int, into maxima: UnsafeMutablePointer<Double>,
  threads: Int
) {
  reduceRows(x, rows, columns, into: maxima, threads, RowMaximum.self)
}

/// sums[c] = Σ of column c of x [rows, columns]: the gradient of a bias.
///
/// The rows are added one after the other, as the naive backend does: an error of at most rows times
/// ½·ulp(1) times the sum of the magnitudes.
///
/// - Parameters:
///   - x: rows·columns numbers.
///   - rows: The number of rows; the sum of none is 0.
///   - columns: The number of columns.
///   - sums: Room for `columns` numbers.
///   - threads: The most threads to use. The result does not depend on it.
public func sumColumns(
  _ x: UnsafePointer<Float>, rows: Int, columns: Int, into sums: UnsafeMutablePointer<Float>,
  threads: Int
) {
  columnSums(x, rows, columns, into: sums, threads)
}

/// The same in `Double`.
public func sumColumns(
  _ x: UnsafePointer<Double>, rows: Int, columns: Int, into sums: UnsafeMutablePointer<Double>,
  threads: Int
) {
  columnSums(x, rows, columns, into: sums, threads)
}

private protocol RowReduction {
  static func result<Scalar: VectorScalar>(_ row: UnsafePointer<Scalar>, count: Int) -> Scalar
}

private enum RowSum: RowReduction {
  @inline(__always)
  static func result<Scalar: VectorScalar>(_ row: UnsafePointer<Scalar>, count: Int) -> Scalar {
    blockwiseSum(row, count: count, threads: 1)
  }
}

private enum RowMaximum: RowReduction {
  @inline(__always)
  static func result<Scalar: VectorScalar>(_ row: UnsafePointer<Scalar>, count: Int) -> Scalar {
    largestOfPart(row, count: count)
  }
}

private func reduceRows<Scalar: VectorScalar, Reduction: RowReduction>(
  _ x: UnsafePointer<Scalar>, _ rows: Int, _ columns: Int,
  into results: UnsafeMutablePointer<Scalar>, _ threads: Int, _: Reduction.Type
) {
  let size = rowsOfPart(columns: columns, elements: memoryBoundPartSize)
  parallel(count: rows, size: size, threads: threads) { start, count in
    for row in start..<start + count {
      results[row] = Reduction.result(x + row * columns, count: columns)
    }
  }
}

private func columnSums<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, _ rows: Int, _ columns: Int,
  into sums: UnsafeMutablePointer<Scalar>, _ threads: Int
) {
  // Strips of columns, as wide as two lines of the cache, so that no thread reads another's.
  let strip = 4 * Scalar.Vector.count
  let size = max(strip, rowsOfPart(columns: rows, elements: memoryBoundPartSize) / strip * strip)
  parallel(count: columns, size: size, threads: threads) { start, count in
    sumStrips(x + start, rows, columns, into: sums + start, count)
  }
}

/// The sums of `count` columns, four registers at a time.
@inline(never)
private func sumStrips<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, _ rows: Int, _ columns: Int,
  into sums: UnsafeMutablePointer<Scalar>, _ count: Int
) {
  typealias Vector = Scalar.Vector
  let width = Vector.count
  var column = 0
  while column &+ 4 * width <= count {
    var (s0, s1, s2, s3) = (Vector(0), Vector(0), Vector(0), Vector(0))
    for row in 0..<rows {
      let source = x + row * columns + column
      s0 = s0 + Vector(loading: source)
      s1 = s1 + Vector(loading: source + width)
      s2 = s2 + Vector(loading: source + 2 * width)
      s3 = s3 + Vector(loading: source + 3 * width)
    }
    s0.store(to: sums + column)
    s1.store(to: sums + column + width)
    s2.store(to: sums + column + 2 * width)
    s3.store(to: sums + column + 3 * width)
    column &+= 4 * width
  }
  while column &+ width <= count {
    var s = Vector(0)
    for row in 0..<rows { s = s + Vector(loading: x + row * columns + column) }
    s.store(to: sums + column)
    column &+= width
  }
  guard column < count else { return }
  let rest = count - column
  var s = Vector(0)
  for row in 0..<rows {
    s = s + Vector(loading: x + row * columns + column, count: rest, filler: 0)
  }
  s.store(to: sums + column, count: rest)
}
