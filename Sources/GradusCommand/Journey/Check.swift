import Curriculum
import Plotting

/// Judges the learner's exercises of a lesson and prints the verdicts.
///
/// Returns the tool's exit code: 1 when an answer is wrong, otherwise 0.
func check(_ options: CheckOptions) throws -> Int32 {
  let lesson = options.lesson
  let style = TerminalStyle.standardOutput
  let results = try lesson.judgeAll()
  var notebook = Notebook(in: repository)
  let report = CheckReport(
    lesson: lesson, results: results, before: notebook.lastStates(of: lesson), style: style)
  notebook.noteTimes(results.map(\.verdict), of: lesson)
  notebook.note(results.map(\.verdict), of: lesson)
  show(report.text(isNew: { notebook.learned.insert(lesson.key(of: $0)).inserted }))
  switch (options.hint, report.next) {
  case (.of(let exercise), _), (.ofNext, let exercise?):
    let hints = notebook.takeHints(for: exercise, of: lesson, in: repository)
    show("\n" + text(of: hints, among: exercise.hints, for: exercise.name, style))
  case (_, let exercise?):
    show("Next: \(exercise.name)\nA hint: swift run -q gradus check \(lesson.number) --hint")
  case (_, nil):
    show("\n" + textOfFinish(of: lesson, style))
  }
  notebook.save(in: repository)
  return report.wrongCount > 0 ? 1 : 0
}

/// The verdicts on a lesson's exercises, as text.
struct CheckReport {
  let lesson: CourseLesson
  let results: [(verdict: Verdict, output: String)]
  /// How each exercise stood the last time.
  let before: [ExerciseState]
  let style: TerminalStyle

  /// The first exercise that is not solved.
  var next: CourseExercise? {
    results.firstIndex { $0.verdict != .passed }.map { lesson.exercises[$0] }
  }

  var wrongCount: Int { count(.wrong) }
  private var states: [ExerciseState] { results.map { ExerciseState($0.verdict) } }
  private func count(_ state: ExerciseState) -> Int { states.count { $0 == state } }

  /// What has changed since the last time, what has not, and what is wrong, the first of these last: so it
  /// stands where the learner looks. Then the numbers.
  ///
  /// - Parameter isNew: Whether an exercise is solved for the first time: then it says what was learned, and
  ///   where the framework does the same.
  func text(isNew: (CourseExercise) -> Bool) -> String {
    let title = style.paint("Lesson \(lesson.number): \(lesson.title)", .bold)
    let wrong = states.indices.filter { states[$0] == .wrong }
    let others = states.indices.filter { states[$0] != .wrong }
    let changed = others.filter { states[$0] != before[$0] }
    let unchanged = others.filter { states[$0] == before[$0] }
    var groups: [[String]] = []
    if !changed.isEmpty {
      let heading = style.paint("Since the last time:", .dim)
      groups.append([heading] + changed.flatMap { entry($0, isNew) })
    }
    for group in [unchanged, wrong.reversed()] where !group.isEmpty {
      groups.append(group.flatMap { entry($0, isNew) })
    }
    let numbers = "\(count(.passed)) passed, \(count(.wrong)) wrong, \(count(.todo)) to do."
    return ([[title, lesson.exerciseFile]] + groups + [[numbers]])
      .map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  /// The line of an exercise, and what there is to say of it.
  private func entry(_ place: Int, _ isNew: (CourseExercise) -> Bool) -> [String] {
    let (exercise, result) = (lesson.exercises[place], results[place])
    var lines = row(place + 1, exercise, result.verdict)
    switch result.verdict {
    case .passed where isNew(exercise):
      lines.append(indented(exercise.learned, by: 7, style: style))
      let landmark = "\(exercise.landmark.file): \(exercise.landmark.declaration)"
      lines.append(style.paint(indented(landmark, by: 7, style: style), .dim))
    case .todo(let missing) where missing != exercise.name:
      lines.append(indented("calls \(missing), which is still to do", by: 7, style: style))
    case .passed, .todo: break
    default:
      if before[place] == .passed {
        lines.append(indented("It passed the last time.", by: 7, style: style))
      }
      let explanation = result.verdict.explanation(withOutput: result.output)
      lines.append(indented(explanation, by: 7, style: style))
    }
    return lines
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
