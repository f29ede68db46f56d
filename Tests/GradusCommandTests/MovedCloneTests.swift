import Foundation
import Testing

@testable import GradusCommand

/// A clone that is no longer where it was when the tool was built, or has a name that needs quoting.
@Suite("gradus: a moved clone")
struct MovedCloneTests {
  private let folder: TemporaryFolder
  private let clone: URL
  private let tool: URL

  init() throws {
    folder = try TemporaryFolder()
    clone = folder.url.appending(path: "Übungen & more/gradus")
    tool = clone.appending(path: ".build/triple/debug/gradus")
    let manager = FileManager.default
    for place in [tool.deletingLastPathComponent(), clone.appending(path: "Lessons")] {
      try manager.createDirectory(at: place, withIntermediateDirectories: true)
    }
    try Data().write(to: clone.appending(path: "Package.swift"))
    try manager.createSymbolicLink(
      at: clone.appending(path: "Datasets"),
      withDestinationURL: repository.appending(path: "Datasets"))
  }

  /// Runs the tool of the moved clone from elsewhere.
  private func run(_ words: String...) async throws -> ToolRun {
    // A second name costs nothing; on another disk, it has to be a copy. Not one that this process writes:
    // a program that is open for writing, be it in a child that is just being started, does not run.
    let script = """
      test -e "$TOOL" || ln "$0" "$TOOL" 2> /dev/null || cp "$0" "$TOOL"
      cd / && exec "$TOOL" "$@"
      """
    return try await ToolRun(
      words,
      environment: ToolRun.here.merging(["TOOL": tool.path(percentEncoded: false)]) { $1 },
      script: script)
  }

  @Test("check keeps its notes where the tool lies now") func check() async throws {
    let run = try await run("check", "1", "--hint")
    #expect(run.errors.isEmpty)
    #expect(Notebook(in: clone).shownHints.count == 1)
  }

  @Test("a lesson draws and reads where the tool lies now") func lesson() async throws {
    let run = try await run("lesson", "1", "--quick")
    #expect(run.code == 0, "\(run.errors)")
    let plots = clone.appending(path: "\(course[0].folder)/plots/mine")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: plots.path(percentEncoded: false))
    #expect(names.contains("penguins.svg"))
    let datasets = try await self.run("datasets")
    let place = clone.appending(path: "Datasets").path(percentEncoded: false)
    #expect(datasets.output.hasPrefix(place), "\(datasets.output.prefix(200))")
  }

  @Test("where there is no clone, this is said, and nothing is made")
  func nowhere() async throws {
    let gone = "\(folder.path)/gone"
    for words in [
      ["check", "1"], ["check", "1", "--watch"], ["lesson", "1", "--quick"], ["reset", "1"],
      ["report"], ["verify-docs"],
    ] {
      let run = try await ToolRun(words, environment: ["GRADUS_CLONE": gone])
      #expect(run.code == 1 && run.output.isEmpty)
      #expect(
        run.errors.hasPrefix("gradus: there is no clone of Gradus at \(gone)/."), "\(run.errors)")
      #expect(!FileManager.default.fileExists(atPath: gone))
    }
  }

  @Test("the tool's own clone comes before the one that it was built from, a named one before all")
  func order() {
    let lies = tool.path(percentEncoded: false)
    #expect(
      cloneOfTool(environment: [:], tool: lies).standardizedFileURL.path
        == clone.resolvingSymlinksInPath().path)
    let named = cloneOfTool(environment: ["GRADUS_CLONE": folder.path], tool: lies)
    #expect(named.path(percentEncoded: false) == folder.path + "/")
    #expect(
      cloneOfTool(environment: ["GRADUS_CLONE": ""], tool: "/gradus").standardizedFileURL.path
        == repository.standardizedFileURL.path)
  }
}
