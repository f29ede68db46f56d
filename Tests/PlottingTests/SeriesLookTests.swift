import Foundation
import Testing

@testable import Plotting

@Suite struct SeriesLookTests {
  @Test func aMutedSeriesIsThinAndGrayAndTakesNoColor() {
    var chart = Chart()
    chart.add(.line("noise", y: [1, 2]).muted())
    chart.add(.line("signal", y: [2, 1]))
    #expect(chart.seriesColors == [nil, 0])
    let svg = chart.svg()
    let (gray, blue) = (Palette.text, Palette.color(0).hex)
    // In the plot and in the legend.
    #expect(
      svg.matches(of: /stroke="(#\w+)" stroke-width="1"/).map(\.1) == [gray, gray].map { $0[...] })
    #expect(
      svg.matches(of: /stroke="(#\w+)" stroke-width="2"/).map(\.1) == [blue, blue].map { $0[...] })
    let style = TerminalStyle(color: true, unicode: true, isTerminal: true, width: 60)
    let text = chart.terminal(width: 60, style: style)
    #expect(text.contains("\u{1B}[\(Palette.color(nil).terminalCode)m──\u{1B}[0m noise"))
    #expect(text.contains("\u{1B}[\(Palette.color(0).terminalCode)m──\u{1B}[0m signal"))
  }

  @Test(arguments: [Chart.Series.Kind.line, .dashedLine])
  func whenTheColorsAreUsedUpThePatternChanges(kind: Chart.Series.Kind) {
    var chart = Chart()
    let count = 2 * Palette.series.count
    for index in 0..<count { chart.add(Chart.Series("", kind: kind, y: [Double(index), 1])) }
    let looks = chart.svg().matches(
      of: /stroke="(#\w+)" stroke-width="2" stroke-linejoin="round"( stroke-dasharray="[^"]+")? d=/
    ).map { "\($0.1)\($0.2 ?? "")" }
    #expect(looks.count == count && Set(looks).count == count)
  }

  @Test func aCrossLiesOverAllSeriesAndInsideTheAxes() throws {
    var chart = Chart()
    chart.add(.path("", x: [0, 1], y: [0, 1]))
    let withoutCross = chart.svg()
    chart.addCross(x: 3, y: 0.5)
    let svg = chart.svg()
    #expect(PlotFrame(chart).x.upper > 3, "the axis shows it")
    let cross = try #require(svg.range(of: "stroke=\"\(Palette.cross)\""))
    let disc = try #require(svg.range(of: "<circle", options: .backwards))
    #expect(disc.lowerBound < cross.lowerBound)
    #expect(svg.contains("stroke=\"\(Palette.crossEdge)\""))
    chart.xRange = 0...2
    #expect(!chart.svg().contains(Palette.cross), "outside of the axes there is none")
    var impossible = Chart()
    impossible.add(.path("", x: [0, 1], y: [0, 1]))
    impossible.addCross(x: .nan, y: .infinity)
    #expect(impossible.svg() == withoutCross)
  }
}
