// A matrix times a vector reads each number of the matrix once: the memory sets the pace, so nothing
// is packed, and all that matters is to read along the rows with enough sums at the same time.

/// y[i] (+)= Σₖ matrix[i, k]·x[k]: each row of a [rows, inner] matrix with the vector.
func dotRows<Scalar: VectorScalar>(
  _ matrix: UnsafePointer<Scalar>, _ x: UnsafePointer<Scalar>,
  into y: UnsafeMutablePointer<Scalar>, rows: Int, inner: Int, accumulate: Bool, threads: Int
) {
  // A multiple of 8 rows; in Swift, & binds as division does.
  let rowsAtOnce = max(8, (partSize / inner) & ~7)
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
func combineRows<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, _ matrix: UnsafePointer<Scalar>,
  into y: UnsafeMutablePointer<Scalar>, inner: Int, columns: Int, accumulate: Bool, threads: Int
) {
  // Whole rows are read fastest. Several threads must cut them all the same; each column is summed
  // in the same order either way.
  let columnsAtOnce = threads == 1 ? columns : 32 * Scalar.Vector.count
  let parts = (columns + columnsAtOnce - 1) / columnsAtOnce
  parallel(parts: parts, threads: threads) { part in
    let column = part * columnsAtOnce
    let count = min(columnsAtOnce, columns - column)
    let y = y + column
    if !accumulate { y.update(repeating: 0, count: count) }
    var k = 0
    while k < inner {
      let start = matrix + k * columns + column
      // Eight rows at a time, so that y is read and written once for eight products.
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
private func addRows<Scalar: VectorScalar>(
  _ rows: Int, _ x: UnsafePointer<Scalar>, _ matrix: UnsafePointer<Scalar>, rowStride: Int,
  into y: UnsafeMutablePointer<Scalar>, count: Int
) {
  typealias Vector = Scalar.Vector
  let width = Vector.count
  var j = 0
  while j + 2 * width <= count {
    var left = Vector(loading: y + j)
    var right = Vector(loading: y + j + width)
    for k in 0..<rows {
      let row = matrix + k * rowStride + j
      left = Vector(loading: row).times(Vector(x[k]), plus: left)
      right = Vector(loading: row + width).times(Vector(x[k]), plus: right)
    }
    left.store(to: y + j)
    right.store(to: y + j + width)
    j += 2 * width
  }
  while j < count {
    var sum = y[j]
    for k in 0..<rows { sum = x[k].times(matrix[k * rowStride + j], plus: sum) }
    y[j] = sum
    j += 1
  }
}

/// y (+)= matrix·x for as many rows as there are sums.
@inline(__always)
private func dot<S: Sums>(
  _: S.Type, _ matrix: UnsafePointer<S.Scalar>, _ x: UnsafePointer<S.Scalar>,
  into y: UnsafeMutablePointer<S.Scalar>, inner: Int, accumulate: Bool
) {
  typealias Scalar = S.Scalar
  guard inner >= Scalar.Vector.count else {
    for row in 0..<S.count {
      var sum: Scalar = 0
      for k in 0..<inner { sum = matrix[row * inner + k].times(x[k], plus: sum) }
      y[row] = accumulate ? y[row] + sum : sum
    }
    return
  }
  var sums = S()
  var k = 0
  while k + Scalar.Vector.count <= inner {
    sums.add(matrix + k, stride: inner, Scalar.Vector(loading: x + k))
    k += Scalar.Vector.count
  }
  if k < inner {
    let rest = Scalar.Vector(loading: x + k, count: inner - k, filler: 0)
    sums.add(matrix + k, count: inner - k, stride: inner, rest)
  }
  sums.store(y, stride: 1, accumulate: accumulate)
}
