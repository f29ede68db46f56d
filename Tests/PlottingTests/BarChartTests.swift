import Foundation
import Testing

@testable import Plotting

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct BarChartTests {
  func isWellFormed(_ text: String) -> Bool {
    XMLParser(data: Data(text.utf8)).parse()
  }

  func sample(_ scale: Chart.Scale = .logarithmic) -> BarChart {
    var chart = BarChart(
      title: "Speed", valueLabel: "times naive", scale: scale, unit: "×",
      categories: ["matmul", "exp <x>", "none"])
    chart.add("textbook", [0.25, nil, nil])
    chart.add("SIMD", [4, 16, nil])
    return chart
  }

  /// The rectangles: x and width.
  func bars(_ svg: String) -> [(x: Double, width: Double)] {
    svg.matches(of: #/<rect [^>]*x="([0-9.]+)" y="[0-9.]+" width="([0-9.]+)"/#).map {
      (Double($0.1)!, Double($0.2)!)
    }
  }

  @Test func documentHoldsNamesValuesAndBars() {
    let svg = sample().svg()
    #expect(isWellFormed(svg))
    #expect(svg.contains("<title>Speed</title>"))
    for text in [
      "Speed", "times naive", "matmul", "exp &lt;x&gt;", "none", "textbook", "SIMD", "0.25×",
      "4.00×", "16.0×",
    ] {
      #expect(svg.contains(">\(text)</text>"), "\(text)")
    }
    // Three bars, and two samples in the legend.
    #expect(bars(svg).count == 5)
    #expect(svg == sample().svg())
    #expect(svg.firstMatch(of: /[0-9]\.[0-9]{3}/) == nil)
  }

  @Test func equalRatiosAreEquallyLongOnALogarithmicAxis() {
    let bars = bars(sample().svg())
    // A quarter runs as far to the left of 1 as four to the right, sixteen twice as far.
    #expect(abs(bars[0].width - bars[1].width) < 0.1)
    #expect(abs(bars[2].width - 2 * bars[1].width) < 0.1)
    #expect(abs(bars[0].x + bars[0].width - bars[1].x) < 0.1)
    #expect(bars[1].x == bars[2].x)
  }

  @Test func lengthsAreProportionalOnALinearAxis() {
    let bars = bars(sample(.linear).svg())
    #expect(bars[0].x == bars[1].x)
    #expect(abs(bars[2].width - 4 * bars[1].width) < 0.1)
    #expect(abs(bars[1].width - 16 * bars[0].width) < 0.3)
  }

  @Test func nothingLeavesTheDrawing() {
    var chart = sample()
    chart.add(String(repeating: "long ", count: 8), [1e-12, 1e12, .nan])
    let layout = chart.svg().firstMatch(of: #/viewBox="0 0 ([0-9.]+) /#)
    #expect(layout?.1 == "720")
    for bar in bars(chart.svg()) { #expect(bar.x >= 0 && bar.x + bar.width <= 720) }
  }

  @Test(arguments: [Chart.Scale.linear, .logarithmic])
  func oddDataIsDrawnWithoutNoise(scale: Chart.Scale) {
    for value in [0, -3, 1, .nan, .infinity, 1e300, .leastNonzeroMagnitude] {
      var chart = BarChart(scale: scale, categories: ["one"])
      chart.add("", [value])
      #expect(isWellFormed(chart.svg()), "\(value)")
      #expect(!chart.svg().contains("nan") && !chart.svg().contains("inf"), "\(value)")
      #expect(!chart.terminal(style: .plain).contains("nan"), "\(value)")
    }
    #expect(isWellFormed(BarChart(categories: []).svg()))
    #expect(BarChart(categories: []).terminal(style: .plain) == "")
  }

  @Test func terminalLinesShowTheBars() {
    let text = sample().terminal(width: 60, style: .plain)
    #expect(text.utf8.allSatisfy { $0 < 128 })
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.count <= 60 && $0.last != " " })
    #expect(lines.count == 7)
    #expect(lines[0] == "Speed" && lines[5] == "times naive")
    #expect(lines[1].hasPrefix("matmul  ") && lines[1].hasSuffix("* 0.25x"))
    #expect(lines[2].hasSuffix("+ 4.00x") && lines[2].hasPrefix("        "))
    #expect(lines[3].hasPrefix("exp <x>") && lines[3].hasSuffix("+ 16.0x"))
    #expect(lines[4] == "none" && lines[6] == "** textbook   ++ SIMD")
    let lengths = lines[1...3].map { line in line.count { $0 == "*" || $0 == "+" } }
    #expect(abs(lengths[0] - lengths[1]) <= 1 && abs(lengths[2] - 2 * lengths[1]) <= 1)
  }

  @Test func valuesHaveAboutThreeDigits() {
    let chart = BarChart(categories: [])
    #expect(
      [1234.5, 99.96, 12.34, 9.996, 0.5, 0].map(chart.text)
        == ["1234", "100", "12.3", "10.0", "0.50", "0.00"])
    #expect(chart.text(2e7) == "2.00e+07")
  }

  @Test func aMissingValueTraps() async {
    await #expect(processExitsWith: .failure) {
      var chart = BarChart(categories: ["a", "b"])
      chart.add("short", [1])
    }
  }
}
