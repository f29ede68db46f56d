import Curriculum
import Files
import Foundation
import Plotting

/// Puts a lesson's stubs back, after asking, and keeps what the learner has written.
///
/// Returns the tool's exit code: 0 when the stubs are there, 1 when the learner would rather not.
///
/// - Parameters:
///   - lesson: Whose exercises are to begin again.
///   - isConfirmed: Whether not to ask.
///   - clone: The top of the clone.
///   - ask: Prints a question and gives the answer; nil where nobody can be asked.
func reset(
  _ lesson: CourseLesson, isConfirmed: Bool, in clone: URL = repository,
  asking ask: (String) -> String? = askOnTerminal
) throws -> Int32 {
  let desk = Desk(lesson, in: clone)
  guard let stubs = try desk.stubs() else {
    show("\(lesson.exerciseFile) has its stubs already.")
    return 0
  }
  let copy = desk.nameForCopy
  if !isConfirmed {
    show(
      """
      This puts the stubs of lesson \(lesson.number) back into
        \(lesson.exerciseFile)
      Your version of the file is kept as
        \(copy)
      """)
    guard let answer = ask("Put the stubs back? [y/N] ") else {
      throw UsageError(
        "reset asks before it replaces your work, and there is no terminal to ask on.\n"
          + "To go on without asking: swift run -q gradus reset \(lesson.number) --yes")
    }
    guard ["y", "yes"].contains(answer.lowercased()) else {
      show("Nothing has changed.")
      return 1
    }
  }
  let hasKept = try desk.replaceExercises(by: stubs, keepingAs: copy)
  var notebook = Notebook(in: clone)
  notebook.forget(lesson)
  notebook.save(in: clone)
  show("The stubs are back." + (hasKept ? " Your version: \(copy)" : ""))
  return 0
}

/// Asks on the terminal; nil where standard input is none.
private func askOnTerminal(_ question: String) -> String? {
  guard isatty(STDIN_FILENO) == 1 else { return nil }
  print(question, terminator: "")
  flushOutput()
  return readLine() ?? ""
}

/// The files of a lesson that the learner writes in.
///
/// The stubs are a second copy of each `Exercises.swift` as it is delivered. A clone without git, or
/// with work that was committed, has them, too.
private struct Desk {
  private let clone: URL
  private let lesson: CourseLesson

  init(_ lesson: CourseLesson, in clone: URL) {
    self.lesson = lesson
    self.clone = clone
  }

  private var exercises: URL { clone.appending(path: lesson.exerciseFile) }

  /// The name of the lesson's folder, as in `01-linear-regression`.
  private var name: String { String(lesson.folder.dropFirst("Lessons/".count)) }

  /// The stubs; nil where they are in place.
  func stubs() throws -> Data? {
    let file = "Lessons/Stubs/\(name).swift"
    do {
      let stubs = try Data(contentsOf: clone.appending(path: file))
      return (try? Data(contentsOf: exercises)) == stubs ? nil : stubs
    } catch {
      throw FileProblem("cannot read the stubs, \(file): \(systemReason(of: error))")
    }
  }

  /// Where a copy of the exercises goes.
  var nameForCopy: String { GradusCommand.nameForCopy(of: name, in: clone) }

  /// Keeps a copy of the exercises, if there are any, and only then replaces them.
  func replaceExercises(by stubs: Data, keepingAs copy: String) throws -> Bool {
    do {
      let mine = try? Data(contentsOf: exercises)
      if let mine {
        let target = clone.appending(path: copy)
        try FileManager.default.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try writeAtomically(to: target) { try $0.write([UInt8](mine)) }
      }
      try writeAtomically(to: exercises) { try $0.write([UInt8](stubs)) }
      return mine != nil
    } catch {
      let reason = (error as? WriteError)?.description ?? systemReason(of: error)
      throw FileProblem("cannot put the stubs of lesson \(lesson.number) back: \(reason)")
    }
  }
}
