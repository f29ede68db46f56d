import Curriculum
import Foundation
import Plotting
import Synchronization

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
          + "More: swift run -q gradus check \(lesson.number)\n")
  }
  var run = LessonRun(
    style: style, seed: options.seed, isQuick: options.isQuick,
    isMine: options.usesLearnersAnswers, plots: PlotFolder(options),
    plotsOfMeasurements: PlotFolder(options, forMeasurements: true),
    studies: StudyFolder(
      repository.appending(path: "Lessons/Studies"),
      lesson: lesson.folder.replacing("Lessons/", with: "")),
    checkpointPlan: { options.checkpoint.plan() }, notPassed: notPassed)
  if let parts = options.parts {
    let letters = try lesson.partLetters(run, usesLearnersAnswers: options.usesLearnersAnswers)
    if let wrong = parts.subtracting(letters).sorted().first {
      throw UsageError(
        "lesson \(lesson.number) has no part \"\(wrong)\" to run; its parts: "
          + letters.map(String.init).joined(separator: ", "))
    }
    run.chosenParts = parts
  }
  switch options.study {
  case nil: try lesson.run(run, usesLearnersAnswers: options.usesLearnersAnswers)
  case .all?: try computeStudies(of: lesson, run)
  case .row(let name)?: try compareRow(name, ofStudiesOf: lesson, run)
  }
}

extension CourseLesson {
  /// The letters of the parts that such a run has, in order.
  func partLetters(_ run: LessonRun, usesLearnersAnswers: Bool) throws -> [Character] {
    let headings = Headings()
    var run = run
    run.listing = { if case .part(let heading) = $0 { headings.add(heading) } }
    try self.run(run, usesLearnersAnswers: usesLearnersAnswers)
    return Set(headings.all.compactMap(LessonRun.letter)).sorted()
  }
}

/// Headings in the order in which they come, from whichever thread.
private final class Headings: Sendable {
  private let headings = Mutex<[String]>([])

  func add(_ heading: String) { headings.withLock { $0.append(heading) } }
  var all: [String] { headings.withLock { $0 } }
}

extension PlotFolder {
  /// The folder that the options ask for.
  init(_ options: LessonOptions, forMeasurements: Bool = false) {
    if let folder = options.plots {
      self.init(name: folder, url: URL(filePath: folder, directoryHint: .isDirectory))
    } else {
      let isOfPage = options.drawsPlotsOfPage && !forMeasurements
      let name = options.lesson.folder + (isOfPage ? "/plots" : "/plots/mine")
      self.init(name: name, url: repository.appending(path: name, directoryHint: .isDirectory))
    }
  }
}
