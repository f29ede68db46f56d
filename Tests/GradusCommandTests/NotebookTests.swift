import Curriculum
import Foundation
import Testing

@testable import GradusCommand

/// Hints one at a time, across runs of the tool.
@Suite("gradus: hints")
struct NotebookTests {
  let lesson = course[0]

  @Test("each call shows the next hint, then all of them") func oneAtATime() async throws {
    let clone = try TemporaryFolder()
    let hints = lesson.exercises[0].hints
    for (place, hint) in hints.enumerated() {
      let output = try await hintOfMatmul(in: clone)
      #expect(output.hasPrefix("Hint \(place + 1) of \(hints.count) for matmul:\n"))
      for (other, text) in hints.enumerated() {
        #expect(output.contains(beginning(of: text)) == (other == place), "\(hint)")
      }
      let isLast = place == hints.count - 1
      #expect(output.hasSuffix("The next one: the same command again.\n") == !isLast)
    }
    let all = try await hintOfMatmul(in: clone)
    #expect(all.hasPrefix("All \(hints.count) hints for matmul:\n"))
    for hint in hints { #expect(all.contains(beginning(of: hint))) }
  }

  @Test("a damaged notebook is an empty one", arguments: ["", "{", "[]", #"{"shownHints": 3}"#])
  func damaged(text: String) async throws {
    let clone = try TemporaryFolder()
    _ = try await hintOfMatmul(in: clone)
    try Data(text.utf8).write(to: Notebook.file(in: clone.url))
    #expect(try await hintOfMatmul(in: clone).hasPrefix("Hint 1 of"))
    #expect(try await hintOfMatmul(in: clone).hasPrefix("Hint 2 of"))
  }

  @Test("numbers that make no sense do no harm", arguments: [-5, 3, 1_000_000])
  func number(_ number: Int) throws {
    let clone = try TemporaryFolder()
    var notebook = Notebook()
    notebook.shownHints["1.matmul"] = number
    let hints = notebook.takeHints(for: lesson.exercises[0], of: lesson, in: clone.url)
    #expect(hints == (number < 0 ? 0..<1 : 0..<3))
  }

  @Test("where nothing can be noted, all hints come at once") func notWritable() async throws {
    let clone = try TemporaryFolder()
    try Data().write(to: clone.url.appending(path: ".gradus"))
    #expect(try await hintOfMatmul(in: clone).hasPrefix("All 3 hints for matmul:\n"))
  }

  @Test("a notebook of an older version is read, and what was learned had passed")
  func older() throws {
    let clone = try TemporaryFolder()
    let file = Notebook.file(in: clone.url)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(#"{"learned": ["1.predict"], "shownHints": {"1.matmul": 2}}"#.utf8).write(to: file)
    var notebook = Notebook(in: clone.url)
    #expect(notebook.shownHints == ["1.matmul": 2])
    #expect(
      notebook.lastStates(of: lesson).map(\.rawValue).prefix(3) == ["todo", "passed", "todo"])
    // Nobody knows when that was, so that the lesson as a whole has no time either.
    let verdicts = lesson.exercises.map { _ in Verdict.passed }
    notebook.noteTimes(verdicts, of: lesson)
    #expect(notebook.solvedAt?["1.predict"] == nil && notebook.solvedAt?["1.matmul"] != nil)
    #expect(notebook.timesOfSolving(lesson) == nil)
  }

  @Test("the first time at which an exercise passes is kept, and how all stood") func times() throws
  {
    let clone = try TemporaryFolder()
    var notebook = Notebook()
    let (monday, tuesday) = (
      Date(timeIntervalSince1970: 1_700_000_000), Date(timeIntervalSince1970: 1_700_100_000)
    )
    var verdicts = lesson.exercises.map { Verdict.todo(exercise: $0.name) }
    verdicts[0] = .passed
    verdicts[1] = .ranTooLong
    notebook.noteTimes(verdicts, of: lesson, now: monday)
    notebook.note(verdicts, of: lesson)
    #expect(notebook.timesOfSolving(lesson) == nil)
    notebook.noteTimes(verdicts.map { _ in .passed }, of: lesson, now: tuesday)
    #expect(notebook.solvedAt?["1.matmul"] == monday)
    #expect(notebook.timesOfSolving(lesson) == monday...tuesday)
    #expect(notebook.lastStates(of: lesson).prefix(3) == [.passed, .wrong, .todo])
    #expect(notebook.save(in: clone.url))
    #expect(Notebook(in: clone.url) == notebook)
    notebook.forget(lesson)
    #expect(notebook.solvedAt == [:] && notebook.lastStates == [:])
  }

  @Test("what is saved is read again, and a lesson can be forgotten") func saved() throws {
    let clone = try TemporaryFolder()
    var notebook = Notebook()
    notebook.shownHints = ["1.matmul": 2, "2.backward": 1]
    notebook.learned = ["1.predict", "3.adam"]
    #expect(notebook.save(in: clone.url))
    #expect(Notebook(in: clone.url) == notebook)
    notebook.forget(lesson)
    #expect(notebook.shownHints == ["2.backward": 1])
    #expect(notebook.learned == ["3.adam"])
  }

  /// What the tool prints below the verdicts.
  private func hintOfMatmul(in clone: TemporaryFolder) async throws -> String {
    let run = try await ToolRun(
      "check", "1", "--hint", "matmul", environment: ["GRADUS_CLONE": clone.path])
    return run.output.components(separatedBy: " to do.\n\n").last ?? ""
  }

  /// As much of a hint as stands on one line.
  private func beginning(of hint: String) -> String { String(hint.prefix(40)) }
}
