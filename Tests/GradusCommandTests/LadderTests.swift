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

  @Test("40 columns have room for titles and numbers, 60 for the marks, too", arguments: styles)
  func narrow(style: TerminalStyle) {
    let narrow = TerminalStyle(
      color: style.color, unicode: style.unicode, isTerminal: style.isTerminal, width: 40)
    let text = Ladder(lessons: course, verdicts: LadderTests.verdicts(solved: 9), style: narrow)
      .text
    let lines = text.split(separator: "\n").map(withoutColors)
    let rungs = lines.filter { $0.contains(/\d+ of \d+$/) }
    #expect(rungs.count == course.count)
    #expect(rungs.allSatisfy { $0.count <= 40 }, "\(rungs)")
    #expect(lines.contains { $0.hasSuffix(" %") && $0.count <= 40 })
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

  @Test("what was learned is said when it is new, and no more", arguments: styles)
  func learned(style: TerminalStyle) {
    let lesson = course[0]
    let passed = lesson.exercises.map { _ in (verdict: Verdict.passed, output: "") }
    var some = passed
    some[4] = (.todo(exercise: "step"), "")
    some[5] = (.todo(exercise: "step"), "")
    some[6] = (.wrong("standardize: expected 1, found 2.", why: "Forgot σ."), "x is 3\n")
    let report = CheckReport(
      lesson: lesson, results: some, before: some.map { ExerciseState($0.verdict) }, style: style)
    let text = report.text { $0.name == "predict" }
    for exercise in lesson.exercises {
      let isNew = exercise.name == "predict"
      #expect(
        text.contains("\(exercise.landmark.file): \(exercise.landmark.declaration)") == isNew)
      #expect(contains(text, exercise.learned, style) == isNew)
    }
    #expect(text.contains("calls step, which is still to do"))
    #expect(text.contains("It printed:") && text.contains("x is 3"))
    #expect(text.hasSuffix("\n5 passed, 1 wrong, 2 to do."))
    #expect(report.next?.name == "step")
    let lines = text.split(separator: "\n").map(withoutColors)
    #expect(lines.allSatisfy { $0.count <= 60 }, "\(lines.filter { $0.count > 60 })")
  }

  @Test("what has changed stands first, and the first wrong answer last", arguments: styles)
  func order(style: TerminalStyle) {
    let lesson = course[0]
    var before = lesson.exercises.map { _ in ExerciseState.todo }
    before[0] = .passed
    before[2] = .passed
    before[5] = .passed
    var results = lesson.exercises.map { (verdict: Verdict.todo(exercise: $0.name), output: "") }
    results[0].verdict = .passed
    results[2].verdict = .wrong("expected 1, found 2.", why: nil)
    results[4].verdict = .passed
    results[7].verdict = .wrong("expected 3, found 4.", why: nil)
    let text = CheckReport(lesson: lesson, results: results, before: before, style: style)
      .text { _ in false }
    let lines = text.split(separator: "\n").map(withoutColors)
    let places = lines.compactMap { $0.firstMatch(of: /^  \S  (\d)\s/).flatMap { Int($0.1) } }
    #expect(places == [5, 6, 1, 2, 4, 7, 8, 3])
    #expect(lines[2] == "Since the last time:" && lines[3].contains("step"))
    // Only the third exercise was solved before.
    #expect(lines.filter { $0.contains("It passed the last time.") }.count == 1)
    #expect(lines.suffix(3).first == "       It passed the last time.")
    #expect(lines.last == "2 passed, 2 wrong, 4 to do.")

    let same = CheckReport(
      lesson: lesson, results: results, before: results.map { ExerciseState($0.verdict) },
      style: style)
    #expect(!same.text { _ in false }.contains("last time"))
  }

  @Test("a finished lesson says what one can do now, and where it goes on", arguments: styles)
  func finish(style: TerminalStyle) {
    #expect(outcomes.keys.sorted() == course.map(\.number), "each lesson has its sentence")
    for (lesson, next) in zip(course, course.dropFirst().map(Optional.init) + [nil]) {
      let text = textOfFinish(of: lesson, style)
      #expect(text.contains("Lesson \(lesson.number) is finished."))
      #expect(contains(text, "You can now \(outcomes[lesson.number] ?? "")", style))
      #expect(text.contains("swift run -q gradus lesson \(lesson.number) --mine\n"))
      #expect(
        text.contains(next.map { "\($0.folder)/README.md" } ?? "gradus train digits --mine"))
      let lines = text.split(separator: "\n").map(withoutColors)
      #expect(lines.allSatisfy { $0.count <= 60 }, "\(lines.filter { $0.count > 60 })")
    }
  }

  @Test("every row of every lesson fits 60 columns", arguments: styles)
  func rows(style: TerminalStyle) {
    for (lesson, verdicts) in zip(course, LadderTests.verdicts(solved: LadderTests.count)) {
      let results = verdicts.map { (verdict: $0, output: "") }
      let before = verdicts.map { _ in ExerciseState.todo }
      let text = CheckReport(lesson: lesson, results: results, before: before, style: style)
        .text { _ in true }
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
