import Foundation

/// What `gradus report` is asked to do.
struct ReportOptions {
  var output = "gradus-report.html"
  /// Who is named on the first page.
  var name: String?
  /// Whether the lessons run first with the learner's functions, so that their pictures are there.
  var runsLessons = false
  /// Whether those runs are short.
  var isQuick = false

  init(_ arguments: inout Arguments) throws {
    while let word = try arguments.next() {
      switch word {
      case "--output": output = try arguments.value(of: word)
      case "--name": name = try ReportOptions.name(arguments.value(of: word))
      case "--mine": runsLessons = true
      case "--quick": isQuick = true
      default:
        throw UsageError.unexpected(
          word, after: "report", known: ["--output", "--name", "--mine", "--quick"])
      }
    }
    if isQuick && !runsLessons {
      throw UsageError("--quick makes the runs of --mine shorter: report --mine --quick")
    }
  }
  /// A name as it is printed: blanks at its ends aside.
  private static func name(_ text: String) throws -> String {
    let name = text.trimmingCharacters(in: .whitespaces)
    let isPrintable = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    guard (1...80).contains(name.count), isPrintable else {
      throw UsageError("--name: expected a name of 1 to 80 characters on one line")
    }
    return name
  }
}
