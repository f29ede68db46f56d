import Foundation

extension Chart {
  /// Lines of equal height behind the series: a function of x and y as on a map.
  ///
  /// The function is known at the points of a grid. Columns count from left to right and rows from the
  /// bottom upward, as the axes do; the first and the last lie on the ends of the ranges.
  ///
  /// ```swift
  /// let places = Chart.Contours.places(x: -2...2, y: -1...3, columns: 80, rows: 80)
  /// chart.contours = Chart.Contours(
  ///   values: places.map(height), x: -2...2, y: -1...3, columns: 80, rows: 80,
  ///   levels: Chart.Contours.levels(from: 0.1, to: 1000, count: 13))
  /// chart.add(.path("descent", x: path.map(\.x), y: path.map(\.y)))
  /// ```
  public struct Contours: Sendable {
    /// The part of the x axis that the grid covers.
    public let x: ClosedRange<Double>
    /// The part of the y axis that the grid covers.
    public let y: ClosedRange<Double>
    /// The heights at which lines are drawn, in ascending order.
    public let levels: [Double]
    /// The function's values, row by row from the bottom.
    let grid: ValueGrid

    /// Takes the values of a function at the places of a grid.
    ///
    /// Around a value that is not finite no line is drawn. Traps unless there are `columns` times
    /// `rows` values, at least two of each, and the ranges have a length.
    ///
    /// - Parameters:
    ///   - values: A value for each place, in the order of ``places(x:y:columns:rows:)``.
    ///   - x: The part of the x axis that the grid covers.
    ///   - y: The part of the y axis that the grid covers.
    ///   - columns: The number of places in a row.
    ///   - rows: The number of rows.
    ///   - levels: The heights of the lines; ``levels(from:to:count:)`` spaces them by equal ratios.
    public init(
      values: [Double], x: ClosedRange<Double>, y: ClosedRange<Double>, columns: Int, rows: Int,
      levels: [Double]
    ) {
      if columns < 2 || rows < 2
        || columns.multipliedReportingOverflow(by: rows) != (values.count, false)
      {
        fatalError(
          "Contours of \(columns) columns and \(rows) rows cannot have \(values.count) values.")
      }
      if !(x.upperBound > x.lowerBound && y.upperBound > y.lowerBound) {
        fatalError("Contours need ranges that have a length; they were given \(x) and \(y).")
      }
      self.x = x
      self.y = y
      self.levels = levels.sorted()
      grid = ValueGrid(values: values, columns: columns, rows: rows)
    }

    /// The places of the grid, row by row from the bottom: where to ask for the function's value.
    ///
    /// Traps below 2 columns or rows, and above 2²⁴ places.
    public static func places(
      x: ClosedRange<Double>, y: ClosedRange<Double>, columns: Int, rows: Int
    ) -> [(x: Double, y: Double)] {
      requirePlaces(columns, rows, atLeast: 2)
      func place(_ index: Int, of count: Int, in range: ClosedRange<Double>) -> Double {
        range.lowerBound + Double(index) / Double(count - 1) * (range.upperBound - range.lowerBound)
      }
      return (0..<rows).flatMap { row in
        (0..<columns).map { (place($0, of: columns, in: x), place(row, of: rows, in: y)) }
      }
    }

    /// Levels with equal ratios between neighbors.
    ///
    /// Equal differences would crowd all lines on the steep walls of a ravine and leave its floor
    /// empty. Traps unless `low` is positive, `high` is larger, and there are from 2 to 10000.
    public static func levels(from low: Double, to high: Double, count: Int) -> [Double] {
      if !(low > 0 && high > low && (2...10_000).contains(count)) {
        fatalError(
          "Levels of equal ratios need 0 < low < high and from two to 10000; found \(low), \(high), "
            + "\(count).")
      }
      return (0..<count).map { low * pow(high / low, Double($0) / Double(count - 1)) }
    }
  }
}

/// Stops the program when a grid of places has no sense, or is too large for a picture.
func requirePlaces(_ columns: Int, _ rows: Int, atLeast least: Int) {
  let most = 1 << 24
  let (count, overflow) = columns.multipliedReportingOverflow(by: rows)
  if columns < least || rows < least || overflow || count > most {
    fatalError(
      "A grid needs at least \(least) columns and rows, and at most \(most) places; it was given "
        + "\(columns) by \(rows).")
  }
}
