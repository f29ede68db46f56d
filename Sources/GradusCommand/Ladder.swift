import Curriculum
import Plotting

/// Prints the lessons, how far the learner is in each, and the next step.
func showLadder() {
  let style = TerminalStyle.standardOutput
  show(
    style.paint("Gradus", .bold) + ": build a deep-learning framework, step by step\n")
  var next: (lesson: CourseLesson, exercise: String)?
  for lesson in course {
    let verdicts = lesson.judgeAll().map(\.verdict)
    let passed = verdicts.count { $0 == .passed }
    let marks = verdicts.map { mark(for: $0, style: style) }.joined()
    let title = "\(lesson.number)  \(lesson.title)"
    show("  \(title.padded(to: 32))\(marks)  \(passed) of \(verdicts.count)")
    if next == nil, let index = verdicts.firstIndex(where: { $0 != .passed }) {
      next = (lesson, lesson.exercises[index].name)
    }
  }
  show("")
  guard let (lesson, exercise) = next else {
    show("All exercises are solved.")
    return
  }
  show(
    """
    Next step: \(style.paint(exercise, .bold))
      watch      swift run gradus lesson \(lesson.number)
      read       \(lesson.folder)/README.md
      write      \(lesson.folder)/Exercises.swift
      judge      swift run gradus check \(lesson.number)
      your own   swift run gradus lesson \(lesson.number) --mine
    """)
}

/// One character for a verdict.
func mark(for verdict: Verdict, style: TerminalStyle) -> String {
  switch verdict {
  case .passed: style.paint(style.unicode ? "✓" : "+", .green)
  case .todo: style.paint(style.unicode ? "·" : ".", .dim)
  default: style.paint(style.unicode ? "✗" : "x", .red)
  }
}
