// A matrix times a vector, or times a few, reads each number of the matrix once: the memory sets the pace, so
// nothing is packed, and all that matters is to read along the rows with enough sums at the same time.

/// y[i] (+)= Σₖ matrix[i, k]·x[k]: each row of a [rows, inner] matrix with the vector.
func dotRows<Scalar: VectorScalar>(
  _ matrix: UnsafePointer<Scalar>, _ x: UnsafePointer<Scalar>,
  into y: UnsafeMutablePointer<Scalar>, rows: Int, inner: Int, accumulate: Bool, threads: Int
) {
  // A multiple of 8 rows for each thread, and no fewer than pay; in Swift, & binds as division does.
  let rowsAtOnce = max(8, (partSize / inner) & ~7, ((rows + threads - 1) / threads + 7) & ~7)
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

/// C (+)= A·B for an A of so few rows that a tile has all of them: sums of the rows of B, each of which is read once.
///
/// B is stored row by row, and at least as wide as a vector. Sums are cut after every eight products.
///
/// Inlined, so that the compiler knows the height of the tiles of a single row: each ends so soon that to look for its
/// kernel would cost a quarter of the time.
@inline(__always)
func combineRows<Scalar: VectorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, threads: Int
) {
  let (m, n, k) = (problem.rows, problem.columns, problem.inner)
  let (width, wide) = (Scalar.Vector.count, PanelsOfB<Scalar>.wide)
  let (rowStride, columnStride) = problem.transposeA ? (1, m) : (k, 1)
  // Whole rows are read fastest. Several threads must cut them all the same; each column is summed in the same order
  // wherever it is cut.
  let columnsAtOnce = max(wholeRegisters((n + threads - 1) / threads, of: Scalar.self), 32 * width)
  parallel(parts: (n + columnsAtOnce - 1) / columnsAtOnce, threads: threads) { part in
    let columns = part * columnsAtOnce..<min((part + 1) * columnsAtOnce, n)
    withSpareTile(of: Scalar.self) { spare in
      // A few rows at a time: C is read and written once for all of them, and each of them is read along.
      for first in stride(from: 0, to: k, by: 8) {
        let accumulate = problem.accumulate || first > 0
        @inline(__always)
        func multiply(
          _ column: Int, width: Int, into c: UnsafeMutablePointer<Scalar>, cStride: Int,
          accumulate: Bool
        ) {
          multiplyTile(
            height: m, width: width, a + first * columnStride, rowStride: rowStride,
            columnStride: columnStride, b + first * n + column, rowsOfB: EvenRows(stride: n),
            inner: min(8, k - first), c, cStride: cStride, accumulate: accumulate)
        }
        var column = columns.lowerBound
        while columns.upperBound - column >= wide {
          multiply(column, width: wide, into: c + column, cStride: n, accumulate: accumulate)
          column += wide
        }
        let narrow = (columns.upperBound - column) / width * width
        if narrow > 0 {
          multiply(column, width: narrow, into: c + column, cStride: n, accumulate: accumulate)
          column += narrow
        }
        let rest = columns.upperBound - column
        if rest == 0 { continue }
        // The last columns are the end of a vector that reaches back into those before.
        multiply(n - width, width: width, into: spare, cStride: width, accumulate: false)
        for row in 0..<m {
          copyRow(
            spare + row * width + width - rest, to: c + row * n + column, count: rest,
            accumulate: accumulate)
        }
      }
    }
  }
}

/// The numbers of a matrix in a part of the work for one thread.
private var partSize: Int { 1 << 17 }

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
