/// sums[r] = Σ of row r of x [rows, columns], each in the order of `sum`.
///
/// - Parameters:
///   - x: rows·columns numbers.
///   - rows: The number of rows.
///   - columns: The number of columns; the sum of none is 0.
///   - sums: Room for `rows` numbers.
///   - threads: The most threads to use. The result does not depend on it.
func sumRows<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, rows: Int, columns: Int, into sums: UnsafeMutablePointer<Scalar>,
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
func maximumOfRows<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, rows: Int, columns: Int, into maxima: UnsafeMutablePointer<Scalar>,
  threads: Int
) {
  reduceRows(x, rows, columns, into: maxima, threads, RowMaximum.self)
}

/// sums[c] = Σ of column c of x [rows, columns]: the gradient of a bias.
///
/// The rows are added in blocks of 64, the sums of 64 blocks likewise, and so on, as the naive backend
/// does, to the bit: an error of at most 63·⌈log₆₄ rows⌉·½·ulp(1) times the sum of the magnitudes, to
/// first order. Rows of zeros at the end change no bit.
///
/// - Parameters:
///   - x: rows·columns numbers.
///   - rows: The number of rows; the sum of none is 0.
///   - columns: The number of columns.
///   - sums: Room for `columns` numbers.
///   - threads: The most threads to use. The result does not depend on it.
func sumColumns<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, rows: Int, columns: Int, into sums: UnsafeMutablePointer<Scalar>,
  threads: Int
) {
  // Strips of columns, as wide as two lines of the cache, so that no thread reads another's.
  let strip = 4 * Scalar.Vector.count
  let size = max(strip, rowsOfPart(columns: rows, elements: memoryBoundPartSize) / strip * strip)
  guard columns > 0 else { return }
  parallel(count: columns, size: size, threads: threads) { start, count in
    sumBlocks(x + start, rows, columns, into: sums + start, count)
  }
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

/// The sums of `count` columns, from those of blocks: of 64, 64², 64³, … rows, the largest of which there
/// are several.
private func sumBlocks<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, _ rows: Int, _ columns: Int,
  into sums: UnsafeMutablePointer<Scalar>, _ count: Int
) {
  let factor = 64
  if rows <= factor { return sumStrips(x, rows, columns, into: sums, count) }
  var block = factor
  while block * factor < rows { block *= factor }
  sums.update(repeating: 0, count: count)
  withUnsafeTemporaryAllocation(of: Scalar.self, capacity: count) { blockSums in
    let blockSums = blockSums.baseAddress!
    @inline(__always) func sum(_ x: Scalar.Vector, _ y: Scalar.Vector) -> Scalar.Vector { x + y }
    for start in stride(from: 0, to: rows, by: block) {
      sumBlocks(
        x + start * columns, min(block, rows - start), columns, into: blockSums, count)
      Scalar.zip(sums, blockSums, into: sums, count: count, sum)
    }
  }
}

/// The sums of `count` columns of a few rows, four registers at a time.
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
  // A whole register reaches into the next row, in lanes that are left out in the end. Only the last rows
  // have none after them, and are read in part: that takes several times as long.
  let end = x + (rows - 1) * columns + count
  var s = Vector(0)
  for row in 0..<rows {
    let source = x + row * columns + column
    s =
      s
      + (source + width <= end
        ? Vector(loading: source) : Vector(loading: source, count: rest, filler: 0))
  }
  s.store(to: sums + column, count: rest)
}
