import Curriculum
import Foundation
import Plotting

/// Judges a lesson's exercises now and again at each save of their file, until Control-C.
///
/// The exercises are compiled into this very tool. So a save starts a build, and what the build has
/// made judges: this process is the old program and only looks on.
func watch(_ lesson: CourseLesson) throws -> Never {
  endAtControlC()
  let file = repository.appending(path: lesson.exerciseFile)
  var absence = Absence(of: lesson.exerciseFile)
  let rebuild = try Rebuild(of: lesson)
  let style = TerminalStyle.standardOutput
  // What was saved after the build of this program is not in it yet.
  var judged = rebuild.timeOfProgram.flatMap { built in
    timeOfSaving(file).flatMap { $0 <= built ? $0 : nil }
  }
  if judged != nil { try judge(with: rebuild, builds: false, style) }
  while true {
    let saved = timeOfSaving(file)
    absence.look(isThere: saved != nil, style)
    if let saved, saved != judged {
      judged = saved
      try judge(with: rebuild, builds: true, style)
    }
    // As long as a person would call at once.
    Thread.sleep(forTimeInterval: 0.1)
  }
}

/// Says once that the file is not there, when that lasts longer than a save.
private struct Absence {
  private let file: String
  private var looks = 0

  init(of file: String) { self.file = file }

  mutating func look(isThere: Bool, _ style: TerminalStyle) {
    looks = isThere ? 0 : looks + 1
    if looks == 10 { showWaiting("There is no \(file) in \(clonePath).", style) }
  }
}

private var clonePath: String { repository.path(percentEncoded: false) }

/// Lets Control-C end this process, even if whoever started it had the signal ignored or blocked, which
/// is inherited. A build that runs meanwhile ends with it: the terminal sends the signal to all.
private func endAtControlC() {
  signal(SIGINT, SIG_DFL)
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, SIGINT)
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
}

/// Builds if need be, and shows the verdicts, or what the compiler says of the learner's file.
private func judge(with rebuild: Rebuild, builds: Bool, _ style: TerminalStyle) throws {
  if style.isTerminal { print("\u{1B}[2J\u{1B}[H", terminator: "") }
  let start = ContinuousClock.now
  if builds {
    if style.isTerminal { show(style.paint("Building …", .dim)) }
    flushOutput()
    if let messages = try rebuild.run(style) {
      if style.isTerminal { print("\u{1B}[2J\u{1B}[H", terminator: "") }
      show(messages)
      showWaiting("It does not compile yet.", style)
      return
    }
    if style.isTerminal { print("\u{1B}[2J\u{1B}[H", terminator: "") }
  }
  flushOutput()
  try rebuild.check()
  let seconds = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000
  showWaiting("\(builds ? "Built and judged" : "Judged") in \(seconds.fixed(1)) s.", style)
}

private func showWaiting(_ state: String, _ style: TerminalStyle) {
  show(style.paint("\n\(state) Waiting for the next save; Control-C ends.", .dim))
  flushOutput()
}

/// When a file was last saved; nil while it is not there, as in the middle of a save.
private func timeOfSaving(_ file: URL) -> Date? {
  let attributes = try? FileManager.default.attributesOfItem(
    atPath: file.path(percentEncoded: false))
  return attributes?[.modificationDate] as? Date
}

/// Building this tool again with the learner's present file, and running what was built.
private struct Rebuild {
  private let lesson: CourseLesson
  /// Asked for now: once replaced, a running program no longer knows where it lies.
  private let program: URL

  init(of lesson: CourseLesson) throws {
    self.lesson = lesson
    guard let path = Bundle.main.executablePath else {
      throw WatchProblem(description: "cannot find the program that is to be built again")
    }
    program = URL(filePath: path).resolvingSymlinksInPath()
  }

  var timeOfProgram: Date? { timeOfSaving(program) }

  /// Builds; returns nil when that worked, otherwise what to show.
  func run(_ style: TerminalStyle) throws -> String? {
    // The program lies in SCRATCH/TRIPLE/CONFIGURATION.
    let folder = program.deletingLastPathComponent()
    let scratch = folder.deletingLastPathComponent().deletingLastPathComponent()
    // Not beside the program: the clone may be on a disk that cannot be written to.
    let logs = FileManager.default.temporaryDirectory.appending(path: "gradus-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: logs) }
    let (output, errors) = (logs.appending(path: "output"), logs.appending(path: "errors"))
    let ending = try ChildProcess.run(
      "/usr/bin/env",
      [
        "swift", "build", "--product", "gradus", "-c", folder.lastPathComponent,
        "--package-path", clonePath,
        "--scratch-path", scratch.path(percentEncoded: false),
      ],
      environment: ProcessInfo.processInfo.environment, output: output.path(percentEncoded: false),
      errors: errors.path(percentEncoded: false))
    if case .exit(0) = ending { return nil }
    let log = [output, errors].map { (try? String(contentsOf: $0, encoding: .utf8)) ?? "" }.joined()
    return BuildLog(log, in: repository).messages(for: lesson, style: style)
  }

  /// Judges with what was built.
  func check() throws {
    _ = try ChildProcess.run(
      program.path(percentEncoded: false), ["check", String(lesson.number)],
      environment: ProcessInfo.processInfo.environment)
  }
}

private struct WatchProblem: Error, CustomStringConvertible {
  let description: String
}
