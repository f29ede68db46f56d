/// The labels of vertical reference lines, above the plot area and clear of each other.
struct ReferenceLabels {
  struct Entry {
    let label: String
    /// The middle of the text, from the left edge of the plot area.
    let x: Double
    /// The row, counted upward from the plot area.
    let row: Int
  }

  private(set) var entries: [Entry] = []
  private(set) var rows = 0

  init(_ lines: [Chart.ReferenceLine], axis: Axis, width: Double) {
    var ends: [Double] = []
    let shown = lines.compactMap { line -> (label: String, fraction: Double)? in
      guard line.direction == .vertical, !line.label.isEmpty else { return nil }
      return axis.shownFraction(of: line.position).map { (line.label, $0) }
    }
    for (label, fraction) in shown.sorted(by: { $0.fraction < $1.fraction }) {
      let room = TextSize.width(label, size: ChartLayout.tickSize)
      let middle = max(room / 2, min(fraction * width, width - room / 2))
      let row = ends.firstIndex { $0 + 10 <= middle - room / 2 } ?? ends.count
      if row == ends.count { ends.append(0) }
      ends[row] = middle + room / 2
      entries.append(Entry(label: label, x: middle, row: row))
    }
    rows = ends.count
  }
}
