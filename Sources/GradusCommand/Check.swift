import Curriculum
import Plotting

/// Judges the learner's exercises of a lesson and prints the verdicts.
///
/// Returns the tool's exit code: 1 when an answer is wrong, otherwise 0.
func checkLesson(_ lesson: CourseLesson, showsHints: Bool) -> Int32 {
  let style = TerminalStyle.standardOutput
  let results = lesson.judgeAll()
  show(
    style.paint("Lesson \(lesson.number): \(lesson.title)", .bold)
      + "\n\(lesson.folder)/Exercises.swift\n")

  for (place, (exercise, result)) in zip(lesson.exercises, results).enumerated() {
    let name = "\(place + 1)  \(exercise.name)".padded(to: 22)
    show("  \(mark(for: result.verdict, style: style)) \(name)\(exercise.title)")
    switch result.verdict {
    case .passed: break
    case .todo(let missing) where missing != exercise.name:
      show(indented("calls \(missing), which is still to do", by: 7, style: style))
    case .todo: break
    default:
      let explanation = result.verdict.explanation(withOutput: result.output)
      show(indented(explanation, by: 7, style: style))
    }
  }

  let verdicts = results.map(\.verdict)
  let passed = verdicts.count { $0 == .passed }
  let todo = verdicts.count { if case .todo = $0 { true } else { false } }
  let wrong = verdicts.count - passed - todo
  show("\n\(passed) passed, \(wrong) wrong, \(todo) to do.")
  guard let next = verdicts.firstIndex(where: { $0 != .passed }) else { return 0 }
  let exercise = lesson.exercises[next]
  if showsHints {
    show("\nHints for \(exercise.name):")
    for (place, hint) in exercise.hints.enumerated() {
      show("  \(place + 1). " + indented(hint, by: 5, style: style).dropFirst(5))
    }
  } else {
    show("Next: \(exercise.name)\nHints: swift run gradus check \(lesson.number) --hint")
  }
  return wrong > 0 ? 1 : 0
}
