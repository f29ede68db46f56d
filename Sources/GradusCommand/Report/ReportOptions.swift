/// What `gradus report` is asked to do.
struct ReportOptions {
  var output = "gradus-report.html"
  /// Whether the lessons run first with the learner's functions, so that their pictures are there.
  var runsLessons = false
  /// Whether those runs are short.
  var isQuick = false

  init(_ arguments: inout Arguments) throws {
    while let word = try arguments.next() {
      switch word {
      case "--output": output = try arguments.value(of: word)
      case "--mine": runsLessons = true
      case "--quick": isQuick = true
      default:
        throw UsageError.unexpected(
          word, after: "report", known: ["--output", "--mine", "--quick"])
      }
    }
    if isQuick && !runsLessons {
      throw UsageError("--quick makes the runs of --mine shorter: report --mine --quick")
    }
  }
}
