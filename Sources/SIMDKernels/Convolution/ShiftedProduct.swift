/// C (+)= A·B for a factor B whose rows begin at any places of one array, and may overlap.
///
/// The windows of an image are such a matrix: each of its rows is the image, shifted. So they need not be copied
/// side by side (after Dukhan, 2019, *The Indirect Convolution Algorithm*). Sums are cut as in `multiplyTiled`.
///
/// - Parameters:
///   - a: A, shape [M, K].
///   - b: Where B's places are counted from.
///   - places: Where each row of B begins, K of them. From each, N numbers can be read, rounded up to whole
///     registers; and as many of C can be written.
///   - c: C, shape [M, N].
///   - cStride: The distance between rows of C.
///   - rows: M.
///   - columns: N.
///   - accumulate: Whether the product is added to C.
///   - threads: The most threads to use. The result does not depend on it.
func multiplyShifted<Scalar: VectorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, places: UnsafeBufferPointer<Int>,
  into c: UnsafeMutablePointer<Scalar>, cStride: Int, rows: Int, columns: Int, accumulate: Bool,
  threads: Int
) {
  // A strip of columns is as wide as a tile.
  let strip = maximumTileVectors * Scalar.Vector.count
  let isWorthThreads = isWorthThreads(products: rows * columns * places.count)
  parallel(parts: (columns + strip - 1) / strip, threads: isWorthThreads ? threads : 1) { part in
    let column = part * strip
    multiplyStrip(
      a, b + column, places: places, into: c + column, cStride: cStride, rows: rows,
      width: min(wholeRegisters(columns - column, of: Scalar.self), strip), accumulate: accumulate)
  }
}

/// The same for as many columns as a tile has.
private func multiplyStrip<Scalar: VectorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, places: UnsafeBufferPointer<Int>,
  into c: UnsafeMutablePointer<Scalar>, cStride: Int, rows: Int, width: Int, accumulate: Bool
) {
  let panels = EvenParts(of: rows, maximum: maximumTileHeight)
  let blocks = EvenParts(of: places.count, maximum: innerBlock)
  for block in 0..<blocks.count {
    let inner = blocks[block]
    for panel in 0..<panels.count {
      let rows = panels[panel]
      multiplyTile(
        height: rows.count, width: width,
        a + rows.lowerBound * places.count + inner.lowerBound, rowStride: places.count,
        columnStride: 1, b,
        rowsOfB: ScatteredRows(places: places.baseAddress! + inner.lowerBound),
        inner: inner.count, c + rows.lowerBound * cStride, cStride: cStride,
        accumulate: accumulate || block > 0)
    }
  }
}

/// Rows that begin wherever a list says.
private struct ScatteredRows: RowPlaces {
  let places: UnsafePointer<Int>

  @inline(__always)
  func place(of row: Int) -> Int { places[row] }
}
