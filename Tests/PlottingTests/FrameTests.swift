import Foundation
import Testing

@testable import Plotting

@Suite struct FrameTests {
  @Test func thinningKeepsSpikesAndEnds() {
    var places: [PlotPoint?] = (0..<100_000).map { PlotPoint(x: Double($0) / 1e5, y: 0.5) }
    places[12_345]?.y = 0.9
    places[77_777]?.y = 0.1
    places[50_000] = nil
    let thin = thinned(places)
    #expect(thin.count <= 2000)
    #expect(thin.first == places.first && thin.last == places.last)
    #expect(thin.contains(places[12_345]) && thin.contains(places[77_777]))
    #expect(thin.filter { $0 == nil }.count == 1)
    #expect(thin.compactMap { $0?.x } == thin.compactMap { $0?.x }.sorted())
  }

  @Test func shortSeriesAreNotThinned() {
    let places: [PlotPoint?] = (0..<2000).map { PlotPoint(x: Double($0), y: 0) }
    #expect(thinned(places) == places)
  }

  @Test func linesAreCutAtTheEdges() {
    let line = [PlotPoint(x: -1, y: 0.5), PlotPoint(x: 0.5, y: 0.5), PlotPoint(x: 0.5, y: 2)]
    #expect(
      clipped(line) == [
        [PlotPoint(x: 0, y: 0.5), PlotPoint(x: 0.5, y: 0.5), PlotPoint(x: 0.5, y: 1)]
      ])
    let outside = [PlotPoint(x: -1, y: 0.5), PlotPoint(x: 0.5, y: 2.5)]
    #expect(clipped(outside).isEmpty)
    let across = [
      PlotPoint(x: 0.2, y: -1), PlotPoint(x: 0.2, y: 2), PlotPoint(x: 0.8, y: 2),
      PlotPoint(x: 0.8, y: -1),
    ]
    #expect(clipped(across).count == 2)
  }

  @Test func valuesThatCannotBeShownInterruptALine() {
    var chart = Chart()
    let series = Chart.Series.line("", y: [1, 2, .nan, 3, .infinity, 4, 5])
    chart.add(series)
    #expect(PlotFrame(chart).pieces(of: series).map(\.count) == [2, 1, 2])
  }

  @Test func marksOutsideOfAFixedRangeAreLeftOut() {
    var chart = Chart()
    let series = Chart.Series.points("", x: [0, 1, 2, 3], y: [0, 1, 2, 3])
    chart.add(series)
    chart.xRange = 0.5...2.5
    #expect(PlotFrame(chart).marks(of: series).count == 2)
  }
}
