import Curriculum
import Foundation
import Plotting

/// What a failed build has printed, and of that what helps the learner.
struct BuildLog {
  /// An error with the lines of source that the compiler shows below it.
  private struct Message: Equatable {
    let file: String
    var lines: [String]
  }

  private let text: String
  private var errors: [Message] = []

  /// Takes the compiler's errors out of the text; paths are shortened to those within the clone.
  init(_ text: String, in clone: URL) {
    self.text = text
    let root = clone.standardizedFileURL.path(percentEncoded: false)
    var current: Message?
    var isError = false
    func finish(_ errors: inout [Message]) {
      guard var message = current, isError else { return }
      while message.lines.last?.allSatisfy(\.isWhitespace) == true { message.lines.removeLast() }
      // Several steps of a build compile the same file and find the same.
      if !errors.contains(message) { errors.append(message) }
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if let match = line.prefixMatch(of: /(.+?):\d+:\d+: (error|warning|note):/) {
        finish(&errors)
        isError = match.2 == "error"
        let short = line.hasPrefix(root) ? String(line.dropFirst(root.count)) : line
        let file = String(match.1)
        current = Message(
          file: file.hasPrefix(root) ? String(file.dropFirst(root.count)) : file, lines: [short])
      } else if line.contains(/^(\[\d+\/\d+\] |error: |warning: |Build(ing)? )/) {
        finish(&errors)
        current = nil
      } else {
        current?.lines.append(line)
      }
    }
    finish(&errors)
  }

  /// The errors in the learner's file; where there are none, those in the file that calls its
  /// functions, and what they mean; otherwise all that was printed.
  func messages(for lesson: CourseLesson, style: TerminalStyle) -> String {
    let own = errors.filter { $0.file == lesson.exerciseFile }
    if !own.isEmpty { return joined(own) }
    let calls = errors.filter { $0.file == "\(lesson.folder)/Answers.swift" }
    if !calls.isEmpty {
      let meaning =
        "The course calls your functions by the names and types that their stubs had. Give these "
        + "back, or start over: swift run --skip-build gradus reset \(lesson.number)"
      return joined(calls) + "\n\n" + indented(meaning, by: 0, style: style)
    }
    return errors.isEmpty ? text : joined(errors)
  }

  /// The first few, since later errors are often consequences of earlier ones.
  private func joined(_ messages: [Message]) -> String {
    let shown = messages.prefix(3).map { $0.lines.joined(separator: "\n") }
    let rest = messages.count - shown.count
    return (shown + (rest > 0 ? ["and \(rest) more."] : [])).joined(separator: "\n\n")
  }
}
