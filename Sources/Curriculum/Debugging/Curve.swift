import Curriculum
import Plotting

/// What a training script measures: columns with a name each, and a row for each epoch.
public struct Curve: Sendable {
  let names: [String]
  private(set) var rows: [[Double]] = []

  /// An empty curve with these columns.
  public init(_ names: String...) { self.names = names }

  /// Adds the row of an epoch, with a number for each column.
  public mutating func append(_ values: Double...) { rows.append(values) }

  /// The numbers of a column, an epoch each; none where there is no such column.
  subscript(name: String) -> [Double] {
    names.firstIndex(of: name).map { column in
      rows.map { column < $0.count ? $0[column] : .nan }
    } ?? []
  }

  /// A table of at most nine rows, the first and the last among them.
  package var text: String {
    let steps = max(1, min(rows.count, 9) - 1)
    let shown = rows.isEmpty ? [] : Set((0...steps).map { $0 * (rows.count - 1) / steps }).sorted()
    return table(
      [["epoch"] + names]
        + shown.map { row in ["\(row + 1)"] + rows[row].map { $0.significant(4) } },
      style: .standardOutput, indent: 2)
  }
}
