import Plotting

/// Prints the next hint for an exercise, and notes that it was shown; all of them when the last one
/// has been shown before.
func showNextHint(
  for exercise: CourseExercise, of lesson: CourseLesson, _ notebook: inout Notebook,
  _ style: TerminalStyle
) {
  let hints = exercise.hints
  let seen = min(max(notebook.shownHints[lesson.key(of: exercise)] ?? 0, 0), hints.count)
  notebook.shownHints[lesson.key(of: exercise)] = min(seen + 1, hints.count)
  // Where nothing can be noted, one hint at a time would be the first one for ever.
  guard seen < hints.count, notebook.save(in: repository) else {
    show("\nAll \(hints.count) hints for \(exercise.name):")
    for (place, hint) in hints.enumerated() {
      show("  \(place + 1). " + indented(hint, by: 5, style: style).dropFirst(5))
    }
    return
  }
  show("\nHint \(seen + 1) of \(hints.count) for \(exercise.name):")
  show(indented(hints[seen], by: 2, style: style))
  if seen + 1 < hints.count { show("The next one: the same command again.") }
}
