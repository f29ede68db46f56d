import Curriculum
import Foundation
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
          + "More: swift run -q gradus check \(lesson.number)\n")
  }
  let run = LessonRun(
    style: style, seed: options.seed, isQuick: options.isQuick,
    isMine: options.usesLearnersAnswers, plots: PlotFolder(options),
    plotsOfMeasurements: PlotFolder(options, forMeasurements: true),
    studies: StudyFolder(
      repository.appending(path: "Lessons/Studies"),
      lesson: lesson.folder.replacing("Lessons/", with: "")),
    checkpointPlan: { options.checkpoint.plan() }, notPassed: notPassed)
  switch options.study {
  case nil: try lesson.run(run, usesLearnersAnswers: options.usesLearnersAnswers)
  case .all?: try computeStudies(of: lesson, run)
  case .row(let name)?: try compareRow(name, ofStudiesOf: lesson, run)
  }
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
