import Testing

@testable import Plotting

@Suite struct ParallelCoordinatesTests {
  private let plot = ParallelCoordinates(
    title: "Settings",
    columns: [
      .numbers("rate", [0.01, 0.1, 1], scale: .logarithmic),
      .names("optimizer", ["Adam", "SGD", "Adam"], among: ["SGD", "Adam"]),
      .numbers("right", [90, 80, nil]),
    ])

  @Test("each row is a line across all axes, the first one over all others and in another color")
  func rows() throws {
    let lines = plot.svg().split(separator: "\n").filter { $0.contains("stroke-linejoin") }
    #expect(lines.count == 3)
    #expect(lines[2].contains(Palette.emphasis) && !lines[0].contains(Palette.emphasis))
    // The row without a last value ends before it.
    #expect(lines.map { $0.count { $0 == "L" } } == [1, 2, 2])
    let opacities = lines.compactMap { $0.firstMatch(of: /stroke-opacity="([^"]*)"/) }
      .compactMap { Double($0.1) }
    #expect(opacities.count == 2 && opacities[0] < opacities[1])
  }

  @Test("a larger value stands higher, a power of ten as far from the next as from the one before")
  func places() throws {
    let axis = plot.columns[0].axis
    let fractions = [0.01, 0.1, 1].compactMap { axis.fraction(of: $0) }
    #expect(abs(fractions[1] - 0.5) < 1e-9 && fractions[0] < 0.1 && fractions[2] > 0.9)
    let text = plot.svg()
    for label in ["rate", "optimizer", "SGD", "Adam", "0.01", "0.1", "Settings"] {
      #expect(text.contains(">\(label)</text>"), "\(label)")
    }
  }

  @Test func sameBytes() { #expect(plot.svg() == plot.svg()) }

  @Test func wrongColumns() async {
    for count in [0, 1] {
      let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        [count = count as Int] in
        _ = ParallelCoordinates(columns: Array(repeating: .numbers("a", [1]), count: count))
      }
      let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
      #expect(output.contains("at least 2 columns of one length"))
    }
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = ParallelCoordinates.Column.names("a", ["x"], among: ["y"])
    }
    let output = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(output.contains("The column \"a\" has no place for \"x\"; it has [\"y\"]."))
  }

  @Test("names stand in place of numbers on the x axis of a chart, in SVG and in the terminal")
  func namesOfChart() {
    var chart = Chart()
    chart.xNames = ["SGD", "Adam", "Lion"]
    chart.xRange = 0.5...2.5
    chart.add(.points("", y: [3, 4]))
    let text = chart.svg()
    #expect(text.contains(">SGD</text>") && text.contains(">Adam</text>"))
    #expect(!text.contains("Lion") && !text.contains(">1.5</text>"))
    let lines = chart.terminal(
      width: 40, height: 10, style: TerminalStyle(color: false, unicode: true, isTerminal: false)
    )
    .split(separator: "\n")
    #expect(lines.contains { $0.contains("SGD") && $0.contains("Adam") })
  }
}
