import Testing

@testable import Plotting

@Suite struct ProgressBarTests {
  /// A clock that is set by hand, and everything that was printed.
  final class Stage {
    var now = 100.0
    var printed: [String] = []
  }

  let terminal = TerminalStyle(color: false, unicode: false, isTerminal: true, width: 80)

  func bar(_ stage: Stage, total: Int, style: TerminalStyle) -> ProgressBar {
    ProgressBar(
      "training", total: total, style: style, clock: { stage.now },
      output: { stage.printed.append($0) })
  }

  @Test func shortTasksPrintNothing() {
    let stage = Stage()
    var bar = bar(stage, total: 100, style: terminal)
    for _ in 0..<100 {
      stage.now += 0.0099
      bar.advance(["loss": 1])
    }
    bar.finish()
    #expect(stage.printed.isEmpty)
  }

  @Test func terminalLineIsRedrawnTenTimesASecond() {
    let stage = Stage()
    var bar = bar(stage, total: 10_000, style: terminal)
    for _ in 0..<5000 {
      stage.now += 0.001
      bar.advance(["loss": 0.31271])
    }
    #expect((38...41).contains(stage.printed.count))
    #expect(stage.printed.allSatisfy { $0.hasPrefix("\r") && !$0.contains("\n") })
    bar.finish()
    bar.finish()
    bar.advance()
    #expect((39...42).contains(stage.printed.count))
    #expect(stage.printed.last?.hasSuffix("\n") == true)
    #expect(stage.printed.last?.contains("0:05 in all") == true)
  }

  @Test func otherOutputsGetPlainLines() {
    let stage = Stage()
    var bar = bar(stage, total: 1000, style: .plain)
    for _ in 0..<1000 {
      stage.now += 0.01
      bar.advance()
    }
    bar.finish()
    #expect(stage.printed.count == 6)
    #expect(stage.printed.allSatisfy { $0.hasSuffix("\n") && !$0.contains("\r") })
    #expect(stage.printed.last?.contains("1000/1000") == true)
  }

  @Test func lineSaysWhatMatters() {
    let line = ProgressLine(
      task: "training", done: 300, total: 1200, figures: [("loss", 0.31271), ("accuracy", 0.9)],
      elapsed: 60, isFinished: false)
    let text = line.text(terminal).text
    for part in ["training", "300/1200", "loss 0.3127", "accuracy 0.9", "3:00 left", "5.0 steps/s"]
    {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func lineFitsEveryWidth() {
    let line = ProgressLine(
      task: "training a network", done: 300, total: 1200,
      figures: [("loss", .nan), ("accuracy", 0.9)], elapsed: 1e6, isFinished: false)
    for width in 20...140 {
      for color in [false, true] {
        let style = TerminalStyle(color: color, unicode: true, isTerminal: true, width: width)
        let (text, columns) = line.text(style)
        #expect(columns < width)
        #expect(text.replacing(/\u{1B}\[[0-9;]*m/, with: "").count == columns)
      }
    }
  }

  @Test func shorterLineWipesTheLongerOne() {
    let stage = Stage()
    var bar = bar(stage, total: 10, style: terminal)
    stage.now += 2
    bar.advance(["a long name for a figure": 1])
    stage.now += 2
    bar.advance(["b": 1])
    #expect(stage.printed.count == 2)
    #expect(stage.printed[0].count <= stage.printed[1].count)
  }

  @Test func emptyAndExceededTotalsDoNotDivideByZero() {
    for (done, total) in [(0, 0), (5, 0), (0, 10), (12, 10)] {
      let line = ProgressLine(
        task: "t", done: done, total: total, figures: [], elapsed: 0, isFinished: false)
      #expect(line.text(terminal).text.contains("\(done)/\(total)"))
    }
  }

  @Test func durationsAreReadable() {
    let expected = [(0.0, "0:00"), (6.6, "0:07"), (754, "12:34"), (3723, "1:02:03"), (-1, "0:00")]
    for (seconds, text) in expected { #expect(ProgressLine.duration(seconds) == text) }
    #expect(!ProgressLine.duration(.infinity).isEmpty)
  }
}
