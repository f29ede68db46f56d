import Curriculum
import Foundation
import Plotting

/// What `gradus verify-docs` is asked to do.
struct DocumentationOptions {
  /// The lesson whose page alone is compared; nil for all pages.
  var lesson: CourseLesson?
  /// Whether only what takes no time is compared.
  var isQuick = false

  init(_ arguments: inout Arguments) throws {
    while let word = try arguments.next() {
      switch word {
      case "--quick": isQuick = true
      case _ where word.hasPrefix("-"):
        throw UsageError.unknown("option", word, known: ["--quick"])
      default:
        if lesson != nil {
          throw UsageError("verify-docs takes one lesson, and found \(word), too")
        }
        var number = Arguments([word])
        lesson = try number.lesson(for: "verify-docs")
      }
    }
  }
}

/// Compares the pages with what the commands on them do, and prints a line for each.
///
/// Returns the tool's exit code: 1 when something differs, otherwise 0.
func verifyDocumentation(_ options: DocumentationOptions) throws -> Int32 {
  let style = TerminalStyle.standardOutput
  let documentation = try Documentation(root: repository, tool: executable)
  let pages = try documentation.files.pages().filter { page in
    options.lesson.map { $0.folder == page.folder } ?? true
  }
  guard !pages.isEmpty else {
    throw UsageError(
      "verify-docs: expected pages in \(repository.path(percentEncoded: false)), found none")
  }
  let width = pages.map(\.path.count).max() ?? 0
  var count = 0
  for page in pages {
    let start = ProcessInfo.processInfo.systemUptime
    let faults = try documentation.faults(on: page, runsCommands: !options.isQuick)
    let seconds = ProcessInfo.processInfo.systemUptime - start
    let line =
      "\(tick(faults.isEmpty, style: style)) \(page.path.padded(to: width))  "
      + page.contents(isQuick: options.isQuick) + (seconds < 1 ? "" : ", \(seconds.fixed(0)) s")
    show(line.trimmingTrailingBlanks)
    if !faults.isEmpty {
      show("\n" + faults.map(\.description).joined(separator: "\n") + "\n")
    }
    // Whoever reads a log sees each page when it is done.
    flushOutput()
    count += faults.count
  }
  show(
    count == 0
      ? "\n\(options.lesson == nil ? "All pages agree" : "The page agrees") with the program."
        + (options.isQuick
          ? " Output and plots were not compared: that takes a run without --quick." : "")
      : "\nDifferences: \(count).")
  return count == 0 ? 0 : 1
}

private func tick(_ isRight: Bool, style: TerminalStyle) -> String {
  isRight
    ? style.paint(style.unicode ? "✓" : "ok", .green) : style.paint(style.unicode ? "✗" : "x", .red)
}

extension MarkdownPage {
  /// How much on the page was compared, in a few words.
  fileprivate func contents(isQuick: Bool) -> String {
    let outputs = isQuick ? [] : blocks.filter { $0.isOutput || $0.isTerminal }
    let lines = outputs.flatMap(\.lines).filter { !$0.isEmpty }
    let counts = [
      ("link", links.count), ("command", commands.count), ("line", lines.count),
      ("picture", links.count { $0.isPicture }),
    ]
    return counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)\($0.1 == 1 ? "" : "s")" }
      .joined(separator: ", ")
  }
}
