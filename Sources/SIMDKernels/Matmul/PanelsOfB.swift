/// The factor B, cut into panels of columns as wide as a tile.
///
/// The micro-kernel walks down a panel row by row. Where the rows are far apart that is slow, so a
/// panel may be packed: copied so that its rows follow each other. It has to be packed where B is
/// stored transposed (its rows are not contiguous then), and where the panel is ragged: whole vectors
/// read in place could reach past the end of B.
struct PanelsOfB<Scalar: VectorScalar> {
  /// B's first number where it lies.
  let start: UnsafePointer<Scalar>
  /// The distance between rows of B.
  let rowStride: Int
  /// The distance between columns of B. Either this or the other is 1.
  let columnStride: Int
  let columns: Int
  /// The panels from this one on are packed.
  let firstPacked: Int
  /// Room for `packedColumns` numbers for each row of B from `firstRow` on. For each block of rows there is panel
  /// after panel, and a panel is row after row.
  var packed: UnsafeMutablePointer<Scalar>?
  /// The first row that is packed.
  var firstRow = 0

  @inline(__always)
  init(
    _ start: UnsafePointer<Scalar>, rowStride: Int, columnStride: Int, columns: Int, packsAll: Bool
  ) {
    self.start = start
    self.rowStride = rowStride
    self.columnStride = columnStride
    self.columns = columns
    let isRagged = columns % Scalar.Vector.count != 0
    firstPacked = packsAll ? 0 : (columns + Self.wide - 1) / Self.wide - (isRagged ? 1 : 0)
  }

  /// The width of a panel.
  @inline(__always)
  static var wide: Int { maximumTileVectors * Scalar.Vector.count }

  /// Whether a row of a panel is no longer than a line of the cache.
  @inline(__always)
  static var isOneLine: Bool { wide * MemoryLayout<Scalar>.stride <= Caches.lineByteCount }

  /// The number of panels.
  @inline(__always)
  var count: Int { (columns + Self.wide - 1) / Self.wide }

  /// The width of a panel in memory: of the last one only as many vectors as its columns need.
  @inline(__always)
  func width(of panel: Int) -> Int {
    min(wholeRegisters(columns - panel * Self.wide, of: Scalar.self), Self.wide)
  }

  /// The columns of all packed panels, with those that fill up the last one.
  @inline(__always)
  var packedColumns: Int {
    firstPacked == count ? 0 : (count - 1 - firstPacked) * Self.wide + width(of: count - 1)
  }

  /// Packs a block of rows of some of the panels from `firstPacked` on.
  @inline(__always)
  func pack(_ some: Range<Int>, rows: Range<Int>) {
    let panels = firstPacked + some.lowerBound..<firstPacked + some.upperBound
    // Where rows are contiguous, a few of them at a time, so that each is read along.
    let rowsAtOnce = columnStride == 1 ? 8 : rows.count
    for first in stride(from: 0, to: rows.count, by: rowsAtOnce) {
      for panel in panels {
        let column = panel * Self.wide
        packPanel(
          start + column * columnStride + (rows.lowerBound + first) * rowStride,
          columnStride: columnStride, rowStride: rowStride,
          columns: min(Self.wide, columns - column), rows: min(rowsAtOnce, rows.count - first),
          into: packedPanel(panel, rows) + first * width(of: panel), width: width(of: panel))
      }
    }
  }

  @inline(__always)
  private func packedPanel(_ panel: Int, _ rows: Range<Int>) -> UnsafeMutablePointer<Scalar> {
    packed! + (rows.lowerBound - firstRow) * packedColumns
      + (panel - firstPacked) * Self.wide * rows.count
  }

  /// A block of rows of a panel as the micro-kernel reads it: row k begins at `k * stride`.
  @inline(__always)
  func rows(_ rows: Range<Int>, of panel: Int) -> (start: UnsafePointer<Scalar>, stride: Int) {
    if panel >= firstPacked {
      return (UnsafePointer(packedPanel(panel, rows)), width(of: panel))
    }
    return (start + panel * Self.wide + rows.lowerBound * rowStride, rowStride)
  }
}
