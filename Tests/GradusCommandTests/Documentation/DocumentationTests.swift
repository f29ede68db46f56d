import Foundation
import Testing

@testable import GradusCommand

/// The pages say what the program does, and it is noticed when one does not.
@Suite("gradus verify-docs")
struct DocumentationTests {
  @Test("all that takes no time agrees on each page") func quick() async throws {
    let run = try await ToolRun("verify-docs", "--quick", environment: ToolRun.here)
    #expect(run.code == 0, "\(run.output)")
    let pages = run.lines.filter { $0.hasPrefix("✓") }
    #expect(pages.count >= course.count + 2)
    #expect(run.lines.allSatisfy { $0.last != " " })
  }

  @Test("a page agrees with what its lesson prints and draws") func lesson() async throws {
    let run = try await ToolRun("verify-docs", "1", environment: ToolRun.here)
    #expect(run.code == 0, "\(run.output)")
    #expect(run.output.contains("Lessons/01-linear-regression/README.md"))
    #expect(run.output.hasSuffix("\n\nThe page agrees with the program.\n"))
  }

  /// What an author may get wrong on a page, and what must be said about it.
  static let mistakes: [(old: String, new: String, expected: String, found: String)] = [
    ("](Exercises.swift)", "](Exercise.swift)", "a file Exercise.swift", "none"),
    (
      "](plots/cliff.svg)", "](plots/clif.svg)", "a file plots/clif.svg", "none"
    ),
    (
      "[`Broadcasting.swift`](", "[a](#the-clif) [`Broadcasting.swift`](",
      "a heading #the-clif in \(CopiedPage.path)", "no such heading"
    ),
    (
      "[`NaiveMatmul.swift`]", "[`NaiveMatmull.swift`]", "a file NaiveMatmull.swift", "none"
    ),
    (
      "`Datasets/tabular/galton_1886.csv`", "`Datasets/tabular/galton.csv`",
      "a file Datasets/tabular/galton.csv", "none"
    ),
    (
      "LinearSolve.swift).)", "LinearSolve.swift), `func solved`.)",
      "func solved in ../../Sources/TensorCore/LinearSolve.swift", "no such text"
    ),
    (
      "swift test --filter Lesson01 ", "swift test --filter Lesson00 ",
      "swift test --filter Lesson00", "no test of this name"
    ),
    (
      "`swift run -q gradus check 1 --hint`", "`swift run -q gradus check 1 --hints`",
      "swift run -q gradus check 1 --hints",
      "unknown option \"--hints\"; did you mean \"--hint\"?"
    ),
    (
      "swift run gradus lesson 1             #", "swift run gradus lesson 99            #",
      "swift run gradus lesson 99",
      "there is no lesson \"99\"; the lessons so far: \(course.map { "\($0.number)" }.joined(separator: ", "))"
    ),
    (
      "swift run -q gradus check 1           #", "swfit run -q gradus check 1           #",
      "swfit run -q gradus check 1           # judge your exercises",
      "no command that this check knows"
    ),
    (
      "**→ Exercise 5, `step`.**", "**→ Exercise 4, `step`.**", "Exercise 4, `step`",
      "4 is gradient"
    ),
  ]

  @Test("a mistake on a page is found without running anything", arguments: mistakes)
  func mistake(_ mistake: (old: String, new: String, expected: String, found: String)) throws {
    let page = try CopiedPage()
    #expect(try page.faults() == [])
    try page.replace(mistake.old, by: mistake.new)
    let faults = try page.faults()
    #expect(faults.count == 1)
    #expect(faults.first?.expected == mistake.expected)
    #expect(faults.first?.found == mistake.found)
  }

  @Test("a table of places is compared with the files that it names") func places() throws {
    let files = try RepositoryFiles(root: repository)
    let row = { (file: String, words: String) in
      MarkdownPage(
        path: "page.md",
        text: "| Question | File | There |\n|---|---|---|\n| Where? | `\(file)` | `\(words)` |"
      ).wrongPlaces(in: files)
    }
    #expect(row("Sources/Autograd/Tape.swift", "func record") == [])
    #expect(
      row("Sources/Autograd/Tape.swift", "func forward").map(\.description) == [
        "page.md:3\n  expected  func forward in Sources/Autograd/Tape.swift\n  found     no such text"
      ])
    #expect(row("Sources/Autograd/Tap.swift", "func record").count == 1)
    let path = "Sources/Gradus/Gradus.docc/Architecture.md"
    let architecture = MarkdownPage(path: path, text: try files.read(path))
    #expect(architecture.places.count >= 15 && architecture.wrongPlaces(in: files) == [])
  }

  @Test("an altered figure, another plot and a figure from nowhere are found")
  func output() throws {
    let page = try CopiedPage()
    try page.replace(
      "    normal equation                     50.153        -5872.09",
      by: """
            normal equation                     50.154        -5872.09
        """)
    try page.replace("R² is 0.809:", by: "R² is 0.808:")
    let plots = page.folder.url.appending(path: "Lessons/01-linear-regression/plots")
    let plot = plots.appending(path: "cliff.svg")
    let drawing = try String(contentsOf: plot, encoding: .utf8)
    try Data(drawing.replacing("loss after 100", with: "loss after 101").utf8).write(to: plot)
    try Data("<svg></svg>".utf8).write(to: plots.appending(path: "old.svg"))
    let faults = try page.faults(runsCommands: true)
    #expect(
      faults.map(\.expected) == [
        "the lesson draws plots/old.svg", "plots/cliff.svg as the lesson draws it",
        "    normal equation                     50.154        -5872.09",
        "0.808, printed by a command of this page",
      ])
    #expect(
      faults.map(\.found).prefix(3) == [
        "it does not", "they differ from line 2 of 36",
        "    normal equation                     50.153        -5872.09",
      ])
  }
}
