import Debugging
import Foundation
import Testing

@testable import GradusCommand

/// Programs with a fault: how they are handed out, and that no work is lost.
@Suite("gradus: debug")
struct DebugTests {
  let clone: TemporaryFolder
  let file: URL

  init() throws {
    clone = try TemporaryFolder()
    file = clone.url.appending(path: BugDesk.file)
    for folder in ["Lessons/Debug", "Sources/Curriculum/Debugging"] {
      try FileManager.default.createDirectory(
        at: clone.url.appending(path: folder), withIntermediateDirectories: true)
    }
    let programs = "Sources/Curriculum/Debugging/Broken"
    try copyBytes(
      of: repository.appending(path: programs), to: clone.url.appending(path: programs))
  }

  @Test(
    "a program is handed out with the line that hands it in", arguments: Bugs.all.map(\.bug.name))
  func handedOut(_ name: String) throws {
    let bug = try #require(Bugs.all.first { $0.bug.name == name }).bug
    #expect(try BugDesk(in: clone.url).handOut(bug) == nil)
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.hasPrefix("import Debugging\nimport Gradus\n"))
    #expect(text.contains(" \(name) {\n"))
    let place = try #require(text.firstRange(of: "= Bugs."))
    let handIn = text[place.upperBound...].trimmingCharacters(in: .newlines)
    let list = try String(
      contentsOf: repository.appending(path: "Sources/Curriculum/Debugging/AllBugs.swift"),
      encoding: .utf8)
    #expect(list.contains("    \(handIn),\n"), "the list has no \(handIn)")
    #expect(!text.contains(bug.reason) && bug.hints.allSatisfy { !text.contains($0) })
  }

  @Test("what was written is kept, and what was not is not") func kept() throws {
    let desk = BugDesk(in: clone.url)
    try Data("public let handedIn: Submission? = nil\n".utf8).write(to: file)
    #expect(try desk.handOut(Bugs.all[0].bug) == nil)
    #expect(try desk.handOut(Bugs.all[1].bug) == nil)
    let mine = try String(contentsOf: file, encoding: .utf8) + "// mine\n"
    try Data(mine.utf8).write(to: file)
    let copy = try #require(try desk.handOut(Bugs.all[0].bug))
    #expect(copy.hasPrefix("Lessons/Kept/debug-"))
    #expect(try String(contentsOf: clone.url.appending(path: copy), encoding: .utf8) == mine)
  }

  @Test("what cannot be kept is not replaced") func notWritable() throws {
    let mine = "// Bugs. and mine"
    try Data(mine.utf8).write(to: file)
    try Data().write(to: clone.url.appending(path: "Lessons/Kept"))
    #expect {
      try BugDesk(in: clone.url).handOut(Bugs.all[0].bug)
    } throws: {
      "\($0)".hasPrefix("cannot hand out a program: ")
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == mine)
  }

  @Test("the next bug is drawn by the seed from those that were not found") func next() {
    let names = Bugs.all.map(\.bug.name)
    let drawn = (UInt64(1)...40).map {
      nextBug(of: nil, seed: $0, found: [], atHand: nil)?.bug.name
    }
    #expect(Set(drawn).count > 8)
    #expect(nextBug(of: nil, seed: 1, found: [], atHand: nil)?.bug.name == drawn[0])
    #expect(nextBug(of: nil, seed: 1, found: [], atHand: drawn[0])?.bug.name != drawn[0])
    let allButOne = Set(names.dropLast())
    #expect(nextBug(of: nil, seed: 3, found: allButOne, atHand: nil)?.bug.name == names.last)
    #expect(nextBug(of: nil, seed: 3, found: allButOne, atHand: names.last)?.bug.name == names.last)
    #expect(nextBug(of: nil, seed: 3, found: Set(names), atHand: nil) == nil)
    #expect(nextBug(of: 12, seed: 3, found: [], atHand: nil)?.bug.lesson == 12)
  }

  @Test("the list has each bug, and marks those that were found") func list() async throws {
    var notebook = Notebook()
    notebook.foundBugs = ["ThreeClouds"]
    notebook.save(in: clone.url)
    let run = try await ToolRun("debug", environment: ["GRADUS_CLONE": clone.path])
    #expect(run.code == 0)
    for bug in Bugs.all.map(\.bug) {
      let mark = bug.name == "ThreeClouds" ? "✓" : "·"
      let lesson = (bug.lesson < 10 ? " " : "") + "\(bug.lesson)"
      #expect(
        run.output.contains("  \(mark) lesson \(lesson)  \(bug.name)\n")
          || run.output.contains("<-"))
      #expect(!run.output.contains(bug.reason))
    }
    #expect(run.output.contains("1 of \(Bugs.all.count) found."))
  }

  @Test("handing out shows what is seen, and never why") func symptom() async throws {
    let run = try await ToolRun(
      "debug", "next", "9", environment: ["GRADUS_CLONE": clone.path])
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("NextLetter, lesson 9\n\nThe text is four letters"))
    #expect(run.output.contains("  epoch") && run.output.contains("Lessons/Debug/Bug.swift"))
    let bug = try #require(Bugs.all.first { $0.bug.name == "NextLetter" }).bug
    #expect(!run.output.contains(bug.reason.prefix(30)))
    #expect(try String(contentsOf: file, encoding: .utf8).contains("enum NextLetter"))
  }

  @Test("a notebook of before there were bugs is read") func oldNotebook() throws {
    let old = Notebook.file(in: clone.url)
    try FileManager.default.createDirectory(
      at: old.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(#"{"shownHints": {"1.matmul": 2}, "learned": ["1.matmul"]}"#.utf8).write(to: old)
    let notebook = Notebook(in: clone.url)
    #expect(notebook.shownHints == ["1.matmul": 2] && notebook.foundBugs == nil)
  }
}
