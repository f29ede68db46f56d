import Testing

@testable import Plotting

@Suite struct TerminalTests {
  let colors = TerminalStyle(color: true, unicode: true, isTerminal: true, width: 60)
  let unicode = TerminalStyle(color: false, unicode: true, isTerminal: true, width: 60)

  func sample() -> Chart {
    var chart = Chart(title: "Loss", xLabel: "step", yLabel: "cross-entropy")
    chart.add(.line("training", y: (1...100).map { 1 / Double($0) }))
    chart.add(.dashedLine("validation", y: (1...100).map { 1.5 / Double($0) }))
    chart.addVerticalLine(at: 30, label: "halved")
    return chart
  }

  @Test func environmentDecides() {
    func style(_ environment: [String: String], _ isTerminal: Bool = true) -> TerminalStyle {
      TerminalStyle(environment: environment, isTerminal: isTerminal, windowWidth: 132)
    }
    #expect(style([:]).color && !style([:], false).color)
    #expect(!style(["NO_COLOR": "1"]).color && style(["NO_COLOR": ""]).color)
    #expect(!style(["TERM": "dumb"]).color)
    #expect(style(["LANG": "en_GB.UTF-8"]).unicode && style(["LC_CTYPE": "C.utf8"]).unicode)
    #expect(!style(["LC_ALL": "C", "LANG": "en_GB.UTF-8"]).unicode && !style([:]).unicode)
    #expect(style([:]).width == 132 && style(["COLUMNS": "70"]).width == 70)
    #expect(TerminalStyle(environment: ["COLUMNS": "x"], isTerminal: true).width == 80)
    #expect(style(["COLUMNS": "3"]).width == 20)
  }

  @Test func paintNeedsColors() {
    #expect(colors.paint("x", .bold, .red) == "\u{1B}[1;31mx\u{1B}[0m")
    #expect(unicode.paint("x", .bold, .red) == "x")
  }

  @Test func chartFitsItsColumnsAndLines() {
    for style in [unicode, .plain] {
      let lines = sample().terminal(width: 60, height: 20, style: style)
        .split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      #expect(lines.count == 20)
      #expect(lines.allSatisfy { $0.count <= 60 && $0.last != " " })
    }
    let text = sample().terminal(width: 60, style: .plain)
    #expect(text.allSatisfy(\.isASCII) && !text.contains("\u{1B}"))
    for part in ["Loss", "step", "cross-entropy", "* training", "+ validation", ": halved"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func colorsSelectBraille() {
    let text = sample().terminal(width: 60, style: colors)
    #expect(text.contains("\u{1B}[\(Palette.color(0).terminalCode)m"))
    #expect(text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
  }

  @Test func brailleDotsLieWhereTheyShould() {
    var canvas = TerminalCanvas(columns: 1, rows: 1, braille: true, colors: [0])
    canvas.mark(PlotPoint(x: 0, y: 1), series: 0)
    #expect(canvas.text(row: 0, style: unicode) == "⠁")
    canvas.mark(PlotPoint(x: 1, y: 0), series: 0)
    #expect(canvas.text(row: 0, style: unicode) == "⢁")
    var diagonal = TerminalCanvas(columns: 3, rows: 3, braille: false, colors: [0])
    diagonal.join(PlotPoint(x: 0, y: 0), PlotPoint(x: 1, y: 1), series: 0, dashed: false)
    #expect((0..<3).map { diagonal.text(row: $0, style: .plain) } == ["  *", " *", "*"])
  }

  @Test func singleUncoloredSeriesUsesBraille() {
    var chart = Chart()
    chart.add(.line("", y: [0, 1]))
    #expect(chart.terminal(width: 40, style: unicode).contains("⠔"))
    #expect(!chart.terminal(width: 40, style: .plain).contains("⠔"))
  }
}
