// The blocking follows Goto and van de Geijn, "Anatomy of high-performance matrix multiplication"
// (2008): a packed block of A fills a good part of the second cache, a panel of B stays in the first,
// and C passes through the registers.

/// The blocks' sizes. They assume a first cache of 32 KiB and a second of 512 KiB or more, which
/// every machine of the last ten years with these vector units has.
enum Blocking {
  /// KC: the most numbers of a row of A that are packed at a time.
  @inline(__always)
  static func inner<Scalar: MatmulScalar>(_: Scalar.Type) -> Int { 256 }
  /// MC: the most rows of A that are packed at a time.
  @inline(__always)
  static func rows<Scalar: MatmulScalar>(_: Scalar.Type) -> Int {
    (1 << 18) / (256 * MemoryLayout<Scalar>.stride) / maximumTileHeight * maximumTileHeight
  }
  /// The most numbers of B that are packed at a time; it decides on NC.
  @inline(__always)
  static var packedB: Int { 1 << 22 }
}

/// C (+)= A·B with packed blocks.
func blockedMatmul<Scalar: MatmulScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, threads: Int
) {
  let (m, n, k) = (problem.rows, problem.columns, problem.inner)
  let wide = 2 * Scalar.lanes
  let columnsAtOnce = max(Blocking.packedB / k, 8 * wide) / wide * wide
  let innerBlocks = EvenParts(of: k, maximum: Blocking.inner(Scalar.self))
  let rowBlocks = EvenParts(of: m, maximum: Blocking.rows(Scalar.self))

  var firstColumn = 0
  while firstColumn < n {
    let column = firstColumn
    let columns = min(columnsAtOnce, n - column)
    let panels = (columns + wide - 1) / wide
    let paddedColumns =
      (panels - 1) * wide + panelWidth(Scalar.self, remaining: columns - (panels - 1) * wide)
    withPackingBuffer(of: Scalar.self, count: paddedColumns * k) { packedB in
      // For each block along K all panels, one behind the other.
      parallel(parts: panels, threads: threads) { panel in
        for block in 0..<innerBlocks.count {
          let inner = innerBlocks[block]
          packPanelOfB(
            b, problem, inner: inner, column: column + panel * wide,
            columns: min(wide, columns - panel * wide),
            into: packedB + inner.lowerBound * paddedColumns + panel * wide * inner.count)
        }
      }
      parallel(parts: rowBlocks.count, threads: threads) { block in
        let rows = rowBlocks[block]
        let room = rows.count * innerBlocks[0].count
        withPackingBuffer(of: Scalar.self, count: room + wide * maximumTileHeight) { packedA in
          for block in 0..<innerBlocks.count {
            let inner = innerBlocks[block]
            packBlockOfA(a, problem, rows: rows, inner: inner, into: packedA)
            multiplyBlocks(
              BlockOfA(start: packedA, rowStride: 0, columnStride: 0, isPacked: true),
              BlockOfB(
                start: packedB + inner.lowerBound * paddedColumns, rowStride: 0, isPacked: true),
              into: c + rows.lowerBound * n + column, cStride: n, rows: rows.count,
              columns: columns, inner: inner.count,
              accumulate: problem.accumulate || block > 0, spare: packedA + room)
          }
        }
      }
    }
    firstColumn += columns
  }
}

/// Packs a block of A, panel after panel; the panels are the micro-kernel's.
func packBlockOfA<Scalar: MatmulScalar>(
  _ a: UnsafePointer<Scalar>, _ problem: MatmulProblem, rows: Range<Int>, inner: Range<Int>,
  into target: UnsafeMutablePointer<Scalar>
) {
  let panels = EvenParts(of: rows.count, maximum: maximumTileHeight)
  for panel in 0..<panels.count {
    let part = panels[panel]
    let target = target + part.lowerBound * inner.count
    let row = rows.lowerBound + part.lowerBound
    if problem.transposeA {
      packSideBySide(
        a + inner.lowerBound * problem.rows + row, sourceStride: problem.rows, extent: part.count,
        inner: inner.count, into: target, stride: part.count)
    } else {
      packTransposing(
        a + row * problem.inner + inner.lowerBound, sourceStride: problem.inner,
        extent: part.count, inner: inner.count, into: target, stride: part.count)
    }
  }
}

/// Packs a panel of B as wide as its columns need.
func packPanelOfB<Scalar: MatmulScalar>(
  _ b: UnsafePointer<Scalar>, _ problem: MatmulProblem, inner: Range<Int>, column: Int,
  columns: Int, into target: UnsafeMutablePointer<Scalar>
) {
  let width = panelWidth(Scalar.self, remaining: columns)
  if problem.transposeB {
    packTransposing(
      b + column * problem.inner + inner.lowerBound, sourceStride: problem.inner, extent: columns,
      inner: inner.count, into: target, stride: width)
  } else {
    packSideBySide(
      b + inner.lowerBound * problem.columns + column, sourceStride: problem.columns,
      extent: columns, inner: inner.count, into: target, stride: width)
  }
}
