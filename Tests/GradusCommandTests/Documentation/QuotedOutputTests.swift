import Files
import SIMDKernels
import Testing

@testable import GradusCommand

/// How blocks and figures of a page are compared with what a command printed.
@Suite("verify-docs: output")
struct QuotedOutputTests {
  static let printed = """
    Lesson 9

                  loss   right
        plain     0.25      10
        better    0.12      20

        noise     0.12
    """

  private func page(_ block: String, language: String = "", prose: String = "") -> MarkdownPage {
    MarkdownPage(path: "page.md", text: "\(prose)\n```\(language)\n\(block)\n```\n")
  }

  @Test(
    "figures of vector kernels are held to the unit that the page names, and it has to name one")
  func vectorUnits() {
    func page(_ prose: String, _ command: String) -> MarkdownPage {
      MarkdownPage(path: "page.md", text: "\(prose)\n```\n\(command)\n```\n")
    }
    let vector = "swift run -q gradus lesson 8 --backend simd"
    #expect(page("Figures.", "swift run -q gradus lesson 8").unnamedVectorUnit == [])
    #expect(page("Figures with AVX-512.", vector).unnamedVectorUnit == [])
    #expect(page("Figures with NEON.", vector).unnamedVectorUnit == [])
    #expect(page("Figures.", vector).unnamedVectorUnit.map(\.found) == ["none"])
    #expect(page("Figures.", "swift run -q gradus lesson 8").isExactHere)
    #expect(page("Made with \(VectorUnit.ofKernels.rawValue).", vector).isExactHere)
    // A unit that is only spoken of is not where the figures come from.
    #expect(!page("\(VectorUnit.ofKernels.rawValue) has registers.", vector).isExactHere)
    #expect(!page("Figures.", vector).isExactHere)
  }

  @Test("a block is a run of printed lines, empty ones aside") func contiguous() {
    #expect(
      page("    plain     0.25      10\n\n    better    0.12      20").differences(
        from: Self.printed) == [])
    // One line after the other: a line that was left out is a difference.
    let faults = page("    plain     0.25      10\n    noise     0.12").differences(
      from: Self.printed)
    #expect(faults.map(\.line) == [4])
    #expect(faults.map(\.found) == ["    better    0.12      20"])
  }

  @Test("the line that differs is named with what is printed in its place") func nearest() {
    let faults = page("    better    0.13      20").differences(from: Self.printed)
    #expect(
      faults.first?.description == """
        page.md:3
          expected      better    0.13      20
          found         better    0.12      20
        """)
    #expect(page("    worse").differences(from: Self.printed).map(\.found) == ["not printed"])
  }

  @Test("all lines of a block that differ are named, and none of a block that is nowhere")
  func all() {
    let faults = page(
      "    plain     0.26      10\n    better    0.12      20\n    noise     0.13"
    ).differences(from: Self.printed)
    #expect(faults.map(\.line) == [3, 5])
    #expect(faults.map(\.found) == ["    plain     0.25      10", "    noise     0.12"])
    #expect(page("    worse\n    worst").differences(from: Self.printed).map(\.line) == [3])
  }

  @Test("what a measured block may differ in") func figures() {
    #expect(withoutFigures("    tiles of 4×8   25.9   10 %") == "tiles of #×# # # %")
    #expect(withoutFigures("  tiles of 4×8  118.0  9 %") == "tiles of #×# # # %")
    #expect(withoutFigures("    tiles of 4×8   25.9") != withoutFigures("    tile of 4×8   25.9"))
  }

  @Test("a measured speed-up has to come to a third of what the page says") func speedUp() {
    let block =
      "              GFLOP/s   × plain   of the peak\n    tiles        50.0      20.0          40 %"
    let unit = VectorUnit.ofKernels.rawValue
    let printed = { (speedUp: String) in
      "             GFLOP/s   × plain   of the peak\n    tiles       17.0      \(speedUp)           9 %"
    }
    let claim = page(block, language: "measured", prose: "Measured with \(unit).")
    #expect(claim.differences(from: printed("6.7")) == [])
    let fault = claim.differences(from: printed("6.6")).first
    #expect(fault?.expected == "at least a third of 20.0 in the column × plain")
    #expect(fault?.found == "6.6")
    // Nothing to compare on another machine than the page names.
    let elsewhere = page(block, language: "measured", prose: "Measured with an abacus.")
    #expect(elsewhere.differences(from: printed("6.6")) == [])
    // Nor for several threads, since other programs may need a core.
    let isShared = { (text: String) in text.replacing("tiles    ", with: "2 threads") }
    let shared = page(isShared(block), language: "measured", prose: "Measured with \(unit).")
    #expect(shared.differences(from: isShared(printed("6.6"))) == [])
  }

  @Test("what a model wrote is compared where kernels round alike, and its figures everywhere")
  func written() {
    let vector = "swift run -q gradus lesson 10 --backend simd"
    let block = "    held out: 1.56 nats\n\n    temperature 0.3:\n    Alice was the the\n    cat."
    let printed = "    held out: 1.55 nats\n\n    temperature 0.3:\n    Alice was here."
    let unit = VectorUnit.ofKernels.rawValue
    func faults(_ unit: String, _ printed: String) -> [Int] {
      let prose = "Made with \(unit):\n\n```\n\(vector)\n```"
      let page = page(block, language: "written", prose: prose)
      return page.differences(from: printed).map(\.line)
    }
    #expect(faults("an abacus", printed) == [])
    #expect(faults("an abacus", printed.replacing("temperature", with: "heat")).count == 1)
    #expect(faults("an abacus", "").count == 1)
    #expect(faults(unit, printed).count == 3)
    #expect(faults(unit, block) == [])
  }

  @Test("a figure in the text is printed, perhaps with more digits, or listed")
  func prose() {
    let output = "loss 0.1249"
    func faults(_ text: String) -> [String] {
      MarkdownPage(path: "page.md", text: text).unprovedFigures(output: output).map(\.expected)
    }
    #expect(faults("The loss is 0.12, or 0.125.") == [])
    #expect(faults("The loss is 0.13.") == ["0.13, printed by a command of this page"])
    #expect(faults("    0.13 in a formula, and `0.13` in code") == [])
    #expect(faults("μ is 0.9.\n<!-- Figures that no command prints: 0.9 -->") == [])
    #expect(
      faults("μ is 1.\n<!-- Figures that no command prints: 0.9 -->") == ["0.9 in the text"])
  }

  @Test("a terminal is a command and what it prints; others are quoted by no lesson")
  func terminal() {
    let page = page("$ swift run -q gradus datasets\nAll is well.")
    #expect(page.blocks[0].isTerminal)
    #expect(page.commands.map(\.meaning) == [.gradus(["datasets"])])
    #expect(page.differences(of: page.blocks[0], from: "\nAll is well.\n") == [])
    #expect(page.differences(of: page.blocks[0], from: "All is lost.").map(\.line) == [4])
  }
}
