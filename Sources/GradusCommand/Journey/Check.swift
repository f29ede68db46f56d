import Curriculum
import Plotting

/// Judges the learner's exercises of a lesson and prints the verdicts.
///
/// Returns the tool's exit code: 1 when an answer is wrong, otherwise 0.
func check(_ options: CheckOptions) -> Int32 {
  let lesson = options.lesson
  let style = TerminalStyle.standardOutput
  let results = lesson.judgeAll()
  var notebook = Notebook(in: repository)
  show(
    style.paint("Lesson \(lesson.number): \(lesson.title)", .bold)
      + "\n\(lesson.exerciseFile)\n")

  let verdicts = results.map(\.verdict)
  let isSolved = verdicts.allSatisfy { $0 == .passed }
  for (place, (exercise, result)) in zip(lesson.exercises, results).enumerated() {
    showRow(place + 1, exercise, result.verdict, style)
    switch result.verdict {
    case .passed:
      // At its first passing, and once more where the whole lesson can be looked back upon.
      let isNew = notebook.learnt.insert(lesson.key(of: exercise)).inserted
      showLandmark(of: exercise, withLesson: isNew || isSolved, style)
    case .todo(let missing) where missing != exercise.name:
      show(indented("calls \(missing), which is still to do", by: 7, style: style))
    case .todo: break
    default:
      let explanation = result.verdict.explanation(withOutput: result.output)
      show(indented(explanation, by: 7, style: style))
    }
  }

  let passed = verdicts.count { $0 == .passed }
  let todo = verdicts.count { if case .todo = $0 { true } else { false } }
  let wrong = verdicts.count - passed - todo
  show("\n\(passed) passed, \(wrong) wrong, \(todo) to do.")
  let next = verdicts.firstIndex { $0 != .passed }.map { lesson.exercises[$0] }
  switch (options.hint, next) {
  case (.of(let exercise), _), (.ofNext, let exercise?):
    showNextHint(for: exercise, of: lesson, &notebook, style)
  case (_, let exercise?):
    show("Next: \(exercise.name)\nA hint: swift run gradus check \(lesson.number) --hint")
  case (_, nil):
    show("The whole lesson, run by your code: swift run gradus lesson \(lesson.number) --mine")
  }
  notebook.save(in: repository)
  return wrong > 0 ? 1 : 0
}

/// The mark, number, name and title of an exercise; the title below where the line is too short.
private func showRow(
  _ number: Int, _ exercise: CourseExercise, _ verdict: Verdict, _ style: TerminalStyle
) {
  let name = "\(number)  \(exercise.name)".padded(to: 22)
  let title = spelled(exercise.title, for: style)
  let fits = 4 + name.count + title.count <= style.width
  let row = "  \(mark(for: verdict, style: style)) " + (fits ? "\(name)\(title)" : name)
  show(row.trimmingTrailingBlanks)
  if !fits { show(indented(title, by: 7, style: style)) }
}

/// Where the framework does what a solved exercise does, and what is learnt by it.
private func showLandmark(
  of exercise: CourseExercise, withLesson: Bool, _ style: TerminalStyle
) {
  if withLesson { show(indented(exercise.learnt, by: 7, style: style)) }
  let place = "\(exercise.landmark.file): \(exercise.landmark.declaration)"
  show(style.paint(indented(place, by: 7, style: style), .dim))
}
