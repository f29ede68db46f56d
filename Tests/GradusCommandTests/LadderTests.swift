import Curriculum
import Foundation
import Plotting
import Testing

@testable import GradusCommand

/// The ladder and the verdicts as text, for learners at any point and terminals of any kind.
@Suite("gradus: ladder and verdicts as text")
struct LadderTests {
  static let styles = [
    TerminalStyle(color: false, unicode: true, isTerminal: false, width: 60),
    TerminalStyle(color: false, unicode: false, isTerminal: false, width: 60),
    TerminalStyle(color: true, unicode: true, isTerminal: true, width: 60),
  ]

  /// So many exercises solved, from the first on, and the next one wrong.
  static func verdicts(solved: Int, thenWrong: Bool = false) -> [[Verdict]] {
    var place = 0
    return course.map { lesson in
      lesson.exercises.map { exercise in
        place += 1
        if place <= solved { return .passed }
        return thenWrong && place == solved + 1
          ? .wrong("f(1): expected 2, found 3.") : .todo(exercise: exercise.name)
      }
    }
  }

  static let count = course.reduce(0) { $0 + $1.exercises.count }

  @Test("the ladder fits 60 columns and tells everything without colors", arguments: styles)
  func ladder(style: TerminalStyle) {
    for solved in [0, 1, 9, LadderTests.count - 1, LadderTests.count] {
      let wrong = solved < LadderTests.count
      let verdicts = LadderTests.verdicts(solved: solved, thenWrong: wrong)
      let text = spelled(
        Ladder(lessons: course, verdicts: verdicts, style: style).text, for: style)
      let lines = text.split(separator: "\n").map(withoutColors)
      #expect(lines.allSatisfy { $0.count <= 60 }, "\(lines.filter { $0.count > 60 })")
      if !style.unicode { #expect(text.utf8.allSatisfy { $0 < 127 && $0 != 27 }) }
      #expect(style.color == text.contains("\u{1B}"))
      let marks = lines.compactMap { $0.firstMatch(of: /([✓✗·+x.]+) +\d+ of \d+$/)?.1 }
      #expect(marks.joined().count { $0 == (style.unicode ? "✓" : "+") } == solved)
      #expect(marks.joined().count == LadderTests.count)
      #expect(lines.contains { $0.hasSuffix("  \(solved * 100 / LadderTests.count) %") })
      let parts =
        [(solved, "solved"), (wrong ? 1 : 0, "wrong")]
        + [(LadderTests.count - solved - (wrong ? 1 : 0), "to do")]
      let summary = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
      #expect(lines.contains("  \(summary)"))
    }
  }

  @Test("the next step is the first exercise that is not solved") func nextStep() {
    let style = LadderTests.styles[0]
    func text(_ verdicts: [[Verdict]]) -> String {
      Ladder(lessons: course, verdicts: verdicts, style: style).text
    }
    #expect(text(LadderTests.verdicts(solved: 0)).contains("matmul, exercise 1 of lesson 1\n"))
    let second = text(LadderTests.verdicts(solved: 9, thenWrong: true))
    #expect(second.contains("Next step: backward, exercise 2 of lesson 2\n"))
    #expect(second.contains("▸  2  Backpropagation"))
    #expect(second.contains("judge     swift run -q gradus check 2 --watch"))
    let end = text(LadderTests.verdicts(solved: LadderTests.count))
    #expect(end.contains("All exercises are solved.") && !end.contains("▸"))
  }

  @Test("what was learned is said when it is new, and once more at the end", arguments: styles)
  func learned(style: TerminalStyle) {
    let lesson = course[0]
    let passed = lesson.exercises.map { _ in (verdict: Verdict.passed, output: "") }
    var some = passed
    some[4] = (.todo(exercise: "step"), "")
    some[5] = (.todo(exercise: "step"), "")
    some[6] = (.wrong("standardize: expected 1, found 2.", why: "Forgot σ."), "x is 3\n")
    let report = CheckReport(lesson: lesson, results: some, style: style)
    let text = report.text { $0.name == "predict" }
    for (place, exercise) in lesson.exercises.enumerated() {
      let isPassed = some[place].verdict == .passed
      #expect(text.contains(exercise.landmark.file) == isPassed)
      #expect(contains(text, exercise.learned, style) == (exercise.name == "predict"))
    }
    #expect(text.contains("calls step, which is still to do"))
    #expect(text.contains("It printed:") && text.contains("x is 3"))
    #expect(text.hasSuffix("\n5 passed, 1 wrong, 2 to do."))
    #expect(report.next?.name == "step")
    let lines = text.split(separator: "\n").map(withoutColors)
    #expect(lines.allSatisfy { $0.count <= 60 }, "\(lines.filter { $0.count > 60 })")

    let end = CheckReport(lesson: lesson, results: passed, style: style).text { _ in false }
    for exercise in lesson.exercises { #expect(contains(end, exercise.learned, style)) }
  }

  @Test("every row of every lesson fits 60 columns", arguments: styles)
  func rows(style: TerminalStyle) {
    for (lesson, verdicts) in zip(course, LadderTests.verdicts(solved: LadderTests.count)) {
      let results = verdicts.map { (verdict: $0, output: "") }
      let text = CheckReport(lesson: lesson, results: results, style: style).text { _ in true }
      // A path has no blank at which a line could be broken.
      for line in text.split(separator: "\n").map(withoutColors) where !line.contains("/") {
        #expect(line.count <= 60, "\(line)")
      }
    }
  }

  private func contains(_ text: String, _ sentence: String, _ style: TerminalStyle) -> Bool {
    let words = { (text: String) in
      text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    return words(text).contains(words(spelled(sentence, for: style)))
  }

  private func withoutColors(_ line: Substring) -> String {
    String(line).replacing(/\u{1B}\[[0-9;]*m/, with: "")
  }
}
