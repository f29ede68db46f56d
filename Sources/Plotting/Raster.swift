extension Chart {
  /// A grid of equal cells behind the series, each filled with a pale color: the regions in which a
  /// classifier decides for each class.
  ///
  /// Columns count from left to right and rows from the bottom upward, as the axes do.
  public struct Raster: Sendable {
    /// The part of the x axis that the columns divide evenly.
    public let x: ClosedRange<Double>
    /// The part of the y axis that the rows divide evenly.
    public let y: ClosedRange<Double>
    /// The number of cells in a row.
    public let columns: Int
    /// The number of rows.
    public let rows: Int
    /// For each cell, row by row from the bottom, the series whose color fills it.
    let colors: [Int]

    /// Fills each cell with the color of the series at the index of its class, muted ones not counted.
    ///
    /// Traps unless there are `columns` times `rows` classes, at least one, none is negative, and the
    /// ranges have a length.
    ///
    /// - Parameters:
    ///   - classes: A class for each cell, in the order of ``cellCenters(x:y:columns:rows:)``.
    ///   - x: The part of the x axis that the columns divide evenly.
    ///   - y: The part of the y axis that the rows divide evenly.
    ///   - columns: The number of cells in a row.
    ///   - rows: The number of rows.
    public init(
      classes: [Int], x: ClosedRange<Double>, y: ClosedRange<Double>, columns: Int, rows: Int
    ) {
      if columns < 1 || rows < 1
        || columns.multipliedReportingOverflow(by: rows) != (classes.count, false)
      {
        fatalError(
          "A raster of \(columns) columns and \(rows) rows cannot have \(classes.count) classes.")
      }
      if let negative = classes.first(where: { $0 < 0 }) {
        fatalError("A class counts from 0; a raster was given \(negative).")
      }
      if !(x.upperBound > x.lowerBound && y.upperBound > y.lowerBound) {
        fatalError("A raster needs ranges that have a length; it was given \(x) and \(y).")
      }
      self.x = x
      self.y = y
      self.columns = columns
      self.rows = rows
      colors = classes
    }

    /// The middle of each cell, row by row from the bottom: where to ask for the cell's class.
    ///
    /// Traps below 1 column or row, and above 2²⁴ cells.
    public static func cellCenters(
      x: ClosedRange<Double>, y: ClosedRange<Double>, columns: Int, rows: Int
    ) -> [(x: Double, y: Double)] {
      requirePlaces(columns, rows, atLeast: 1)
      func middle(_ index: Int, of count: Int, in range: ClosedRange<Double>) -> Double {
        let share = (Double(index) + 0.5) / Double(count)
        return range.lowerBound + share * (range.upperBound - range.lowerBound)
      }
      return (0..<rows).flatMap { row in
        (0..<columns).map { (middle($0, of: columns, in: x), middle(row, of: rows, in: y)) }
      }
    }
  }
}
