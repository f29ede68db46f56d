import Curriculum
import Foundation
import Plotting

extension Notebook {
  /// The next hint for an exercise, which is noted as shown; all of them when the last one has been
  /// shown before.
  mutating func takeHints(
    for exercise: CourseExercise, of lesson: CourseLesson, in clone: URL
  ) -> Range<Int> {
    takeHints(exercise.hints.count, of: lesson.key(of: exercise), in: clone)
  }

  /// The same for whatever has hints, under a key of its own.
  mutating func takeHints(_ count: Int, of key: String, in clone: URL) -> Range<Int> {
    let seen = min(max(shownHints[key] ?? 0, 0), count)
    shownHints[key] = min(seen + 1, count)
    // Where nothing can be noted, one hint at a time would be the first one forever.
    return seen < count && save(in: clone) ? seen..<seen + 1 : 0..<count
  }
}

/// One hint, or all of them, with a heading.
func text(
  of shown: Range<Int>, among hints: [String], for name: String, _ style: TerminalStyle
) -> String {
  let count = hints.count
  guard shown.count == 1, count > 1 else {
    let list = hints.enumerated().map { place, hint in
      "  \(place + 1). " + indented(hint, by: 5, style: style).dropFirst(5)
    }
    return "All \(count) hints for \(name):\n" + list.joined(separator: "\n")
  }
  return "Hint \(shown.upperBound) of \(count) for \(name):\n"
    + indented(hints[shown.lowerBound], by: 2, style: style)
    + (shown.upperBound < count ? "\nThe next one: the same command again." : "")
}
