import Foundation
import Testing

@testable import Plotting

/// Labels beside points.
@Suite struct PointLabelsTests {
  /// A chart of `count` labeled points in a spiral, which are close together in its middle.
  private func spiral(_ count: Int) -> Chart {
    let places = (0..<count).map { place in
      let (radius, angle) = (Double(place).squareRoot(), 2.4 * Double(place))
      return (x: radius * cos(angle), y: radius * sin(angle))
    }
    var chart = Chart(title: "spiral")
    chart.add(
      .points("", x: places.map(\.x), y: places.map(\.y))
        .with(labels: (0..<count).map { "word\($0)" }))
    return chart
  }

  @Test("no label lies on another, on a point, or outside", arguments: [1, 20, 150, 400])
  func clear(count: Int) {
    let chart = spiral(count)
    let layout = ChartLayout(chart, width: chart.width, height: chart.height)
    let entries = PointLabels(chart, layout).entries
    #expect(entries.count >= min(count, 20))
    let boxes = entries.map { entry in
      PointLabels.Box(
        x: entry.x...entry.x + TextSize.width(entry.text, size: PointLabels.size),
        y: entry.y + 2 - PointLabels.size...entry.y + 2)
    }
    let points = layout.frame.marks(of: chart.series[0]).map { (layout.x($0.x), layout.y($0.y)) }
    for (place, box) in boxes.enumerated() {
      #expect(!boxes[..<place].contains { $0.overlaps(box) })
      #expect(!points.contains { box.x.contains($0.0) && box.y.contains($0.1) })
      #expect(layout.left <= box.x.lowerBound && box.x.upperBound <= layout.right)
      #expect(layout.top <= box.y.lowerBound && box.y.upperBound <= layout.bottom)
    }
  }

  @Test("empty labels and points out of range are left out")
  func leftOut() {
    var chart = Chart()
    chart.xRange = 0...10
    chart.add(.points("", x: [1, 5, 20], y: [1, 2, 3]).with(labels: ["a<b", "", "far"]))
    let svg = chart.svg()
    #expect(svg.contains("a&lt;b"))
    #expect(!svg.contains("far"))
  }

  @Test("labels need points, and as many")
  func refused() async {
    await #expect(processExitsWith: .failure) {
      _ = Chart.Series.points("p", y: [1, 2]).with(labels: ["a"])
    }
    await #expect(processExitsWith: .failure) {
      _ = Chart.Series.line("l", y: [1]).with(labels: ["a"])
    }
  }
}
