import Curriculum
import Files
import Foundation

/// Writes the course, with the learner's progress and pictures, on one HTML page.
func writeReport(_ options: ReportOptions) throws {
  let output = URL(filePath: options.output)
  // All that follows takes a while, and would be lost.
  try sayingHowToWriteElsewhere(options) { _ = try writableTarget(of: output) }
  let verdicts = try course.map { try $0.judgeAll().map(\.verdict) }
  if options.runsLessons {
    for (lesson, verdicts) in zip(course, verdicts) where verdicts.contains(.passed) {
      let words =
        ["lesson", "\(lesson.number)", "--mine"] + (options.isQuick ? ["--quick"] : [])
      show("gradus \(words.joined(separator: " "))")
      flushOutput()
      // Its pictures are wanted, not its words.
      let ending = try ChildProcess.run(
        executable, words, environment: ProcessInfo.processInfo.environment, output: "/dev/null")
      guard case .exit(0) = ending else {
        throw ReportError("lesson \(lesson.number) did not end well with your functions")
      }
    }
  }
  var notebook = Notebook(in: repository)
  for (lesson, verdicts) in zip(course, verdicts) { notebook.noteTimes(verdicts, of: lesson) }
  notebook.save(in: repository)
  let files = try RepositoryFiles(root: repository)
  let chapters = try zip(course, verdicts).map { lesson, verdicts in
    let path = "\(lesson.folder)/README.md"
    return LessonChapter(
      number: lesson.number, title: lesson.title,
      exercises: zip(lesson.exercises, verdicts).map { ($0.name, $0.title, $1) },
      gallery: Gallery(MarkdownPage(path: path, text: try files.read(path)), in: files),
      solved: notebook.timesOfSolving(lesson))
  }
  let page = ReportPage(
    certificate: Certificate(
      name: options.name, lastSolved: notebook.solvedAt?.values.max(), chapters: chapters),
    date: dayText(.now))
  try sayingHowToWriteElsewhere(options) { try writeAtomically(page.html, to: output) }
  show("\(options.output)\nOpen it in a browser; it needs no network.")
}

private func sayingHowToWriteElsewhere(_ options: ReportOptions, _ body: () throws -> Void) throws {
  do {
    try body()
  } catch let error as WriteError {
    throw ReportError(
      "cannot write \(options.output): \(error.reason). To write elsewhere: --output FILE")
  }
}

/// Why there is no report, as a sentence.
private struct ReportError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
