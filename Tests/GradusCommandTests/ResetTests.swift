import Foundation
import Testing

@testable import GradusCommand

/// Beginning a lesson again, without losing what was written.
@Suite("gradus: reset")
struct ResetTests {
  let lesson = course[0]
  let clone: TemporaryFolder
  let exercises: URL

  init() throws {
    clone = try TemporaryFolder()
    exercises = clone.url.appending(path: lesson.exerciseFile)
    for folder in ["Lessons/Stubs", lesson.folder] {
      try FileManager.default.createDirectory(
        at: clone.url.appending(path: folder), withIntermediateDirectories: true)
    }
    try write("stubs", to: clone.url.appending(path: "Lessons/Stubs/01-linear-regression.swift"))
    try write("mine", to: exercises)
  }

  @Test("after a yes the stubs are back, and the learner's file is kept", arguments: ["y", "YES"])
  func yes(answer: String) throws {
    var notebook = Notebook()
    notebook.shownHints = ["1.matmul": 2, "2.backward": 1]
    notebook.save(in: clone.url)
    var question = ""
    let code = try reset(lesson, isConfirmed: false, in: clone.url) {
      question = $0
      return answer
    }
    #expect(code == 0)
    #expect(question == "Put the stubs back? [y/N] ")
    #expect(try read(exercises) == "stubs")
    #expect(try keptTexts() == ["mine"])
    #expect(Notebook(in: clone.url).shownHints == ["2.backward": 1])
  }

  @Test("after anything else nothing has changed", arguments: ["", "n", "no", "yy"])
  func no(answer: String) throws {
    #expect(try reset(lesson, isConfirmed: false, in: clone.url) { _ in answer } == 1)
    #expect(try read(exercises) == "mine")
    #expect(try keptTexts().isEmpty)
  }

  @Test("no version that was kept is ever overwritten") func severalTimes() throws {
    for text in ["first", "second", "third"] {
      try write(text, to: exercises)
      #expect(try reset(lesson, isConfirmed: true, in: clone.url) == 0)
    }
    #expect(try keptTexts() == ["first", "second", "third"])
  }

  @Test("where the stubs are in place, nothing is asked or kept") func nothingToDo() throws {
    try write("stubs", to: exercises)
    #expect(
      try reset(lesson, isConfirmed: false, in: clone.url) { _ in
        Issue.record("asked")
        return "y"
      } == 0)
    #expect(try keptTexts().isEmpty)
  }

  @Test("a file that was deleted comes back") func deleted() throws {
    try FileManager.default.removeItem(at: exercises)
    #expect(try reset(lesson, isConfirmed: true, in: clone.url) == 0)
    #expect(try read(exercises) == "stubs")
    #expect(try keptTexts().isEmpty)
  }

  @Test("what cannot be kept is not replaced") func notWritable() throws {
    try write("in the way", to: clone.url.appending(path: "Lessons/Kept"))
    #expect {
      try reset(lesson, isConfirmed: true, in: clone.url)
    } throws: {
      "\($0)".hasPrefix("cannot put the stubs of lesson 1 back: ")
    }
    #expect(try read(exercises) == "mine")
  }

  @Test("the tool asks nobody who is not there") func noTerminal() async throws {
    let environment = ["GRADUS_CLONE": clone.path]
    let refused = try await ToolRun("reset", "1", environment: environment)
    #expect(refused.code == 64)
    #expect(refused.errors.contains("To go on without asking: swift run -q gradus reset 1 --yes"))
    #expect(try read(exercises) == "mine")
    let done = try await ToolRun("reset", "1", "--yes", environment: environment)
    #expect(done.code == 0)
    #expect(done.output.hasPrefix("The stubs are back. Your version: Lessons/Kept/01-linear-"))
    #expect(try read(exercises) == "stubs")
    let missing = try await ToolRun("reset", "2", "--yes", environment: environment)
    #expect(missing.code == 1)
    #expect(
      missing.errors.contains(
        "cannot read the stubs, Lessons/Stubs/02-backpropagation.swift: No such file"))
  }

  private func keptTexts() throws -> [String] {
    let folder = clone.url.appending(path: "Lessons/Kept")
    let files = try? FileManager.default.contentsOfDirectory(
      atPath: folder.path(percentEncoded: false))
    return try (files ?? []).map { try read(folder.appending(path: $0)) }.sorted()
  }

  private func read(_ file: URL) throws -> String { try String(contentsOf: file, encoding: .utf8) }

  private func write(_ text: String, to file: URL) throws { try Data(text.utf8).write(to: file) }
}
