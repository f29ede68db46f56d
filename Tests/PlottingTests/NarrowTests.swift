import Foundation
import Testing

@testable import Plotting

/// On a narrow terminal words go to the next line or are left out, and each number stays whole.
@Suite struct NarrowTests {
  static let widths = [20, 40, 80]

  /// The numbers of several digits in a text, escape codes aside.
  private func numbers(_ text: String) -> Set<String> {
    Set(text.matches(of: /\d[\d.,]+/).map { String($0.0) })
  }

  @Test(arguments: widths, [true, false])
  func chart(width: Int, unicode: Bool) {
    let style = TerminalStyle(color: false, unicode: unicode, isTerminal: true, width: width)
    var chart = Chart(
      title: "Penguins after step 2000 of 12345", xLabel: "length of 1000 flippers (mm)",
      yLabel: "mass of 1000 birds (g)")
    chart.add(.line("2000 steps", x: [0, 1000, 2000], y: [2500, 4000, 6500]))
    let text = chart.terminal(style: style)
    #expect(numbers(text).isSuperset(of: ["12345", "1000", "2000"]))
    for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
    // No label of an axis is a piece of another number.
    let whole: Set = ["12345", "1000", "2000", "1500", "500", "2500"]
    for number in numbers(text) where !whole.contains(number) {
      #expect(Int(number).map { $0.isMultiple(of: 500) } == true, "\(number) in\n\(text)")
    }
  }

  @Test(arguments: widths)
  func bars(width: Int) {
    let style = TerminalStyle(color: false, unicode: true, isTerminal: true, width: width)
    var chart = BarChart(
      title: "Speed of 2000 products", valueLabel: "GFLOP/s of 1024",
      categories: ["matmul 1024 by 2048", "exp 65536"])
    chart.add("SIMD", [118.5, 2048])
    let text = chart.terminal(style: style)
    #expect(numbers(text) == ["2000", "1024", "2048", "65536", "118"])
    for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
  }

  @Test(arguments: widths)
  func progress(width: Int) {
    let style = TerminalStyle(color: false, unicode: true, isTerminal: true, width: width)
    func text(_ task: String, _ done: Int, of total: Int) -> String {
      ProgressLine(
        task: task, done: done, total: total, figures: [("loss", 0.25)], elapsed: 9,
        isFinished: false
      ).text(style).text
    }
    #expect(text("gradient descent", 1500, of: 2000).contains("1500/2000"))
    #expect(text("run 2000", 150_000, of: 200_000).contains("150000/200000"))
    if width == 20 {
      #expect(text("gradient descent", 1500, of: 2000) == "gradient 1500/2000")
      #expect(text("run 2000", 15_000_000_000, of: 20_000_000_000) == "75 %")
    }
  }

  @Test func words() {
    #expect(wrapped("step 2000 of 12345", to: 9) == ["step 2000", "of 12345"])
    #expect(wrapped("12345678 b", to: 4) == ["12345678", "b"])
    #expect(wrapped("", to: 4) == [])
    #expect(wholeWords(of: "read 8, is 13", within: 11) == "read 8, is")
    #expect(wholeWords(of: "12345", within: 4) == "")
  }
}
