import Curriculum
import Plotting

/// Prints the lessons, how far the learner is in each and in all, and the next step.
func showLadder() throws {
  let verdicts = try judgeEach(of: course).map { $0.map(\.verdict) }
  let ladder = Ladder(lessons: course, verdicts: verdicts, style: .standardOutput)
  show(ladder.text)
}

/// The lessons as rungs, first to last, as text.
struct Ladder {
  let lessons: [CourseLesson]
  /// The verdicts on each lesson's exercises.
  let verdicts: [[Verdict]]
  let style: TerminalStyle

  var text: String {
    let rungs = lessons.indices.map(rung)
    return """

        \(style.paint("G R A D U S", .bold))
      \(style.paint(tagline, .dim))

      \(rungs.joined(separator: "\n"))

      \(progress)\(ownFramework.map { "\n" + $0 } ?? "")

      \(nextStep)
      """
  }

  /// A lesson: its number, its title, a mark for each exercise, and how many are solved.
  private func rung(_ index: Int) -> String {
    let (lesson, verdicts) = (lessons[index], verdicts[index])
    let passed = verdicts.count { $0 == .passed }
    let isHere = index == next?.lesson
    let arrow = isHere ? (style.unicode ? "▸" : ">") : " "
    let number = "\(lesson.number)".rightAligned(to: numberWidth)
    let title = "\(number)  \(lesson.title)".padded(to: titleWidth)
    let blanks = String(repeating: " ", count: markWidth - verdicts.count)
    let marks =
      hasMarks ? " " + verdicts.map { mark(for: $0, style: style) }.joined() + blanks + "  " : ""
    let count = "\(passed)".rightAligned(to: 2) + " of \(verdicts.count)"
    return style.paint(arrow, .yellow) + " "
      + (isHere ? style.paint(title, .bold) : passed == 0 ? style.paint(title, .dim) : title)
      + " " + marks + (passed == verdicts.count ? style.paint(count, .green) : count)
  }

  /// Whether a rung has room for a mark for each exercise.
  private var hasMarks: Bool { 2 + titleWidth + 2 + markWidth + 2 + 8 <= style.width }
  private var numberWidth: Int { lessons.map { "\($0.number)".count }.max() ?? 0 }
  private var titleWidth: Int { numberWidth + 2 + (lessons.map(\.title.count).max() ?? 0) }
  private var markWidth: Int { verdicts.map(\.count).max() ?? 0 }

  /// All exercises as a bar, and in numbers.
  private var progress: String {
    let all = verdicts.flatMap(\.self)
    let passed = all.count { $0 == .passed }
    let todo = all.count { if case .todo = $0 { true } else { false } }
    let wrong = all.count - passed - todo
    // As wide as the rungs are above it.
    let width = min(titleWidth + 2 + markWidth, style.width - 12)
    let full = passed * width / max(all.count, 1)
    let bar =
      style.paint(String(repeating: style.unicode ? "━" : "#", count: full), .green)
      + style.paint(String(repeating: style.unicode ? "─" : ".", count: width - full), .dim)
    let counts = [(passed, "solved"), (wrong, "wrong"), (todo, "to do")]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    return "  \(bar)  \(passed * 100 / max(all.count, 1)) %\n  \(counts)"
  }

  /// The first exercise that is not solved.
  private var next: (lesson: Int, exercise: Int)? {
    for (lesson, verdicts) in verdicts.enumerated() {
      if let exercise = verdicts.firstIndex(where: { $0 != .passed }) { return (lesson, exercise) }
    }
    return nil
  }

  private var tagline: String {
    indented("a deep-learning framework, built step by step", by: 2, style: style)
  }

  private var nextStep: String {
    guard let next else {
      return "All exercises are solved.\n\(endOfCourse)".split(separator: "\n")
        .map { "  \($0)" }.joined(separator: "\n")
    }
    let lesson = lessons[next.lesson]
    let exercise = lesson.exercises[next.exercise]
    let heading = indented(
      "Next step: \(exercise.name), exercise \(next.exercise + 1) of lesson \(lesson.number)",
      by: 2, style: style)
    // With what stands before it: an exercise may be called step.
    let painted = heading.replacing(
      ": \(exercise.name)", with: ": " + style.paint(exercise.name, .bold))
    return """
      \(painted)
      \(indented(exercise.title, by: 2, style: style))

          watch     swift run -q gradus lesson \(lesson.number)
          read      \(lesson.folder)/README.md
          write     \(lesson.exerciseFile)
          judge     swift run -q gradus check \(lesson.number) --watch
          your own  swift run -q gradus lesson \(lesson.number) --mine
      """
  }
}

/// One character for a verdict.
func mark(for verdict: Verdict, style: TerminalStyle) -> String {
  switch verdict {
  case .passed: style.paint(style.unicode ? "✓" : "+", .green)
  case .todo: style.paint(style.unicode ? "·" : ".", .dim)
  default: style.paint(style.unicode ? "✗" : "x", .red)
  }
}
