import Curriculum
import Foundation
import SIMDKernels
import TestSupport
import Testing

@testable import GradusCommand

/// What running lesson 1 prints and writes.
@Suite("gradus: lesson 1")
struct LessonTests {
  static let plots = [
    "first-example", "penguins", "penguins-loss", "bowl", "auto-mpg", "anscombe", "cliff",
    "cliff-curves",
  ]

  @Test("plots of measured speeds never change the page by themselves", .on(.naive))
  func measuredPlots() throws {
    let options = try LessonOptions("7")
    #expect(PlotFolder(options).name == "Lessons/07-from-naive-to-simd/plots")
    #expect(
      PlotFolder(options, forMeasurements: true).name
        == "Lessons/07-from-naive-to-simd/plots/mine")
    let elsewhere = try LessonOptions("7", "--plots", "here")
    #expect(PlotFolder(elsewhere, forMeasurements: true).name == "here")
  }

  @Test("the other backend gives the same figures, also in ASCII") func simd() async throws {
    let folder = try TemporaryFolder()
    let run = try await ToolRun(
      "lesson", "1", "--quick", "--backend", "simd", "--seed", "3", "--plots", folder.path,
      environment: ["LC_ALL": "C", "COLUMNS": "60"])
    #expect(run.code == 0)
    for figure in ["2*(1 - 0.96^1000)   2.000000", "50.153        -5872.09   0.762", "0.809"] {
      #expect(run.output.contains(figure), "not printed: \(figure)")
    }
    let printed = run.output.replacing(folder.path, with: "")
    #expect(printed.utf8.allSatisfy { $0 < 127 && $0 != 27 })
    #expect(run.lines.allSatisfy { $0.count <= 80 || $0.contains(folder.path) })
    #expect(run.lines.allSatisfy { $0.last != " " })
    try expectPlots(in: folder, of: run)
  }

  @Test("with the learner's functions, what is not solved is named") func mine() async throws {
    let folder = try TemporaryFolder()
    let run = try await ToolRun("lesson", "1", "--mine", "--quick", "--plots", folder.path)
    #expect(run.code == 0)
    #expect(run.output.contains("With your functions from Lessons/01-linear-regression/"))
    for part in ["(a) One sample", "(b) Penguins", "(c) Auto MPG", "(d) Anscombe", "(e) The cliff"]
    {
      #expect(run.output.contains(part))
    }
    if let solved = run.output.firstMatch(
      of: /Solved: (\d) of 8\. More: swift run -q gradus check 1/)
    {
      #expect(solved.1 < "8")
      #expect(run.output.contains(/\n    (still to do|wrong): \w+/))
    } else {
      #expect(run.output.contains("All exercises are solved."))
      #expect(run.output.contains("50.153        -5872.09   0.762"))
    }
  }

  @Test("lesson 3: the learner's optimizers race beside ours, as far as they are solved")
  func race() async throws {
    let folder = try TemporaryFolder()
    let run = try await ToolRun("lesson", "3", "--mine", "--quick", "--plots", folder.path)
    #expect(run.code == 0)
    #expect(!run.output.contains("(a) Plain descent"), "only what the learner's functions do")
    #expect(run.output.contains("\nLeft out here: (a), (d), (f), (l), because they "))
    for part in [
      "(b) Momentum", "(c) A scale", "(e) Adam's", "(g) Batches", "(h) Schedules", "(i) Clipping",
      "(j) The range test", "(k) Digits",
    ] {
      #expect(run.output.contains(part))
    }
    if run.output.contains("All exercises are solved.") {
      let rows = run.output.matches(of: /(?m)^    (\w+) +0\.\d+ +(\d\.\d+) +(\d\.\d+) +\S+$/)
      #expect(rows.map { String($0.1) } == ["momentum", "nesterov", "rmsProp", "adam", "adamW"])
      #expect(rows.allSatisfy { $0.2 == $0.3 })
    } else {
      #expect(run.output.contains(/\n    (still to do|wrong): \w+/))
    }
  }

  @Test("a folder that cannot be written to is one sentence") func notWritable() async throws {
    let folder = try TemporaryFolder()
    try Data().write(to: folder.url.appending(path: "file"))
    let run = try await ToolRun("lesson", "1", "--plots", "\(folder.path)/file/plots")
    #expect(run.code == 1)
    #expect(
      run.errors.hasSuffix(
        """
        gradus: cannot write \(folder.path)/file/plots/first-example.svg: Not a directory. \
        To write elsewhere: --plots FOLDER

        """))
  }

  /// Each plot is an SVG in the folder, and its path is printed.
  private func expectPlots(in folder: TemporaryFolder, of run: ToolRun) throws {
    for name in LessonTests.plots {
      let svg = try String(contentsOf: folder.url.appending(path: "\(name).svg"), encoding: .utf8)
      #expect(svg.hasSuffix("</svg>\n"))
      #expect(run.output.contains("    plot: \(folder.path)/\(name).svg\n"))
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.count == LessonTests.plots.count)
  }
}

extension LessonOptions {
  /// The options of `gradus lesson` with these words after it.
  fileprivate init(_ words: String...) throws {
    var arguments = Arguments(words)
    try self.init(&arguments)
  }
}
