import Foundation
import Testing

@testable import Plotting

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct RasterTests {
  func raster(_ classes: [Int], columns: Int, rows: Int) -> Chart.Raster {
    Chart.Raster(classes: classes, x: -1...1, y: 0...3, columns: columns, rows: rows)
  }

  func chart(_ raster: Chart.Raster) -> Chart {
    var chart = Chart(title: "Regions")
    chart.xRange = raster.x
    chart.yRange = raster.y
    chart.raster = raster
    chart.add(.points("zero", x: [0], y: [1]))
    return chart
  }

  @Test func centersCountLikeTheAxes() {
    let centers = Chart.Raster.cellCenters(x: -1...1, y: 0...3, columns: 2, rows: 3)
    #expect(centers.map(\.x) == [-0.5, 0.5, -0.5, 0.5, -0.5, 0.5])
    #expect(centers.map(\.y) == [0.5, 0.5, 1.5, 1.5, 2.5, 2.5])
  }

  @Test func neighborsOfOneClassShareARectangle() {
    // From the bottom: 0 0 1, 0 0 1, 1 1 1; SVG counts rows from the top.
    let markup = raster([0, 0, 1, 0, 0, 1, 1, 1, 1], columns: 3, rows: 3).markup
    #expect(
      markup == """
        <path fill="\(Palette.color(0).hex)" d="M0 1h2v2h-2z"/>
        <path fill="\(Palette.color(1).hex)" d="M0 0h3v1h-3zM2 1h1v2h-1z"/>
        """)
  }

  @Test func rectanglesCoverEachCellOnceInItsColor() throws {
    let (columns, rows) = (23, 17)
    let classes = (0..<columns * rows).map { ($0 * $0 / 7 + $0 / columns) % 3 }
    var found = [Int?](repeating: nil, count: columns * rows)
    let markup = raster(classes, columns: columns, rows: rows).markup
    for (color, path) in markup.split(separator: "\n").enumerated() {
      for match in path.matches(of: /M(\d+) (\d+)h(\d+)v(\d+)h-(\d+)z/) {
        let (x, y, width, height) = try (
          #require(Int(match.1)), #require(Int(match.2)), #require(Int(match.3)),
          #require(Int(match.4))
        )
        #expect(match.5 == match.3)
        for row in y..<y + height {
          for column in x..<x + width {
            let cell = (rows - 1 - row) * columns + column
            #expect(found[cell] == nil)
            found[cell] = color
          }
        }
      }
    }
    #expect(found == classes)
  }

  @Test func liesBehindTheSeriesAndIsCutOffAtTheAxes() throws {
    var chart = chart(raster([0, 1, 1, 0], columns: 2, rows: 2))
    let whole = chart.svg()
    #expect(XMLParser(data: Data(whole.utf8)).parse())
    #expect(whole.contains("viewBox=\"0 0 2 2\" preserveAspectRatio=\"none\""))
    let regions = try #require(whole.range(of: "crispEdges"))
    let points = try #require(whole.range(of: "<circle"))
    #expect(regions.lowerBound < points.lowerBound)
    // The right half, and one and a half times the height: the raster ends at y = 3, a cell is 1.5.
    chart.xRange = 0...1
    chart.yRange = 0...4.5
    #expect(chart.svg().contains("viewBox=\"1 -1 1 3\" preserveAspectRatio=\"none\""))
  }

  @Test func axesWithoutARangeShowAllCells() {
    var chart = chart(raster([0, 1], columns: 1, rows: 2))
    chart.xRange = nil
    chart.yRange = nil
    let frame = PlotFrame(chart)
    #expect(frame.x.lower < -1 && frame.x.upper > 1 && frame.y.lower < 0 && frame.y.upper > 3)
  }

  @Test func aPictureOfRegionsIsSmall() {
    // Two spirals of three classes on 120 × 120 cells.
    let centers = Chart.Raster.cellCenters(x: -1...1, y: -1...1, columns: 120, rows: 120)
    let classes = centers.map { x, y in
      let turns = (atan2(y, x) / (2 * .pi) + 1.5 * (x * x + y * y).squareRoot()) * 3
      return Int(turns.rounded(.down) + 30) % 3
    }
    let spiral = Chart.Raster(classes: classes, x: -1...1, y: -1...1, columns: 120, rows: 120)
    #expect(chart(spiral).svg().utf8.count < 40_000)
  }

  @Test func wrongUseTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = Chart.Raster(classes: [0, 1, 0], x: 0...1, y: 0...1, columns: 2, rows: 2)
    }
    await #expect(processExitsWith: .failure) {
      _ = Chart.Raster(classes: [-1], x: 0...1, y: 0...1, columns: 1, rows: 1)
    }
    await #expect(processExitsWith: .failure) {
      _ = Chart.Raster(classes: [0], x: 0...0, y: 0...1, columns: 1, rows: 1)
    }
    await #expect(processExitsWith: .failure) {
      var chart = Chart(xScale: .logarithmic)
      chart.raster = Chart.Raster(classes: [0], x: 1...2, y: 0...1, columns: 1, rows: 1)
      _ = chart.svg()
    }
  }
}
