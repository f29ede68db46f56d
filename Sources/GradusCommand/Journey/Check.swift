import Curriculum
import Plotting

/// Judges the learner's exercises of a lesson and prints the verdicts.
///
/// Returns the tool's exit code: 1 when an answer is wrong, otherwise 0.
func check(_ options: CheckOptions) throws -> Int32 {
  let lesson = options.lesson
  let style = TerminalStyle.standardOutput
  let report = CheckReport(lesson: lesson, results: try lesson.judgeAll(), style: style)
  var notebook = Notebook(in: repository)
  show(report.text(isNew: { notebook.learned.insert(lesson.key(of: $0)).inserted }))
  switch (options.hint, report.next) {
  case (.of(let exercise), _), (.ofNext, let exercise?):
    let hints = notebook.takeHints(for: exercise, of: lesson, in: repository)
    show("\n" + text(of: hints, among: exercise.hints, for: exercise.name, style))
  case (_, let exercise?):
    show("Next: \(exercise.name)\nA hint: swift run -q gradus check \(lesson.number) --hint")
  case (_, nil):
    show("What your code does: swift run -q gradus lesson \(lesson.number) --mine")
  }
  notebook.save(in: repository)
  return report.wrongCount > 0 ? 1 : 0
}

/// The verdicts on a lesson's exercises, as text.
struct CheckReport {
  let lesson: CourseLesson
  let results: [(verdict: Verdict, output: String)]
  let style: TerminalStyle

  /// The first exercise that is not solved.
  var next: CourseExercise? {
    results.firstIndex { $0.verdict != .passed }.map { lesson.exercises[$0] }
  }

  var wrongCount: Int { results.count - passedCount - todoCount }
  private var passedCount: Int { results.count { $0.verdict == .passed } }
  private var todoCount: Int {
    results.count { if case .todo = $0.verdict { true } else { false } }
  }

  /// A line for each exercise and what there is to say of it, and the numbers.
  ///
  /// - Parameter isNew: Whether an exercise is solved for the first time: then it says what was learned,
  ///   and once more where the whole lesson is solved and can be looked back upon.
  func text(isNew: (CourseExercise) -> Bool) -> String {
    let title = style.paint("Lesson \(lesson.number): \(lesson.title)", .bold)
    var lines = [title, lesson.exerciseFile, ""]
    for (place, (exercise, result)) in zip(lesson.exercises, results).enumerated() {
      lines += row(place + 1, exercise, result.verdict)
      switch result.verdict {
      case .passed:
        let isNew = isNew(exercise)
        if isNew || next == nil { lines.append(indented(exercise.learned, by: 7, style: style)) }
        let place = "\(exercise.landmark.file): \(exercise.landmark.declaration)"
        lines.append(style.paint(indented(place, by: 7, style: style), .dim))
      case .todo(let missing) where missing != exercise.name:
        lines.append(indented("calls \(missing), which is still to do", by: 7, style: style))
      case .todo: break
      default:
        let explanation = result.verdict.explanation(withOutput: result.output)
        lines.append(indented(explanation, by: 7, style: style))
      }
    }
    lines += ["", "\(passedCount) passed, \(wrongCount) wrong, \(todoCount) to do."]
    return lines.joined(separator: "\n")
  }

  /// The mark, number, name and title of an exercise; the title below where the line is too short.
  private func row(_ number: Int, _ exercise: CourseExercise, _ verdict: Verdict) -> [String] {
    let width = lesson.exercises.map(\.name.count).max() ?? 0
    let start = "  \(mark(for: verdict, style: style)) \("\(number)".rightAligned(to: 2)) "
    let name = style.paint(exercise.name, .bold)
    let title = spelled(exercise.title, for: style)
    if 7 + width + 2 + title.count <= style.width {
      let gap = String(repeating: " ", count: width - exercise.name.count + 2)
      return [start + name + gap + title]
    }
    return [start + name, indented(title, by: 7, style: style)]
  }
}
