import Curriculum
import Foundation

/// The first page of the report: who has built what, and when.
struct Certificate {
  /// Who is meant; nil for nobody in particular.
  var name: String?
  /// When an exercise was last solved, where that was noted.
  var lastSolved: Date?
  let chapters: [LessonChapter]

  private var passed: Int { chapters.reduce(0) { $0 + $1.passed } }
  private var count: Int { chapters.reduce(0) { $0 + $1.exercises.count } }
  private var finished: [LessonChapter] { chapters.filter(\.isFinished) }

  /// What was done, as one sentence.
  var sentence: String {
    let exercises = "\(passed) of \(count) exercises"
    let lessons = "\(finished.count) of \(chapters.count) lessons"
    guard let name else { return "\(exercises) solved, \(lessons) finished." }
    return
      "<strong class=\"name\">\(escaped(name))</strong> has solved \(exercises) and finished \(lessons)."
  }

  /// What whoever has finished these lessons can do; empty where none is finished.
  var abilities: String {
    let items = finished.compactMap { chapter in
      outcomes[chapter.number].map {
        "<li><a href=\"#\(chapter.anchor)\">\(chapter.number)</a> \(escaped($0))</li>"
      }
    }
    if items.isEmpty { return "" }
    return """
      <section class="abilities">
      <h2>\(name == nil ? "What you can do now" : "What \(escaped(name ?? "")) can do now")</h2>
      <ul>
      \(items.joined(separator: "\n"))
      </ul>
      </section>

      """
  }

  /// When the last step was taken; empty where that is not known.
  var date: String {
    lastSolved.map { "<p class=\"date\">The last step: \(dayText($0))</p>\n" } ?? ""
  }
}

/// The parts of a framework as a table: which of them the learner has built.
struct OwnFramework {
  let chapters: [LessonChapter]

  var html: String {
    let passed = Set(
      chapters.flatMap { chapter in
        chapter.exercises.filter { $0.verdict == .passed }.map { "\(chapter.number).\($0.name)" }
      })
    let rows = chapters.flatMap { chapter in
      frameworkParts.filter { $0.lesson == chapter.number }.map { part in
        row(part, of: chapter, solved: part.exercises.count { passed.contains($0) })
      }
    }
    return """
      <section class="framework" id="framework">
      <h2>Your own framework</h2>
      <div class="scroll" tabindex="0"><table>
      <thead><tr><th scope="col">Part</th><th scope="col">Lesson</th><th scope="col">Whose</th></tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody>
      </table></div>
      </section>
      """
  }

  private func row(_ part: FrameworkPart, of chapter: LessonChapter, solved: Int) -> String {
    let count = part.exercises.count
    let (state, words) =
      solved == count
      ? ("passed", "✓ yours")
      : solved > 0 ? ("some", "\(solved) of \(count) exercises") : ("todo", "not yet")
    return "<tr class=\"\(state)\"><th scope=\"row\">\(escaped(part.name))</th>"
      + "<td><a href=\"#\(chapter.anchor)\">\(chapter.number)</a></td><td>\(words)</td></tr>"
  }
}

/// A day where the learner is, as 2026-01-31.
func dayText(_ date: Date) -> String {
  date.formatted(Date.ISO8601FormatStyle(timeZone: .current).year().month().day())
}
