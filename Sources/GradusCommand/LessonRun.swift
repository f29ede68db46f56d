import Curriculum
import Foundation
import Gradus
import Plotting

/// Runs a lesson's experiment as the options ask.
func runLesson(_ options: LessonOptions) throws {
  let lesson = options.lesson
  let style = TerminalStyle.standardOutput
  print(style.paint("Lesson \(lesson.number): \(lesson.title)", .bold) + "\n")

  var notPassed: [String: Verdict] = [:]
  if options.usesLearnersAnswers {
    for (exercise, result) in zip(lesson.exercises, lesson.judgeAll())
    where result.verdict != .passed {
      notPassed[exercise.name] = result.verdict
    }
    print("With your functions from \(lesson.folder)/Exercises.swift.")
    print(
      notPassed.isEmpty
        ? "All exercises are solved.\n"
        : "\(notPassed.count) of \(lesson.exercises.count) exercises are not solved yet; "
          + "swift run gradus check \(lesson.number) says more.\n")
  }
  let run = LessonRun(
    style: style, seed: options.seed, isQuick: options.isQuick,
    isMine: options.usesLearnersAnswers, folder: lesson.folder, notPassed: notPassed)
  try withBackend(options.backend) {
    try lesson.run(run, usesLearnersAnswers: options.usesLearnersAnswers)
  }
}

/// What a lesson's experiment needs of its surroundings: where to print and to put its plots.
struct LessonRun: Sendable {
  let style: TerminalStyle
  let seed: UInt64
  /// Whether a shorter run is wanted.
  let isQuick: Bool
  /// Whether the learner's functions run.
  let isMine: Bool
  /// The lesson's folder, from the top of the repository.
  let folder: String
  /// The learner's exercises that are not solved, when theirs are to run.
  let notPassed: [String: Verdict]

  /// Prints the heading of a part and runs it, unless an exercise that it needs is not solved.
  func part(_ heading: String, needs exercises: [String], _ body: () throws -> Void) rethrows {
    print(style.paint(heading, .bold))
    let missing = exercises.compactMap { name in
      notPassed[name].map { verdict in
        if case .todo = verdict { "\(name) (to do)" } else { "\(name) (wrong)" }
      }
    }
    if missing.isEmpty {
      try body()
    } else {
      print(indented("waits for your " + missing.joined(separator: ", "), by: 4, style: style))
    }
    print("")
  }

  /// Writes an SVG into the lesson's plots and says so; the learner's own go into a folder beside.
  func save(_ svg: String, as name: String) throws {
    let place = "\(folder)/plots\(isMine ? "/mine" : "")"
    let target = repository.appending(path: place)
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
    try Data(svg.utf8).write(to: target.appending(path: "\(name).svg"), options: .atomic)
    print("    plot: \(place)/\(name).svg")
  }

  /// The top of the repository that this tool was built from.
  private var repository: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }
}

/// Text that replaces the one shown before, on a terminal; elsewhere only the last is printed.
struct LiveView {
  private let style: TerminalStyle
  private var shownLines = 0
  private var last = ""

  init(style: TerminalStyle) { self.style = style }

  mutating func show(_ text: String) {
    last = text
    guard style.isTerminal else { return }
    print(shownLines > 0 ? "\u{1B}[\(shownLines)F\u{1B}[J\(text)" : text)
    fflush(nil)
    shownLines = text.split(separator: "\n", omittingEmptySubsequences: false).count
  }

  func finish() {
    if !style.isTerminal { print(last) }
  }
}
