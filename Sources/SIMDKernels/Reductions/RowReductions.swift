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
  let block = 64
  guard columns > 0, rows > block else {
    let size = max(columnsAtOnce, rowsOfPart(columns: rows, elements: memoryBoundPartSize))
    parallel(count: columns, size: size, threads: threads) { start, count in
      sumFewRows(x + start, rows, stride: columns, into: sums + start, count)
    }
    return
  }
  // Row by row, as they lie in memory: the sums of each block first, then the sums of these.
  let blocks = (rows + block - 1) / block
  withUnsafeTemporaryAllocation(of: Scalar.self, capacity: blocks * columns) { blockSums in
    let blockSums = blockSums.baseAddress!
    let size = rowsOfPart(columns: block * columns, elements: memoryBoundPartSize)
    parallel(count: blocks, size: size, threads: threads) { start, count in
      for index in start..<start + count {
        sumFewRows(
          x + index * block * columns, min(block, rows - index * block), stride: columns,
          into: blockSums + index * columns, columns)
      }
    }
    sumColumns(blockSums, rows: blocks, columns: columns, into: sums, threads: threads)
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

/// The sums of `count` columns of a few rows.
private func sumFewRows<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, _ rows: Int, stride: Int,
  into sums: UnsafeMutablePointer<Scalar>, _ count: Int
) {
  if count <= 16 * Scalar.Vector.count {
    return sumStrips(x, rows, stride: stride, into: sums, count)
  }
  // Long rows are added to the sums in memory one after the other: to go down a few columns at a time would
  // read a line or two of each page (2048 rows of 512 numbers: four times as long).
  @inline(__always) func sum(_ x: Scalar.Vector, _ y: Scalar.Vector) -> Scalar.Vector { x + y }
  sums.update(repeating: 0, count: count)
  for start in Swift.stride(from: 0, to: count, by: columnsAtOnce) {
    let part = min(columnsAtOnce, count - start)
    for row in 0..<rows {
      Scalar.zip(
        sums + start, x + row * stride + start, into: sums + start, count: part, sum)
    }
  }
}

/// So many sums stay in the first cache while rows are added to them.
private let columnsAtOnce = 1024

/// The sums of `count` columns of a few rows, four registers at a time.
@inline(never)
private func sumStrips<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, _ rows: Int, stride: Int,
  into sums: UnsafeMutablePointer<Scalar>, _ count: Int
) {
  typealias Vector = Scalar.Vector
  let width = Vector.count
  var column = 0
  while column &+ 4 * width <= count {
    var (s0, s1, s2, s3) = (Vector(0), Vector(0), Vector(0), Vector(0))
    for row in 0..<rows {
      let source = x + row * stride + column
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
    for row in 0..<rows { s = s + Vector(loading: x + row * stride + column) }
    s.store(to: sums + column)
    column &+= width
  }
  guard column < count else { return }
  let rest = count - column
  // A whole register reaches into the next row, in lanes that are left out in the end. Only the last rows
  // have none after them, and are read in part: that takes several times as long.
  let end = x + (rows - 1) * stride + count
  var s = Vector(0)
  for row in 0..<rows {
    let source = x + row * stride + column
    s =
      s
      + (source + width <= end
        ? Vector(loading: source) : Vector(loading: source, count: rest, filler: 0))
  }
  s.store(to: sums + column, count: rest)
}
