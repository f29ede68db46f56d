import Curriculum
import Foundation
import Plotting

extension Notebook {
  /// The next hint for an exercise, which is noted as shown; all of them when the last one has been
  /// shown before.
  mutating func takeHints(
    for exercise: CourseExercise, of lesson: CourseLesson, in clone: URL
  ) -> Range<Int> {
    let count = exercise.hints.count
    let seen = min(max(shownHints[lesson.key(of: exercise)] ?? 0, 0), count)
    shownHints[lesson.key(of: exercise)] = min(seen + 1, count)
    // Where nothing can be noted, one hint at a time would be the first one forever.
    return seen < count && save(in: clone) ? seen..<seen + 1 : 0..<count
  }
}

/// One hint, or all of them, with a heading.
func text(
  of hints: Range<Int>, for exercise: CourseExercise, _ style: TerminalStyle
) -> String {
  let count = exercise.hints.count
  guard hints.count == 1, count > 1 else {
    let list = exercise.hints.enumerated().map { place, hint in
      "  \(place + 1). " + indented(hint, by: 5, style: style).dropFirst(5)
    }
    return "All \(count) hints for \(exercise.name):\n" + list.joined(separator: "\n")
  }
  return "Hint \(hints.upperBound) of \(count) for \(exercise.name):\n"
    + indented(exercise.hints[hints.lowerBound], by: 2, style: style)
    + (hints.upperBound < count ? "\nThe next one: the same command again." : "")
}
