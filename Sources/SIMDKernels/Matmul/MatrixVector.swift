// A matrix times a vector reads each number of the matrix once: the memory sets the pace, so nothing
// is packed, and all that matters is to read along the rows with enough sums at the same time.

/// y[i] (+)= Σₖ matrix[i, k]·x[k]: each row of a [rows, inner] matrix with the vector.
func dotRows<Scalar: MatmulScalar>(
  _ matrix: UnsafePointer<Scalar>, _ x: UnsafePointer<Scalar>,
  into y: UnsafeMutablePointer<Scalar>, rows: Int, inner: Int, accumulate: Bool, threads: Int
) {
  let rowsAtOnce = max(8, partSize / inner & ~7)
  let parts = (rows + rowsAtOnce - 1) / rowsAtOnce
  parallel(parts: parts, threads: threads) { part in
    var row = part * rowsAtOnce
    let end = min(row + rowsAtOnce, rows)
    while row < end {
      let count = end - row >= 8 ? 8 : 1
      let start = matrix + row * inner
      if count == 8 {
        dot(EightSums<Scalar>.self, start, x, into: y + row, inner: inner, accumulate: accumulate)
      } else {
        dot(OneSum<Scalar>.self, start, x, into: y + row, inner: inner, accumulate: accumulate)
      }
      row += count
    }
  }
}

/// y[j] (+)= Σₖ x[k]·matrix[k, j]: a sum of the rows of an [inner, columns] matrix.
func combineRows<Scalar: MatmulScalar>(
  _ x: UnsafePointer<Scalar>, _ matrix: UnsafePointer<Scalar>,
  into y: UnsafeMutablePointer<Scalar>, inner: Int, columns: Int, accumulate: Bool, threads: Int
) {
  // Whole rows are read fastest. Several threads must cut them all the same; each column is summed
  // in the same order either way.
  let columnsAtOnce = threads == 1 ? columns : 32 * Scalar.lanes
  let parts = (columns + columnsAtOnce - 1) / columnsAtOnce
  parallel(parts: parts, threads: threads) { part in
    let column = part * columnsAtOnce
    let count = min(columnsAtOnce, columns - column)
    let y = y + column
    if !accumulate { y.update(repeating: 0, count: count) }
    var k = 0
    while k < inner {
      let start = matrix + k * columns + column
      // Eight rows a time, so that y is read and written once for eight products.
      if k + 8 <= inner {
        addRows(8, x + k, start, rowStride: columns, into: y, count: count)
        k += 8
      } else {
        addRows(1, x + k, start, rowStride: columns, into: y, count: count)
        k += 1
      }
    }
  }
}

/// The numbers of a matrix in a part of the work for one thread.
private var partSize: Int { 1 << 17 }

/// y[j] += Σₖ x[k]·matrix[k, j] for some rows, `rows` being a literal.
@inline(__always)
private func addRows<Scalar: MatmulScalar>(
  _ rows: Int, _ x: UnsafePointer<Scalar>, _ matrix: UnsafePointer<Scalar>, rowStride: Int,
  into y: UnsafeMutablePointer<Scalar>, count: Int
) {
  let lanes = Scalar.lanes
  var j = 0
  while j + 2 * lanes <= count {
    var left = Scalar.load(y + j)
    var right = Scalar.load(y + j + lanes)
    for k in 0..<rows {
      let row = matrix + k * rowStride + j
      left = Scalar.multiplyAdd(left, x[k], Scalar.load(row))
      right = Scalar.multiplyAdd(right, x[k], Scalar.load(row + lanes))
    }
    Scalar.store(left, y + j)
    Scalar.store(right, y + j + lanes)
    j += 2 * lanes
  }
  while j < count {
    var sum = y[j]
    for k in 0..<rows { sum = Scalar.multiplyAdd(sum, x[k], matrix[k * rowStride + j]) }
    y[j] = sum
    j += 1
  }
}

/// The growing sums of some rows, each a vector of partial sums.
private protocol Sums<Scalar> {
  associatedtype Scalar: MatmulScalar
  static var count: Int { get }
  init()
  /// Adds the products of the next vector of each row with that of x.
  mutating func add(_ rows: UnsafePointer<Scalar>, stride: Int, _ x: Scalar.MatmulVector)
  /// The same without the first numbers, which were added before.
  mutating func add(
    _ rows: UnsafePointer<Scalar>, stride: Int, _ x: Scalar.MatmulVector,
    without: SIMDMask<Scalar.MatmulVector.MaskStorage>)
  func store(_ y: UnsafeMutablePointer<Scalar>, accumulate: Bool)
}

private struct OneSum<Scalar: MatmulScalar>: Sums {
  private var sum = Scalar.zeros

  @inline(__always) static var count: Int { 1 }
  @inline(__always) init() {}

  @inline(__always)
  mutating func add(_ rows: UnsafePointer<Scalar>, stride: Int, _ x: Scalar.MatmulVector) {
    sum = Scalar.multiplyAdd(sum, Scalar.load(rows), x)
  }

  @inline(__always)
  mutating func add(
    _ rows: UnsafePointer<Scalar>, stride: Int, _ x: Scalar.MatmulVector,
    without mask: SIMDMask<Scalar.MatmulVector.MaskStorage>
  ) {
    sum = Scalar.multiplyAdd(sum, Scalar.load(rows).replacing(with: Scalar.zeros, where: mask), x)
  }

  @inline(__always)
  func store(_ y: UnsafeMutablePointer<Scalar>, accumulate: Bool) {
    y[0] = accumulate ? y[0] + Scalar.sum(sum) : Scalar.sum(sum)
  }
}

private struct TwoSums<Half: Sums>: Sums {
  typealias Scalar = Half.Scalar
  private var first = Half()
  private var second = Half()

  @inline(__always) static var count: Int { 2 * Half.count }
  @inline(__always) init() {}

  @inline(__always)
  mutating func add(_ rows: UnsafePointer<Scalar>, stride: Int, _ x: Scalar.MatmulVector) {
    first.add(rows, stride: stride, x)
    second.add(rows + Half.count * stride, stride: stride, x)
  }

  @inline(__always)
  mutating func add(
    _ rows: UnsafePointer<Scalar>, stride: Int, _ x: Scalar.MatmulVector,
    without mask: SIMDMask<Scalar.MatmulVector.MaskStorage>
  ) {
    first.add(rows, stride: stride, x, without: mask)
    second.add(rows + Half.count * stride, stride: stride, x, without: mask)
  }

  @inline(__always)
  func store(_ y: UnsafeMutablePointer<Scalar>, accumulate: Bool) {
    first.store(y, accumulate: accumulate)
    second.store(y + Half.count, accumulate: accumulate)
  }
}

private typealias EightSums<Scalar: MatmulScalar> = TwoSums<TwoSums<TwoSums<OneSum<Scalar>>>>

/// y (+)= matrix·x for as many rows as there are sums.
@inline(__always)
private func dot<S: Sums>(
  _: S.Type, _ matrix: UnsafePointer<S.Scalar>, _ x: UnsafePointer<S.Scalar>,
  into y: UnsafeMutablePointer<S.Scalar>, inner: Int, accumulate: Bool
) {
  typealias Scalar = S.Scalar
  guard inner >= Scalar.lanes else {
    for row in 0..<S.count {
      var sum: Scalar = 0
      for k in 0..<inner { sum = Scalar.multiplyAdd(sum, matrix[row * inner + k], x[k]) }
      y[row] = accumulate ? y[row] + sum : sum
    }
    return
  }
  var sums = S()
  var k = 0
  while k + Scalar.lanes <= inner {
    sums.add(matrix + k, stride: inner, Scalar.load(x + k))
    k += Scalar.lanes
  }
  if k < inner {
    // The last vector begins early enough not to reach over the end. What was added before becomes
    // zero in both factors: zero times infinity would be NaN.
    let start = inner - Scalar.lanes
    let mask = Scalar.firstLanes(k - start)
    let rest = Scalar.load(x + start).replacing(with: Scalar.zeros, where: mask)
    sums.add(matrix + start, stride: inner, rest, without: mask)
  }
  sums.store(y, accumulate: accumulate)
}
