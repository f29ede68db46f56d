import Foundation
import Testing

@testable import Plotting

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ContoursTests {
  /// A function on a grid of −1...1 in both directions.
  func contours(
    _ count: Int = 41, levels: [Double], _ function: (Double, Double) -> Double
  ) -> Chart.Contours {
    let places = Chart.Contours.places(x: -1...1, y: -1...1, columns: count, rows: count)
    return Chart.Contours(
      values: places.map(function), x: -1...1, y: -1...1, columns: count, rows: count,
      levels: levels)
  }

  /// Lines in the units of the axes.
  func lines(_ contours: Chart.Contours, at level: Double) -> [[(x: Double, y: Double)]] {
    let scale = 2 / Double(contours.grid.columns - 1)
    return contours.grid.lines(at: level).map { line in
      line.map { (-1 + scale * $0.column, -1 + scale * $0.row) }
    }
  }

  @Test func placesCountLikeTheAxesAndReachTheEnds() {
    let places = Chart.Contours.places(x: -1...1, y: 0...3, columns: 3, rows: 2)
    #expect(places.map(\.x) == [-1, 0, 1, -1, 0, 1])
    #expect(places.map(\.y) == [0, 0, 0, 3, 3, 3])
  }

  @Test func aPlaneHasStraightLinesAtTheRightPlace() {
    let found = lines(contours(levels: []) { x, y in 2 * x + 3 * y }, at: 0.7)
    #expect(found.count == 1)
    #expect(found[0].allSatisfy { abs(2 * $0.x + 3 * $0.y - 0.7) < 1e-12 })
    // From edge to edge: y from (0.7 − 2)/3 at x = 1 to 0.9 at x = −1.
    let ends = [found[0].first!, found[0].last!].map(\.x).sorted()
    #expect(abs(ends[0] + 1) < 1e-12 && abs(ends[1] - 1) < 1e-12)
  }

  @Test func aCircleIsOneClosedLineOnItsRadius() {
    let found = lines(contours(levels: []) { x, y in x * x + y * y }, at: 0.25)
    #expect(found.count == 1)
    #expect(found[0].first! == found[0].last!)
    #expect(found[0].count > 40)
    // Straight between the places, which are 0.05 apart: off by at most h²/8 in height.
    #expect(found[0].allSatisfy { abs($0.x * $0.x + $0.y * $0.y - 0.25) < 0.05 * 0.05 })
    // Once around: the pieces turn by 360 degrees in total.
    let area = zip(found[0], found[0].dropFirst()).reduce(0) { sum, ends in
      sum + (ends.0.x * ends.1.y - ends.1.x * ends.0.y) / 2
    }
    #expect(abs(abs(area) - .pi * 0.25) < 0.01)
  }

  @Test func aSaddleIsJoinedAsItsMiddleTells() {
    func saddle(_ level: Double) -> [[(x: Double, y: Double)]] {
      lines(contours(2, levels: []) { x, y in x * y }, at: level)
    }
    // The middle of the four corners 1, −1, 1, −1 is 0: below 0.5, so the high corners are islands.
    for (level, corners) in [(0.5, [1.0, 1.0]), (-0.5, [-1.0, -1.0])] {
      let found = saddle(level)
      #expect(found.count == 2)
      for line in found {
        let middle = (line[0].x + line[1].x) * (line[0].y + line[1].y) / 4
        #expect(middle * corners[0] > 0, "level \(level): a line around a corner of its sign")
      }
    }
  }

  @Test func noLineTouchesWhatIsNotFinite() {
    let found = lines(contours(levels: []) { x, y in x < 0 ? .nan : y }, at: 0.01)
    #expect(found.count == 1 && found[0].allSatisfy { $0.x >= 0 })
    #expect(lines(contours(levels: []) { _, _ in .infinity }, at: 1).isEmpty)
    #expect(lines(contours(levels: []) { _, _ in 3 }, at: 1).isEmpty)
  }

  @Test func everyCrossedEdgeIsOnExactlyOneLine() {
    let bumpy = contours(30, levels: []) { x, y in sin(7 * x) * cos(9 * y) + 0.3 * x }
    for level in [-0.5, 0, 0.11, 0.6] {
      let points = bumpy.grid.lines(at: level).flatMap { line in
        // A closed line has its first point twice.
        line.first! == line.last! ? Array(line.dropLast()) : line
      }
      let grid = bumpy.grid
      var crossed = 0
      for row in 0..<30 {
        for column in 0..<30 {
          let here = grid.values[row * 30 + column] >= level
          if column < 29, here != (grid.values[row * 30 + column + 1] >= level) { crossed += 1 }
          if row < 29, here != (grid.values[(row + 1) * 30 + column] >= level) { crossed += 1 }
        }
      }
      #expect(points.count == crossed)
    }
  }

  @Test func levelsHaveEqualRatios() {
    let levels = Chart.Contours.levels(from: 0.01, to: 100, count: 5)
    #expect(zip(levels, [0.01, 0.1, 1, 10, 100]).allSatisfy { abs($0 / $1 - 1) < 1e-12 })
  }

  @Test func drawnBehindThePathAndInsideTheAxes() throws {
    var chart = Chart(title: "Bowl")
    chart.contours = contours(levels: [0.1, 0.5, 1.5]) { x, y in x * x + y * y }
    chart.add(.path("descent", x: [-0.9, -0.5, 0], y: [0.9, 0.4, 0]))
    let svg = chart.svg()
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    #expect(svg.matches(of: /class="reference" stroke-opacity/).count == 3)
    #expect(!svg.contains("class=\"grid\""), "the axes' grid would look like contours")
    let line = try #require(svg.range(of: "stroke-opacity"))
    let path = try #require(svg.range(of: "<circle"))
    #expect(line.lowerBound < path.lowerBound)
    #expect(svg.matches(of: /<circle/).count == 2, "a ring at the start, a disc at the end")
    chart.xRange = 0...0.5
    chart.yRange = 0...0.5
    for match in chart.svg().matches(of: /[ML](-?[0-9.]+) (-?[0-9.]+)/) {
      #expect((0...640).contains(Double(match.1)!) && (0...400).contains(Double(match.2)!))
    }
    // The start lies outside: no ring.
    #expect(chart.svg().matches(of: /<circle/).count == 1)
  }

  @Test func aMapIsSmall() {
    var chart = Chart()
    chart.contours = contours(100, levels: Chart.Contours.levels(from: 0.01, to: 100, count: 14)) {
      100 * pow($1 - $0 * $0, 2) + pow(1 - $0, 2)
    }
    #expect(chart.svg().utf8.count < 20_000)
  }

  @Test func simplifiedLinesStayWithinAQuarterOfAPixel() {
    let wave = (0...200).map { index -> (Double, Double) in
      (Double(index), 30 * sin(Double(index) / 20))
    }
    let short = simplified(wave)
    #expect(short.count < 60 && short.first! == wave.first! && short.last! == wave.last!)
    for (x, y) in wave {
      let next = short.firstIndex { $0.0 >= x }!
      let (after, before) = (short[next], short[max(0, next - 1)])
      let share = after.0 > before.0 ? (x - before.0) / (after.0 - before.0) : 1
      // The height above the piece is at most its distance times √(1 + slope²), and the slope is 1.5.
      #expect(abs(before.1 + share * (after.1 - before.1) - y) < 0.25 * 1.81)
    }
    let ring = (0...100).map { index -> (Double, Double) in
      let angle = Double(index) / 50 * Double.pi
      return (40 * cos(angle), 40 * sin(angle))
    }
    #expect(simplified(ring).count > 15, "a closed line is not taken for a point")
  }

  @Test func wrongUseTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = Chart.Contours(
        values: [0, 1, 2], x: 0...1, y: 0...1, columns: 2, rows: 2, levels: [])
    }
    await #expect(processExitsWith: .failure) {
      _ = Chart.Contours(values: [0, 1], x: 0...1, y: 0...1, columns: 2, rows: 1, levels: [])
    }
    await #expect(processExitsWith: .failure) {
      _ = Chart.Contours.levels(from: 0, to: 1, count: 3)
    }
    await #expect(processExitsWith: .failure) {
      var chart = Chart(xScale: .logarithmic)
      chart.contours = Chart.Contours(
        values: [0, 1, 2, 3], x: 1...2, y: 1...2, columns: 2, rows: 2, levels: [])
      _ = chart.svg()
    }
  }
}

@Suite struct BandTests {
  func chart(_ low: [Double], _ high: [Double]) -> Chart {
    var chart = Chart()
    chart.add(.line("mean", y: zip(low, high).map { ($0 + $1) / 2 }).with(bandFrom: low, to: high))
    return chart
  }

  @Test func aBandIsOneOutlineInItsSeriesColor() {
    let chart = chart([1, 2, 3], [2, 4, 6])
    let bands = PlotFrame(chart).bands(of: chart.series[0])
    #expect(bands.count == 1 && bands[0].count == 6)
    // Along the lower bound, and back along the upper one.
    #expect(bands[0].map(\.x) == bands[0].map(\.x).reversed())
    #expect(zip(bands[0].prefix(3), bands[0].reversed()).allSatisfy { $0.y < $1.y })
    #expect(chart.svg().contains("fill=\"\(Palette.color(0).hex)\" fill-opacity=\".18\""))
  }

  @Test func theAxisShowsTheWholeBand() {
    let frame = PlotFrame(chart([-5, 0], [5, 10]))
    #expect(frame.y.lower < -5 && frame.y.upper > 10)
  }

  @Test func gapsInterruptItAndEdgesCutItOff() {
    var chart = chart([1, 2, .nan, 1, 1], [2, 4, 6, 8, 2])
    #expect(PlotFrame(chart).bands(of: chart.series[0]).map(\.count) == [4, 4])
    chart.yRange = 1.5...3
    let band = PlotFrame(chart).bands(of: chart.series[0])[1]
    #expect(band.map(\.y) == [0, 0, 1.0 / 3, 1])
  }

  @Test func asManyBoundsAsValues() async {
    await #expect(processExitsWith: .failure) {
      _ = Chart.Series.line("", y: [1, 2]).with(bandFrom: [1], to: [2, 3])
    }
  }
}
