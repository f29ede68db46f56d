/// The factor A, cut into panels of rows as high as a tile.
///
/// The micro-kernel reads a number of each of a panel's rows at a time, and caches follow that many rows by
/// themselves: to copy them first costs more than it brings (512 rows and columns: 110 GFLOP/s instead of
/// 114), except where their distance puts all of them into one set of a cache, so that they push each other
/// out. There each part of the work copies its panels, and what is read together lies together (1024 rows
/// and columns: 107 GFLOP/s instead of 87).
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
    // A copy has to be read several times to pay: [2048, 2048] · [2048, 64] goes from 83 to 87 GFLOP/s,
    // [2048, 2048] · [2048, 128] from 80 to 93. To copy contiguous columns costs more.
    areCopied =
      problem.columns >= (problem.transposeA ? 128 : 64) && PanelsOfA.crowdCache(problem, caches())
  }

  /// Whether what a tile reads of A would push itself out of a cache: a line of each row at a time out of the
  /// first one or, where the columns are contiguous, a line of each column of a block out of the second.
  private static func crowdCache(_ problem: MatmulProblem, _ caches: Caches) -> Bool {
    let stride = MemoryLayout<Scalar>.stride
    return problem.transposeA
      ? caches.second.isCrowded(
        by: min(problem.inner, innerBlock), stride: problem.rows * stride)
      : caches.first.isCrowded(
        by: min(problem.rows, maximumTileHeight), stride: problem.inner * stride)
  }

  /// How many numbers a copy of so many panels has, for a block of so many columns of A.
  @inline(__always)
  func copyCount(panels: Int, columns: Int) -> Int {
    areCopied ? panels * maximumTileHeight * columns : 0
  }

  /// Copies panels column by column, one panel after the other, for a block of columns.
  @inline(__always)
  func copy(_ panels: Range<Int>, columns: Range<Int>, into copies: UnsafeMutablePointer<Scalar>) {
    // Where columns are contiguous, some of them of all panels at a time, because neighboring panels share
    // lines of the cache ([512, 2048]ᵀ · [2048, 128] goes from 75 to 90 GFLOP/s). Where rows are contiguous, each is
    // read along ([1025, 1025] · [1025, 1025] in Double goes from 41 to 46).
    let columnsAtOnce = columnStride == 1 ? columns.count : 4
    for first in stride(from: 0, to: columns.count, by: columnsAtOnce) {
      let start = columns.lowerBound + first
      let some = start..<min(start + columnsAtOnce, columns.upperBound)
      for panel in panels {
        let rows = rows[panel]
        let copy = copies + (panel - panels.lowerBound) * maximumTileHeight * columns.count
        packPanel(
          place(rows, some), columnStride: rowStride, rowStride: columnStride,
          columns: rows.count, rows: some.count, into: copy + first * rows.count,
          width: rows.count)
      }
    }
  }

  /// A block of columns of a panel as the micro-kernel reads it: from A, or from copies of the panels from
  /// `first` on.
  @inline(__always)
  func columns(
    _ columns: Range<Int>, of panel: Int, copies: UnsafeMutablePointer<Scalar>?, first: Int
  ) -> (start: UnsafePointer<Scalar>, rowStride: Int, columnStride: Int) {
    let rows = rows[panel]
    if let copies {
      let start = copies + (panel - first) * maximumTileHeight * columns.count
      return (UnsafePointer(start), 1, rows.count)
    }
    return (place(rows, columns), rowStride, columnStride)
  }

  @inline(__always)
  private func place(_ rows: Range<Int>, _ columns: Range<Int>) -> UnsafePointer<Scalar> {
    start + rows.lowerBound * rowStride + columns.lowerBound * columnStride
  }
}
