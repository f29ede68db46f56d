// The shape of the work follows Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication" (2008): C passes through the registers tile by tile; the panel of B that a column
// of tiles needs stays in the nearest caches meanwhile.
//
// Unlike theirs, A is not packed. The kernel reads one number of each of a tile's rows at a time, and
// the caches follow that many rows by themselves: with A packed as well, no shape was faster by more
// than the noise of measuring, and [2048, 2048] · [2048, 64] took 1.7 times as long.

/// The most products that a tile sums before it is written. A panel of B with so many rows takes 64 KiB;
/// second caches hold at least 256 KiB.
@inline(__always)
private func innerBlock<Scalar: VectorScalar>(_: Scalar.Type) -> Int {
  2048 / MemoryLayout<Scalar>.stride
}

/// The panels of A's rows, and of B's columns, in a part of the work for one thread: some ten parts
/// for a product of 256.
private let panelsOfAInPart = 4
private let panelsOfBInPart = 4

/// C (+)= A·B in tiles.
func multiplyTiled<Scalar: VectorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, threads: Int
) {
  let (m, n, k) = (problem.rows, problem.columns, problem.inner)
  let rowsOfA = RowsOfA(
    start: a, rowStride: problem.transposeA ? 1 : k, columnStride: problem.transposeA ? m : 1,
    panels: EvenParts(of: m, maximum: maximumTileHeight))
  // Packing is worth its while where B is read often and does not fit into the second cache.
  let packsB = problem.transposeB || m >= 256 && n * k >= 1 << 20
  // Where it is packed, 16 MiB at a time (in Float) or 16 panels.
  let wide = PanelsOfB<Scalar>.wide
  let columnsAtOnce = packsB ? max((1 << 22) / k / wide, 16) * wide : n
  var column = 0
  while column < n {
    let columns = min(columnsAtOnce, n - column)
    let columnStride = problem.transposeB ? k : 1
    multiplyTiled(
      rowsOfA,
      PanelsOfB(
        b + column * columnStride, rowStride: problem.transposeB ? 1 : n,
        columnStride: columnStride, columns: columns, packsAll: packsB),
      into: c + column, cStride: n, inner: k, accumulate: problem.accumulate,
      threads: isWorthThreads(products: m * columns * k) ? threads : 1)
    column += columns
  }
}

/// The factor A, which is read where it lies, cut into panels of rows as high as a tile.
private struct RowsOfA<Scalar: VectorScalar> {
  let start: UnsafePointer<Scalar>
  let rowStride: Int
  let columnStride: Int
  let panels: EvenParts
}

@inline(__always)
private func multiplyTiled<Scalar: VectorScalar>(
  _ a: RowsOfA<Scalar>, _ b: PanelsOfB<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  cStride: Int, inner: Int, accumulate: Bool, threads: Int
) {
  let blocks = EvenParts(of: inner, maximum: innerBlock(Scalar.self))
  withPackingBuffer(of: Scalar.self, count: b.packedColumns * inner) { buffer in
    var packing = b
    packing.packed = buffer
    let b = packing
    let rowParts = (a.panels.count + panelsOfAInPart - 1) / panelsOfAInPart
    let columnParts = (b.count + panelsOfBInPart - 1) / panelsOfBInPart
    parallel(parts: b.count - b.firstPacked, then: rowParts * columnParts, threads: threads) {
      part in
      b.pack(b.firstPacked + part, blocks: blocks)
    } _: { part in
      let (column, row) = part.quotientAndRemainder(dividingBy: rowParts)
      let firstA = row * panelsOfAInPart
      let firstB = column * panelsOfBInPart
      for block in 0..<blocks.count {
        multiplyPanels(
          a, firstA..<min(firstA + panelsOfAInPart, a.panels.count),
          b, firstB..<min(firstB + panelsOfBInPart, b.count), inner: blocks[block],
          into: c, cStride: cStride, accumulate: accumulate || block > 0)
      }
    }
  }
}

/// C (+)= A·B for some panels of both and a block along K.
private func multiplyPanels<Scalar: VectorScalar>(
  _ a: RowsOfA<Scalar>, _ panelsOfA: Range<Int>, _ b: PanelsOfB<Scalar>, _ panelsOfB: Range<Int>,
  inner: Range<Int>, into c: UnsafeMutablePointer<Scalar>, cStride: Int, accumulate: Bool
) {
  // A tile that reaches over the right edge of C is written here and copied in part.
  var spare = InlineArray<28, Scalar.Vector>(repeating: Scalar.Vector(0))
  withUnsafeMutableBytes(of: &spare) { spare in
    let spare = spare.baseAddress!.assumingMemoryBound(to: Scalar.self)
    for panelOfB in panelsOfB {
      let column = panelOfB * PanelsOfB<Scalar>.wide
      let width = b.width(of: panelOfB)
      let columns = min(width, b.columns - column)
      let rowsOfB = b.rows(inner, of: panelOfB)
      for panelOfA in panelsOfA {
        let rows = a.panels[panelOfA]
        let corner = c + rows.lowerBound * cStride + column
        let start = a.start + rows.lowerBound * a.rowStride + inner.lowerBound * a.columnStride
        let isWhole = columns == width
        multiplyTile(
          (start, a.rowStride, a.columnStride), height: rows.count, rowsOfB, width: width,
          inner: inner.count, into: isWhole ? corner : spare, cStride: isWhole ? cStride : width,
          accumulate: isWhole && accumulate)
        if isWhole { continue }
        for row in 0..<rows.count {
          copyRow(
            spare + row * width, to: corner + row * cStride, count: columns, accumulate: accumulate)
        }
      }
    }
  }
}

private func multiplyTile<Scalar: VectorScalar>(
  _ a: (start: UnsafePointer<Scalar>, rowStride: Int, columnStride: Int), height: Int,
  _ b: (start: UnsafePointer<Scalar>, stride: Int), width: Int, inner: Int,
  into c: UnsafeMutablePointer<Scalar>, cStride: Int, accumulate: Bool
) {
  @inline(__always)
  func run<Row: Tile<Scalar>>(_: Row.Type) {
    multiplyTile(
      of: Row.self, height: height, a.start, rowStride: a.rowStride, columnStride: a.columnStride,
      b.start, bStride: b.stride, inner: inner, c, cStride: cStride, accumulate: accumulate)
  }
  if width > Scalar.Vector.count {
    run(WideRow<Scalar>.self)
  } else {
    run(NarrowRow<Scalar>.self)
  }
}
