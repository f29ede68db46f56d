/// Where the labels of points go: beside them, clear of all points and of each other.
struct PointLabels {
  static let size = 11.0

  /// A rectangle in pixels.
  struct Box {
    var x: ClosedRange<Double>
    var y: ClosedRange<Double>

    func overlaps(_ other: Box) -> Bool { x.overlaps(other.x) && y.overlaps(other.y) }
  }

  struct Entry {
    let text: String
    /// The left end of its baseline.
    let (x, y): (Double, Double)
    /// From the point to the label, where that is not right beside it.
    let leader: (x1: Double, y1: Double, x2: Double, y2: Double)?
  }

  private(set) var entries: [Entry] = []

  /// Places labels in the order of the series, each at the first free place, from close to the point to 60 pixels
  /// away; one for which there is no room is left out.
  init(_ chart: Chart, _ layout: ChartLayout) {
    var taken = chart.series.filter { $0.kind == .points }.flatMap { series in
      layout.frame.marks(of: series).map {
        Box(x: around(layout.x($0.x), 2.5), y: around(layout.y($0.y), 2.5))
      }
    }
    let area = Box(x: layout.left...layout.right, y: layout.top...layout.bottom)
    for series in chart.series {
      for (point, text) in layout.frame.labeledPoints(of: series) {
        let (x, y) = (layout.x(point.x), layout.y(point.y))
        guard let (box, isFar) = place(text, x, y, within: area, besides: taken) else { continue }
        taken.append(box)
        let end = (nearest(to: x, in: box.x), nearest(to: y, in: box.y))
        entries.append(
          Entry(
            text: text, x: box.x.lowerBound, y: box.y.upperBound - 2,
            leader: isFar ? (x, y, end.0, end.1) : nil))
      }
    }
  }

  private func place(
    _ text: String, _ x: Double, _ y: Double, within area: Box, besides taken: [Box]
  ) -> (box: Box, isFar: Bool)? {
    let (width, height) = (TextSize.width(text, size: Self.size), Self.size)
    // Right, left, above, below, and the corners.
    let sides: [(Double, Double)] = [
      (1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1),
    ]
    for distance in stride(from: 5.0, through: 60, by: 5) {
      for (across, down) in sides {
        let middle = (x + across * (width / 2 + distance), y + down * (height / 2 + distance))
        let box = Box(x: around(middle.0, width / 2), y: around(middle.1, height / 2))
        let isInside =
          area.x.lowerBound <= box.x.lowerBound && box.x.upperBound <= area.x.upperBound
          && area.y.lowerBound <= box.y.lowerBound && box.y.upperBound <= area.y.upperBound
        if isInside && !taken.contains(where: box.overlaps) { return (box, distance > 5) }
      }
    }
    return nil
  }
}

private func around(_ middle: Double, _ reach: Double) -> ClosedRange<Double> {
  middle - reach...middle + reach
}

private func nearest(to value: Double, in range: ClosedRange<Double>) -> Double {
  min(max(value, range.lowerBound), range.upperBound)
}
