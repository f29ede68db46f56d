import Foundation
import Testing

@testable import Plotting

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct ChartSVGTests {
  func isWellFormed(_ text: String) -> Bool {
    XMLParser(data: Data(text.utf8)).parse()
  }

  func sample() -> Chart {
    var chart = Chart(title: "Sample", xLabel: "step", yLabel: "loss", yScale: .logarithmic)
    chart.add(.line("training", y: (1...50).map { 1 / Double($0) }))
    chart.add(.dashedLine("validation", y: (1...50).map { 2 / Double($0) }))
    chart.add(.points("best", x: [50], y: [0.02]))
    chart.addVerticalLine(at: 20, label: "2/λmax")
    chart.addHorizontalLine(at: 0.1, label: "goal")
    return chart
  }

  @Test func documentIsAccessibleAndScales() {
    let svg = sample().svg()
    #expect(isWellFormed(svg))
    #expect(svg.contains("role=\"img\"") && svg.contains("<title>Sample</title>"))
    #expect(svg.contains("viewBox=\"0 0 640 400\""))
    #expect(svg.contains("prefers-color-scheme:dark"))
    for text in ["step", "loss", "training", "validation", "best", "2/λmax", "goal"] {
      #expect(svg.contains(">\(text)</text>"), "\(text)")
    }
  }

  @Test func sameChartGivesTheSameBytes() {
    #expect(sample().svg() == sample().svg())
  }

  @Test func numbersHaveAtMostTwoDecimals() {
    #expect(sample().svg().firstMatch(of: /[0-9]\.[0-9]{3}/) == nil)
  }

  @Test func textIsEscaped() {
    let chart = Chart(title: "a < b & \"c\" 'd' \u{1}", xLabel: "<x>", yLabel: "&amp;")
    let svg = chart.svg()
    #expect(isWellFormed(svg))
    #expect(svg.contains("a &lt; b &amp; &quot;c&quot; &apos;d&apos;"))
    #expect(svg.contains("&lt;x&gt;") && svg.contains("&amp;amp;"))
  }

  @Test func legendNeedsTwoNames() {
    var chart = Chart()
    chart.add(.line("alone", y: [1, 2]))
    chart.add(.points("", y: [1, 2]))
    #expect(!chart.svg().contains("alone"))
    chart.add(.line("second", y: [2, 1]))
    #expect(chart.svg().contains("alone") && chart.svg().contains("second"))
  }

  @Test(arguments: [Chart.Scale.linear, .logarithmic])
  func oddDataIsDrawnWithoutNoise(scale: Chart.Scale) {
    let columns: [[Double]] = [
      [], [1], [0, 0, 0], [5, 5, 5], [.nan], [.infinity, -.infinity], [1, .nan, 1e299, .infinity],
      [-1e300, 1e300], [.leastNonzeroMagnitude, .leastNormalMagnitude], [1e16, 1e16 + 2],
      [-3, -2, -1], [1e308, 1e-308],
    ]
    for values in columns {
      for kind in [Chart.Series.Kind.line, .dashedLine, .points] {
        var chart = Chart(title: "odd", xScale: scale, yScale: scale)
        chart.add(Chart.Series("one", kind: kind, x: values, y: values))
        chart.addVerticalLine(at: .nan, label: "nowhere")
        chart.addHorizontalLine(at: 1, label: "one")
        let svg = chart.svg()
        #expect(isWellFormed(svg), "\(values)")
        #expect(!svg.contains("nan") && !svg.contains("inf"), "\(values)")
        #expect(!chart.terminal(style: .plain).contains("nan"))
      }
    }
  }

  @Test func longSeriesStaySmall() {
    var chart = Chart()
    chart.add(.line("", y: (0..<200_000).map { sin(Double($0) * 0.7) }))
    #expect(chart.svg().utf8.count < 40_000)
  }

  @Test func nothingLeavesTheDrawing() {
    var chart = sample()
    chart.add(.line("far", x: [-1e9, 1e9], y: [1e-9, 1e9]))
    chart.xRange = 10...20
    chart.yRange = 0.01...1
    for match in chart.svg().matches(of: /[ML](-?[0-9.]+) (-?[0-9.]+)/) {
      #expect((0...640).contains(Double(match.1)!) && (0...400).contains(Double(match.2)!))
    }
  }

  @Test func fileIsWrittenWithItsFolders() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: "a/b/chart.svg")
    try sample().write(to: url)
    #expect(try String(contentsOf: url, encoding: .utf8) == sample().svg())
    let below = url.appending(path: "below.svg")
    let error = #expect(throws: (any Error).self) { try sample().write(to: below) }
    let sentence = error.map { "\($0)" } ?? ""
    #expect(sentence.hasPrefix("cannot write \(below.path(percentEncoded: false)): "))
    #expect(!sentence.contains("Domain"), "the system's reason and not an error's code")
  }

  @Test func linksStayAndOnlyFilesAreReplaced() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (file, link) = (folder.appending(path: "a.svg"), folder.appending(path: "b.svg"))
    try sample().write(to: file)
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
    try Chart(title: "new").write(to: link)
    #expect(try String(contentsOf: file, encoding: .utf8) == Chart(title: "new").svg())
    #expect((try? link.resourceValues(forKeys: [.isSymbolicLinkKey]))?.isSymbolicLink == true)
    let pipe = folder.appending(path: "pipe").path(percentEncoded: false)
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in [pipe, "/dev/null"] {
      let error = #expect(throws: (any Error).self) { try sample().write(to: URL(filePath: path)) }
      #expect(error.map { "\($0)" } == "cannot write \(path): it is no plain file")
    }
  }

  @Test func gridHoldsItsChartsInColumns() {
    let charts = (1...4).map { Chart(title: "part \($0)") }
    let svg = ChartGrid(title: "All & more", charts: charts).svg()
    #expect(isWellFormed(svg))
    #expect(svg.contains("viewBox=\"0 0 680 560\""))
    #expect(svg.contains("<title>All &amp; more</title>"))
    for place in ["0 40", "340 40", "0 300", "340 300"] {
      #expect(svg.contains("translate(\(place))"))
    }
    #expect(isWellFormed(ChartGrid(charts: []).svg()))
  }

  @Test func gridPlotAreasLineUp() {
    var wide = Chart(yLabel: "y")
    wide.add(.line("", y: [100_000, 200_000]))
    let grid = ChartGrid(charts: [wide, Chart()])
    let edges = grid.svg().matches(of: #/class="axis" d="M([0-9.]+) /#).map { String($0.1) }
    #expect(edges.count == 2 && edges[0] == edges[1])
  }

  @Test func unequalLengthsTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = Chart.Series.line("bad", x: [1, 2], y: [1])
    }
  }

  @Test func legendsInAGridTakeTheirRoomOnce() {
    var charts = [sample(), sample()]
    charts[0].title = "Left"
    let alone = ChartLayout(charts[0], width: 340, height: 260)
    let beside = ChartLayout(charts[0], width: 340, height: 260, least: alone.margins)
    #expect(alone.legend.rows > 0)
    #expect(beside.top == alone.top && beside.bottom == alone.bottom)
  }
}
