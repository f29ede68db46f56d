// The shape of the work follows Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication" (2008): C passes through the registers tile by tile; the panel of B that a column
// of tiles needs stays in the nearest caches meanwhile.

/// The most products that a tile sums before it is written. A panel of B with so many rows takes 64 KiB;
/// second caches hold at least 256 KiB.
///
/// The same on every machine, whatever its caches, because the order of the sums follows from it.
let innerBlock = 512

/// C (+)= A·B in tiles.
///
/// - Parameter caches: What the machine has. They decide what is copied, and no bit of the result.
func multiplyTiled<Scalar: VectorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, threads: Int, caches: Caches = .ofThisMachine
) {
  let (m, n, k) = (problem.rows, problem.columns, problem.inner)
  let panelsOfA = PanelsOfA(a, problem, caches: caches)
  func multiply(_ columns: Range<Int>, packsB: Bool, threads: Int) {
    let columnStride = problem.transposeB ? k : 1
    multiplyTiled(
      panelsOfA,
      PanelsOfB(
        b + columns.lowerBound * columnStride, rowStride: problem.transposeB ? 1 : n,
        columnStride: columnStride, columns: columns.count, packsAll: packsB),
      into: c + columns.lowerBound, cStride: n, inner: k, accumulate: problem.accumulate,
      threads: isWorthThreads(products: m * columns.count * k) ? threads : 1)
  }
  let wide = PanelsOfB<Scalar>.wide
  if isPackedInParts(problem, Scalar.self, caches) {
    let byteCount = k * wide * MemoryLayout<Scalar>.stride
    let columns = max(caches.second.byteCount / 2 / byteCount, 1) * wide
    parallel(parts: (n + columns - 1) / columns, threads: threads) { part in
      let first = part * columns
      multiply(first..<min(first + columns, n), packsB: true, threads: 1)
    }
    return
  }
  let packsB =
    problem.transposeB || m >= 256 && isWorthPacking(rows: k, columns: n, Scalar.self, caches)
  // Where it is packed, 16 MiB at a time (in Float) or 16 panels.
  let columns = packsB ? max((1 << 22) / k / wide, 16) * wide : n
  for first in stride(from: 0, to: n, by: columns) {
    multiply(first..<min(first + columns, n), packsB: packsB, threads: threads)
  }
}

/// Whether each part of the work packs the columns of B that it needs, as many as the second cache holds: where B
/// comes from memory and only a few tiles read it. Rows that lie far apart would be read slowly again and again, and
/// a whole copy would go through memory as well ([128, 2048] · [2048, 2048]: 80 GFLOP/s for 57).
@inline(__always)
private func isPackedInParts<Scalar: VectorScalar>(
  _ problem: MatmulProblem, _: Scalar.Type, _ caches: Caches
) -> Bool {
  let byteCount = problem.inner * problem.columns * MemoryLayout<Scalar>.stride
  return 2 * maximumTileHeight <= problem.rows && problem.rows < 256
    && byteCount > 8 * caches.second.byteCount
}

/// Whether to pack a factor B that is read often: where it does not fit into the second cache (of size 1000, 105 GFLOP/s
/// for 103; of 512, which fits, 111 for 114), and where a panel fits into the first one, but its rows push each
/// other out of there as they lie.
@inline(__always)
private func isWorthPacking<Scalar: VectorScalar>(
  rows: Int, columns: Int, _: Scalar.Type, _ caches: Caches
) -> Bool {
  let stride = columns * MemoryLayout<Scalar>.stride
  let panel = rows * PanelsOfB<Scalar>.wide * MemoryLayout<Scalar>.stride
  return rows * stride > caches.second.byteCount
    || 2 * panel <= caches.first.byteCount && caches.first.isCrowded(by: rows, stride: stride)
}

@inline(__always)
private func multiplyTiled<Scalar: VectorScalar>(
  _ a: PanelsOfA<Scalar>, _ b: PanelsOfB<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  cStride: Int, inner: Int, accumulate: Bool, threads: Int
) {
  let blocks = EvenParts(of: inner, maximum: innerBlock)
  // The panels in a part of the work for one thread: which bits come out does not depend on them. Where
  // threads share a smaller product, the parts are smaller, so that there are enough; and what a part copies
  // of A, it uses for as many columns as it can, and reads in pieces as long as it can.
  let rowsOfParts = EvenParts(
    of: a.rows.count,
    maximum: threads > 1 ? max(1, min(a.rows.count / 8, 4)) : a.areCopied ? 8 : 4)
  let columnsOfParts = EvenParts(
    of: b.count, maximum: a.areCopied || isShort(inner) ? 32 : 4)
  // Some panels together, so that each row of B is read along.
  let packs = EvenParts(of: b.count - b.firstPacked, maximum: threads > 1 ? 4 : 8)
  withPackingBuffer(of: Scalar.self, count: b.packedColumns * inner) { buffer in
    var packing = b
    packing.packed = buffer
    let b = packing
    parallel(
      parts: packs.count, then: rowsOfParts.count * columnsOfParts.count,
      threads: threads
    ) { part in
      b.pack(packs[part], blocks: blocks)
    } _: { part in
      let (column, row) = part.quotientAndRemainder(dividingBy: rowsOfParts.count)
      let panelsOfA = rowsOfParts[row]
      let copyCount = a.copyCount(panels: panelsOfA.count, columns: blocks.longest)
      withPackingBuffer(of: Scalar.self, count: copyCount) { copies in
        for block in 0..<blocks.count {
          if let copies { a.copy(panelsOfA, columns: blocks[block], into: copies) }
          multiplyPanels(
            a, panelsOfA, copies, b, columnsOfParts[column], inner: blocks[block],
            into: c, cStride: cStride, accumulate: accumulate || block > 0)
        }
      }
    }
  }
}

/// C (+)= A·B for some panels of both and a block along K.
private func multiplyPanels<Scalar: VectorScalar>(
  _ a: PanelsOfA<Scalar>, _ panelsOfA: Range<Int>, _ copies: UnsafeMutablePointer<Scalar>?,
  _ b: PanelsOfB<Scalar>, _ panelsOfB: Range<Int>, inner: Range<Int>,
  into c: UnsafeMutablePointer<Scalar>, cStride: Int, accumulate: Bool
) {
  // A tile that reaches over the right edge of C is written here and copied in part.
  var spare = InlineArray<28, Scalar.Vector>(repeating: Scalar.Vector(0))
  withUnsafeMutableBytes(of: &spare) { spare in
    let spare = spare.baseAddress!.assumingMemoryBound(to: Scalar.self)
    func multiply(_ panelOfA: Int, _ panelOfB: Int) {
      let column = panelOfB * PanelsOfB<Scalar>.wide
      let width = b.width(of: panelOfB)
      let columns = min(width, b.columns - column)
      let rowsOfB = b.rows(inner, of: panelOfB)
      let rows = a.rows[panelOfA]
      let corner = c + rows.lowerBound * cStride + column
      let isWhole = columns == width
      multiplyTile(
        a.columns(inner, of: panelOfA, copies: copies, first: panelsOfA.lowerBound),
        height: rows.count, rowsOfB, width: width, inner: inner.count,
        into: isWhole ? corner : spare, cStride: isWhole ? cStride : width,
        accumulate: isWhole && accumulate)
      if isWhole { return }
      for row in 0..<rows.count {
        copyRow(
          spare + row * width, to: corner + row * cStride, count: columns, accumulate: accumulate)
      }
    }
    if isShort(inner.count) {
      for panelOfA in panelsOfA {
        for panelOfB in panelsOfB { multiply(panelOfA, panelOfB) }
      }
    } else {
      for panelOfB in panelsOfB {
        for panelOfA in panelsOfA { multiply(panelOfA, panelOfB) }
      }
    }
  }
}

/// Whether the sums are so short that what moves most is C. Then tiles follow each other along its rows, in the
/// order in which memory is fast ([2048, 64] · [64, 2048]: 102 GFLOP/s for 87); else a panel of B stays in the first
/// caches while tiles follow each other down.
@inline(__always)
private func isShort(_ inner: Int) -> Bool { inner <= 128 }

private func multiplyTile<Scalar: VectorScalar>(
  _ a: (start: UnsafePointer<Scalar>, rowStride: Int, columnStride: Int), height: Int,
  _ b: (start: UnsafePointer<Scalar>, stride: Int), width: Int, inner: Int,
  into c: UnsafeMutablePointer<Scalar>, cStride: Int, accumulate: Bool
) {
  @inline(__always)
  func run<Row: Tile<Scalar>>(_: Row.Type) {
    multiplyTile(
      of: Row.self, height: height, a.start, rowStride: a.rowStride, columnStride: a.columnStride,
      b.start, rowsOfB: EvenRows(stride: b.stride), inner: inner, c, cStride: cStride,
      accumulate: accumulate)
  }
  if width > Scalar.Vector.count {
    run(WideRow<Scalar>.self)
  } else {
    run(NarrowRow<Scalar>.self)
  }
}
