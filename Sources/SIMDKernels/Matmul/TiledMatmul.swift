// The shape of the work follows Goto and van de Geijn, "Anatomy of high-performance matrix
// multiplication" (2008): C passes through the registers tile by tile; the panel of B that a column
// of tiles needs stays in the nearest caches meanwhile.

/// The most products that a tile sums before it is written. A panel of B with so many rows takes at most 128 KiB;
/// second caches hold at least 256 KiB.
///
/// The same on every machine, whatever its caches, because the order of the sums follows from it.
let innerBlock = 512

/// C (+)= A·B in tiles; the last columns, if they are too few for one, as dot products.
///
/// - Parameter caches: What the machine has. They decide what is copied, and no bit of the result.
func multiplyTiled<Scalar: VectorScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, threads: Int, caches: Caches = .ofThisMachine
) {
  let lastColumns = DotProblem(lastColumnsOf: problem, a, b)
  let columns = problem.columns - (lastColumns?.count ?? 0)
  let panelsOfA = PanelsOfA(a, problem, caches: caches)
  let wide = PanelsOfB<Scalar>.wide
  func panelsOfB(_ columns: Range<Int>, packsAll: Bool) -> PanelsOfB<Scalar> {
    let columnStride = problem.transposeB ? problem.inner : 1
    return PanelsOfB(
      b + columns.lowerBound * columnStride,
      rowStride: problem.transposeB ? 1 : problem.columns, columnStride: columnStride,
      columns: columns.count, packsAll: packsAll)
  }
  if isPackedInParts(problem, Scalar.self, caches) {
    let byteCount = min(problem.inner, innerBlock) * wide * MemoryLayout<Scalar>.stride
    let columnsAtOnce = max(caches.second.byteCount / 2 / byteCount, 1) * wide
    parallel(parts: (columns + columnsAtOnce - 1) / columnsAtOnce, threads: threads) { part in
      let first = part * columnsAtOnce
      multiplyPackingBlocks(
        panelsOfA, panelsOfB(first..<min(first + columnsAtOnce, columns), packsAll: true),
        into: c + first, problem)
    }
  } else {
    let packsAll = problem.transposeB || isWorthPacking(problem, Scalar.self, caches)
    // Where it is packed, 16 MiB at a time (in Float) or 512 columns.
    let columnsAtOnce = packsAll ? max((1 << 22) / problem.inner, 512) / wide * wide : columns
    for first in stride(from: 0, to: columns, by: columnsAtOnce) {
      multiplyTiled(
        panelsOfA, panelsOfB(first..<min(first + columnsAtOnce, columns), packsAll: packsAll),
        into: c + first, problem, threads: threads)
    }
  }
  if let lastColumns { multiplyByDots(lastColumns, into: c + columns, threads: threads) }
}

/// Whether each part of the work packs what it needs of B, as much as the second cache holds: where B comes from
/// memory and only a few tiles read it. Rows that lie far apart would be read slowly again and again, and a whole
/// copy would go through memory as well ([128, 2048] · [2048, 2048]: 90 GFLOP/s for 57).
@inline(__always)
private func isPackedInParts<Scalar: VectorScalar>(
  _ problem: MatmulProblem, _: Scalar.Type, _ caches: Caches
) -> Bool {
  let byteCount = problem.inner * problem.columns * MemoryLayout<Scalar>.stride
  return (28..<256).contains(problem.rows) && byteCount >= 8 * caches.second.byteCount
}

/// Whether to pack a factor B that is read often, where it does not fit into the second cache or its rows push each
/// other out of the first.
///
/// A tile that reads one line of the cache of each row waits for many: a copy pays from 48 rows of A on ([64, 64] ·
/// [64, 4096] under AVX2: 91 GFLOP/s for 50). One that reads several lines waits less: there a copy has to be read more
/// often, and to fit into the first cache where B fits into the second (of size 1000, 109 GFLOP/s for 105; of 512, 111
/// for 112).
@inline(__always)
private func isWorthPacking<Scalar: VectorScalar>(
  _ problem: MatmulProblem, _: Scalar.Type, _ caches: Caches
) -> Bool {
  let (rows, stride) = (problem.inner, problem.columns * MemoryLayout<Scalar>.stride)
  let width = PanelsOfB<Scalar>.wide * MemoryLayout<Scalar>.stride
  let isOneLine = PanelsOfB<Scalar>.isOneLine
  guard problem.rows >= (isOneLine ? 48 : 256) else { return false }
  return rows * stride > caches.second.byteCount
    || (isOneLine || 2 * rows * width <= caches.first.byteCount)
      && caches.first.isCrowded(by: rows, stride: stride)
}

/// C (+)= A·B for some columns of B and C, of which each block of rows is packed when it is needed.
private func multiplyPackingBlocks<Scalar: VectorScalar>(
  _ a: PanelsOfA<Scalar>, _ b: PanelsOfB<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem
) {
  let blocks = EvenParts(of: problem.inner, maximum: innerBlock)
  withPackingBuffer(of: Scalar.self, count: b.packedColumns * blocks.longest) { buffer in
    var b = b
    b.packed = buffer
    for block in 0..<blocks.count {
      b.firstRow = blocks[block].lowerBound
      b.pack(0..<b.count, rows: blocks[block])
      multiplyPanels(
        a, 0..<a.rows.count, b, 0..<b.count, inner: blocks[block], into: c,
        cStride: problem.columns, accumulate: problem.accumulate || block > 0)
    }
  }
}

/// C (+)= A·B for some columns of B and C, shared by threads.
@inline(__always)
private func multiplyTiled<Scalar: VectorScalar>(
  _ a: PanelsOfA<Scalar>, _ b: PanelsOfB<Scalar>, into c: UnsafeMutablePointer<Scalar>,
  _ problem: MatmulProblem, threads: Int
) {
  let isShared =
    threads > 1 && isWorthThreads(products: problem.rows * b.columns * problem.inner)
  let blocks = EvenParts(of: problem.inner, maximum: innerBlock)
  // The panels in a part of the work for one thread: which bits come out does not depend on them. Where
  // threads share a smaller product, the parts are smaller, so that there are enough; and what a part copies
  // of A, it uses for as many columns as it can, and reads in pieces as long as it can.
  let rowsOfParts = EvenParts(
    of: a.rows.count,
    maximum: (isShared ? min(max(a.rows.count / 16, 1), 4) : 8) * (a.areCopied ? 2 : 1))
  let columnsOfParts = EvenParts(
    of: b.count, maximum: isShared && a.rows.count < 32 ? 2 : 16)
  // Some panels together, so that each row of B is read along.
  let packs = EvenParts(of: b.count - b.firstPacked, maximum: isShared ? 2 : 4)
  withPackingBuffer(of: Scalar.self, count: b.packedColumns * problem.inner) { buffer in
    var packing = b
    packing.packed = buffer
    let b = packing
    parallel(
      parts: packs.count, then: rowsOfParts.count * columnsOfParts.count,
      threads: isShared ? threads : 1
    ) { part in
      for block in 0..<blocks.count { b.pack(packs[part], rows: blocks[block]) }
    } _: { part in
      let (column, row) = part.quotientAndRemainder(dividingBy: rowsOfParts.count)
      for block in 0..<blocks.count {
        multiplyPanels(
          a, rowsOfParts[row], b, columnsOfParts[column], inner: blocks[block], into: c,
          cStride: problem.columns, accumulate: problem.accumulate || block > 0)
      }
    }
  }
}

/// C (+)= A·B for some panels of both and a block along K.
private func multiplyPanels<Scalar: VectorScalar>(
  _ a: PanelsOfA<Scalar>, _ panelsOfA: Range<Int>, _ b: PanelsOfB<Scalar>,
  _ panelsOfB: Range<Int>, inner: Range<Int>, into c: UnsafeMutablePointer<Scalar>,
  cStride: Int, accumulate: Bool
) {
  // A tile that reaches over the right edge of C is written here and copied in part.
  withSpareTile(of: Scalar.self) { spare in
    let copyCount = a.copyCount(panels: panelsOfA.count, columns: inner.count)
    withPackingBuffer(of: Scalar.self, count: copyCount) { copies in
      if let copies { a.copy(panelsOfA, columns: inner, into: copies) }
      func multiply(_ panelOfA: Int, _ panelOfB: Int) {
        let column = panelOfB * PanelsOfB<Scalar>.wide
        let width = b.width(of: panelOfB)
        let columns = min(width, b.columns - column)
        let columnsOfA = a.columns(inner, of: panelOfA, copies: copies, panels: panelsOfA)
        let rowsOfB = b.rows(inner, of: panelOfB)
        let rows = a.rows[panelOfA]
        let corner = c + rows.lowerBound * cStride + column
        let isWhole = columns == width
        multiplyTile(
          height: rows.count, width: width, columnsOfA.start, rowStride: columnsOfA.rowStride,
          columnStride: columnsOfA.columnStride, rowsOfB.start,
          rowsOfB: EvenRows(stride: rowsOfB.stride), inner: inner.count,
          isWhole ? corner : spare, cStride: isWhole ? cStride : width,
          accumulate: isWhole && accumulate)
        if isWhole { return }
        for row in 0..<rows.count {
          copyRow(
            spare + row * width, to: corner + row * cStride, count: columns,
            accumulate: accumulate)
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
}

/// Whether the sums are so short that what moves most is C. Then tiles follow each other along its rows, in the
/// order in which memory is fast ([2048, 64] · [64, 2048]: 108 GFLOP/s for 99); else a panel of B stays in the
/// caches while tiles follow each other down.
@inline(__always)
private func isShort(_ inner: Int) -> Bool { inner <= 128 }
