/// The legend between the title and the plot area, where it never covers data.
struct ChartLegend {
  struct Entry {
    let index: Int
    let series: Chart.Series
    let x: Double
    let row: Int
  }

  private(set) var entries: [Entry] = []
  private(set) var rows = 0

  /// The series a legend tells apart: those with names, when there are at least two.
  static func named(_ chart: Chart) -> [(index: Int, series: Chart.Series)] {
    let named = chart.series.enumerated().filter { !$0.element.name.isEmpty }
    return named.count > 1 ? named.map { ($0.offset, $0.element) } : []
  }

  /// Sets the entries side by side, and starts a new row when `width` is used up.
  init(_ chart: Chart, width: Double) {
    var x = 0.0
    for (index, series) in ChartLegend.named(chart) {
      let room = 30 + TextSize.width(series.name, size: ChartLayout.tickSize)
      if x > 0, x + room > width {
        rows += 1
        x = 0
      }
      entries.append(Entry(index: index, series: series, x: x, row: rows))
      x += room + 18
    }
    if !entries.isEmpty { rows += 1 }
  }
}
