/// A block of A, [rows, inner], as the micro-kernel reads it: packed in panels, or where it lies.
struct BlockOfA<Scalar: MatmulScalar> {
  /// The first number.
  var start: UnsafePointer<Scalar>
  /// The distance between rows; not used when packed.
  var rowStride: Int
  /// The distance between columns; not used when packed.
  var columnStride: Int
  var isPacked: Bool
}

/// A block of B, [inner, columns], as the micro-kernel reads it: packed in panels, or where it lies.
struct BlockOfB<Scalar: MatmulScalar> {
  /// The first number.
  var start: UnsafePointer<Scalar>
  /// The distance between rows; not used when packed.
  var rowStride: Int
  var isPacked: Bool
  /// The last panel, packed, when the others are not and it is ragged: where it lies, reading a whole
  /// vector could reach behind the end of B.
  var raggedPanel: UnsafePointer<Scalar>?
}

/// The width of the panel of B that starts at a column: two vectors, or one where no more is needed.
@inline(__always)
func panelWidth<Scalar: MatmulScalar>(_: Scalar.Type, remaining: Int) -> Int {
  remaining > Scalar.lanes ? 2 * Scalar.lanes : Scalar.lanes
}

/// C (+)= A·B for blocks of A and B, tile by tile.
///
/// - Parameters:
///   - c: The block's place in C, rows `cStride` apart.
///   - spare: Room for one tile, which takes the tiles that reach over the edge of C.
func multiplyBlocks<Scalar: MatmulScalar>(
  _ a: BlockOfA<Scalar>, _ b: BlockOfB<Scalar>, into c: UnsafeMutablePointer<Scalar>, cStride: Int,
  rows: Int, columns: Int, inner: Int, accumulate: Bool, spare: UnsafeMutablePointer<Scalar>
) {
  let rowPanels = EvenParts(of: rows, maximum: maximumTileHeight)
  var column = 0
  // A panel of B stays in the first cache while the panels of A pass by from the second.
  while column < columns {
    let width = panelWidth(Scalar.self, remaining: columns - column)
    let count = min(width, columns - column)
    var panelOfB = b.start + column
    var bStride = b.rowStride
    if b.isPacked {
      panelOfB = b.start + column * inner
      bStride = width
    } else if count < width {
      panelOfB = b.raggedPanel!
      bStride = width
    }
    for panel in 0..<rowPanels.count {
      let rows = rowPanels[panel]
      let isWhole = count == width
      let corner = c + rows.lowerBound * cStride + column
      multiplyTile(
        a, rows: rows, panelOfB, bStride: bStride, isWide: width > Scalar.lanes, inner: inner,
        into: isWhole ? corner : spare, cStride: isWhole ? cStride : width,
        accumulate: isWhole && accumulate)
      if !isWhole {
        for row in 0..<rows.count {
          copyRow(
            spare + row * width, to: corner + row * cStride, count: count, accumulate: accumulate)
        }
      }
    }
    column += width
  }
}

@inline(__always)
private func multiplyTile<Scalar: MatmulScalar>(
  _ a: BlockOfA<Scalar>, rows: Range<Int>, _ b: UnsafePointer<Scalar>, bStride: Int, isWide: Bool,
  inner: Int, into c: UnsafeMutablePointer<Scalar>, cStride: Int, accumulate: Bool
) {
  @inline(__always)
  func run(_ a: UnsafePointer<Scalar>, rowStride: Int, columnStride: Int) {
    if isWide {
      multiplyTile(
        of: WideRow<Scalar>.self, height: rows.count, a, rowStride: rowStride,
        columnStride: columnStride, b, bStride: bStride, inner: inner, c, cStride: cStride,
        accumulate: accumulate)
    } else {
      multiplyTile(
        of: NarrowRow<Scalar>.self, height: rows.count, a, rowStride: rowStride,
        columnStride: columnStride, b, bStride: bStride, inner: inner, c, cStride: cStride,
        accumulate: accumulate)
    }
  }
  // Numbers of A that lie side by side are reached by constant offsets.
  if a.isPacked || a.rowStride == 1 {
    run(
      a.start + rows.lowerBound * (a.isPacked ? inner : 1), rowStride: 1,
      columnStride: a.isPacked ? rows.count : a.columnStride)
  } else {
    run(
      a.start + rows.lowerBound * a.rowStride, rowStride: a.rowStride, columnStride: a.columnStride)
  }
}
