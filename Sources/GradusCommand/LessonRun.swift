import Curriculum
import Foundation
import Gradus
import Plotting

/// Runs a lesson's experiment as the options ask.
func runLesson(_ options: LessonOptions) throws {
  let lesson = options.lesson
  let style = TerminalStyle.standardOutput
  show(style.paint("Lesson \(lesson.number): \(lesson.title)", .bold) + "\n")

  var notPassed: [String: Verdict] = [:]
  if options.usesLearnersAnswers {
    for (exercise, result) in zip(lesson.exercises, try lesson.judgeAll())
    where result.verdict != .passed {
      notPassed[exercise.name] = result.verdict
    }
    show("With your functions from \(lesson.folder)/Exercises.swift.")
    show(
      notPassed.isEmpty
        ? "All exercises are solved.\n"
        : "Solved: \(lesson.exercises.count - notPassed.count) of \(lesson.exercises.count). "
          + "More: swift run gradus check \(lesson.number)\n")
  }
  let run = LessonRun(
    style: style, seed: options.seed, isQuick: options.isQuick,
    isMine: options.usesLearnersAnswers, plots: PlotFolder(options),
    plotsOfMeasurements: PlotFolder(options, forMeasurements: true),
    checkpoint: options.checkpoint, notPassed: notPassed)
  try lesson.run(run, usesLearnersAnswers: options.usesLearnersAnswers)
}

/// What a lesson's experiment needs of its surroundings: where to print and to put its plots.
struct LessonRun: Sendable {
  let style: TerminalStyle
  let seed: UInt64
  /// Whether a shorter run is wanted.
  let isQuick: Bool
  /// Whether the learner's functions run.
  let isMine: Bool
  let plots: PlotFolder
  /// For plots that differ from run to run.
  let plotsOfMeasurements: PlotFolder
  /// Where a long training keeps its state, if anywhere.
  let checkpoint: CheckpointOptions
  /// The learner's exercises that are not solved, when theirs are to run.
  let notPassed: [String: Verdict]

  /// Prints the heading of a part and runs it, unless an exercise that it needs is not solved.
  func part(_ heading: String, needs exercises: [String], _ body: () throws -> Void) rethrows {
    show(style.paint(heading, .bold))
    let missing = exercises.filter { notPassed[$0] != nil }
    let todo = missing.filter { if case .todo = notPassed[$0] { true } else { false } }
    let wrong = missing.filter { !todo.contains($0) }
    for (state, names) in [("wrong", wrong), ("still to do", todo)] where !names.isEmpty {
      let list = names.joined(separator: ", ")
      show(indented("\(state): \(list)", by: 4, style: style))
    }
    if missing.isEmpty { try body() }
    show("")
  }

  /// Prints rows of texts as columns.
  func showTable(_ rows: [[String]]) { show(table(rows, style: style)) }

  /// Writes an SVG beside the lesson's other plots, and says so.
  func save(_ svg: String, as name: String) throws { try save(svg, asFile: "\(name).svg") }

  /// Writes an SVG of measured speeds, which no two runs draw alike, and says so.
  func saveMeasured(_ svg: String, as name: String) throws {
    show("    measured plot: \(try plotsOfMeasurements.save(svg, as: "\(name).svg"))")
  }

  /// Writes a file beside the lesson's plots, and says so.
  func save(_ text: String, asFile name: String) throws {
    show("    plot: \(try plots.save(text, as: name))")
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
