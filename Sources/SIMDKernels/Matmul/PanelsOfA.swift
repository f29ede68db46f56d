/// The factor A, cut into panels of rows as high as a tile.
///
/// The micro-kernel reads a number of each of a panel's rows at a time. Where rows lie in one piece, caches follow so
/// few of them by themselves, whatever their distance. Where A is stored transposed, it is columns that lie in one
/// piece, and each step of a tile reads another line of the cache. The distance of columns may put most of these lines
/// into one set, so that they push each other out before the next panel needs them. There each part of the work
/// copies its rows, so that what is read together lies together ([2048, 2048]ᵀ · [2048, 128] goes from 71 to 95 GFLOP/s).
struct PanelsOfA<Scalar: VectorScalar> {
  /// A's first number.
  private let start: UnsafePointer<Scalar>
  /// The distance between rows of A.
  private let rowStride: Int
  /// The distance between columns of A. Either this or the other is 1.
  private let columnStride: Int
  /// The rows of each panel.
  let rows: EvenParts
  /// Whether panels are copied before they are read.
  let areCopied: Bool

  @inline(__always)
  init(_ a: UnsafePointer<Scalar>, _ problem: MatmulProblem, caches: @autoclosure () -> Caches) {
    start = a
    rowStride = problem.transposeA ? 1 : problem.inner
    columnStride = problem.transposeA ? problem.rows : 1
    rows = EvenParts(of: problem.rows, maximum: maximumTileHeight)
    // A copy has to be read several times to pay. Narrow tiles read it more often ([64, 1024]ᵀ · [64, 1024] goes from 83
    // to 99 GFLOP/s under AVX2).
    areCopied =
      problem.transposeA
      && (PanelsOfB<Scalar>.isOneLine && problem.columns >= 512
        || problem.columns >= 128
          && caches().second.isCrowded(
            by: min(problem.inner, innerBlock),
            stride: problem.rows * MemoryLayout<Scalar>.stride))
  }

  /// How many numbers a copy of so many panels has, for a block of so many columns of A.
  @inline(__always)
  func copyCount(panels: Int, columns: Int) -> Int {
    areCopied ? panels * maximumTileHeight * columns : 0
  }

  /// Copies the rows of panels, column by column, for a block of columns.
  @inline(__always)
  func copy(_ panels: Range<Int>, columns: Range<Int>, into copies: UnsafeMutablePointer<Scalar>) {
    let rows = rows(of: panels)
    for column in 0..<columns.count {
      copyRow(
        start + rows.lowerBound + (columns.lowerBound + column) * columnStride,
        to: copies + column * rows.count, count: rows.count, accumulate: false)
    }
  }

  /// A block of columns of a panel as the micro-kernel reads it: from A, or from copies of some panels.
  @inline(__always)
  func columns(
    _ columns: Range<Int>, of panel: Int, copies: UnsafeMutablePointer<Scalar>?,
    panels: Range<Int>
  ) -> (start: UnsafePointer<Scalar>, rowStride: Int, columnStride: Int) {
    let row = rows[panel].lowerBound
    if let copies {
      let rows = rows(of: panels)
      return (UnsafePointer(copies) + row - rows.lowerBound, 1, rows.count)
    }
    return (
      start + row * rowStride + columns.lowerBound * columnStride, rowStride, columnStride
    )
  }

  /// The rows of some panels.
  @inline(__always)
  private func rows(of panels: Range<Int>) -> Range<Int> {
    rows[panels.lowerBound].lowerBound..<rows[panels.upperBound - 1].upperBound
  }
}
