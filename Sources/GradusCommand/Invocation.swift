import Benchmarks
import Files
import Gradus

/// What the arguments of the tool ask for.
enum Invocation {
  case ladder
  case help
  case lesson(LessonOptions)
  case tryOut(TryOptions)
  case check(CheckOptions)
  case reset(CourseLesson, isConfirmed: Bool)
  case debug(DebugOptions)
  case datasets
  case benchmark(BenchmarkOptions)
  case train(TrainOptions)
  case tune(TuneOptions)
  case export(ExportOptions)
  case report(ReportOptions)
  case skeleton(NewOptions)
  case verifyDocumentation(DocumentationOptions)
  /// Not for people: how `check` starts a child process for each exercise.
  case judge(CourseLesson, exercise: String)
  /// Not for people: the same for the program in the learner's file for bugs.
  case judgeBug

  /// Not for people: how `benchmark` starts a process to be measured.
  case freshProcess(FreshProcess, Backend, threads: Int)

  static let judgeWord = "judge-in-child"
  static let judgeBugWord = "judge-bug-in-child"
  static let benchmarkWord = "benchmark-in-child"

  /// Reads the arguments after the tool's name; throws a ``UsageError`` where they make no sense.
  init(_ arguments: [String]) throws {
    var rest = Arguments(arguments)
    guard let word = try rest.next() else {
      self = .ladder
      return
    }
    switch word {
    case "help", "--help", "-h": self = .help
    case "lesson": self = .lesson(try LessonOptions(&rest))
    case "try": self = .tryOut(try TryOptions(&rest))
    case "check": self = .check(try CheckOptions(&rest))
    case "reset":
      let lesson = try rest.lesson(for: word)
      let option = try rest.next()
      guard option == nil || option == "--yes" else {
        throw UsageError.unexpected(option ?? "", after: word, known: ["--yes"])
      }
      self = .reset(lesson, isConfirmed: option != nil)
    case "debug": self = .debug(try DebugOptions(&rest))
    case "datasets": self = .datasets
    case "benchmark": self = .benchmark(try BenchmarkOptions(&rest))
    case "train": self = .train(try TrainOptions(&rest))
    case "tune": self = .tune(try TuneOptions(&rest))
    case "export": self = .export(try ExportOptions(&rest))
    case "report": self = .report(try ReportOptions(&rest))
    case "new": self = .skeleton(try NewOptions(&rest))
    case "verify-docs": self = .verifyDocumentation(try DocumentationOptions(&rest))
    case Invocation.judgeWord:
      self = .judge(try rest.lesson(for: word), exercise: try rest.value(of: word))
    case Invocation.judgeBugWord: self = .judgeBug
    case Invocation.benchmarkWord:
      guard case .process(let process) = try BenchmarkEntry(name: rest.value(of: word)) else {
        throw UsageError("\(word) needs a process to measure")
      }
      self = .freshProcess(
        process, try BenchmarkOptions.backends(rest.value(of: word))[0],
        threads: try BenchmarkOptions.threads(rest.value(of: word)))
    default:
      throw UsageError.unknown(
        "word", word,
        known: [
          "lesson", "try", "check", "reset", "debug", "report", "new", "train", "tune",
          "export", "datasets", "benchmark", "verify-docs", "help",
        ])
    }
    if let surplus = try rest.next() { throw UsageError.superfluous(surplus, after: word) }
  }
}

extension Invocation {
  /// Whether it reads or writes files of the clone.
  var needsClone: Bool {
    switch self {
    case .lesson(let options): options.plots == nil
    case .check, .reset, .debug, .report, .skeleton, .verifyDocumentation: true
    default: false
    }
  }
}

/// Arguments that are taken one after the other.
struct Arguments {
  private var rest: ArraySlice<String>
  private var options: Set<String> = []

  init(_ arguments: [String]) { rest = arguments[...] }

  /// The next word; throws when it is an option that was taken before.
  mutating func next() throws -> String? {
    guard let word = rest.popFirst() else { return nil }
    if isOption(word), !options.insert(word).inserted {
      throw UsageError("\(word) is given twice")
    }
    return word
  }

  /// The next argument, unless there is none or it is an option.
  mutating func nextUnlessOption() -> String? {
    rest.first.flatMap { $0.hasPrefix("-") ? nil : rest.popFirst() }
  }

  /// The word after an option, which is its value and cannot be an option, too.
  mutating func value(of option: String) throws -> String {
    guard let value = rest.popFirst(), !value.isEmpty else {
      throw UsageError("\(option) needs a value after it")
    }
    guard !isOption(value) else {
      throw UsageError(
        "\(option) needs a value after it, and found the option \(value). "
          + "(A file of that name is ./\(value))")
    }
    return value
  }

  mutating func wholeNumber(of option: String) throws -> UInt64 {
    let text = try value(of: option)
    let most = option == "--seed" ? UInt64.max : UInt64(UInt32.max)
    guard let number = UInt64(text), number <= most else {
      throw UsageError("\(option): expected a whole number from 0 to \(most), found \"\(text)\"")
    }
    return number
  }

  mutating func lesson(for command: String) throws -> CourseLesson {
    guard let word = nextUnlessOption() else {
      throw UsageError(
        "\(command) needs the number of a lesson after it, as in: gradus \(command) 1")
    }
    guard let lesson = course.first(where: { String($0.number) == word }) else {
      let numbers = course.map { String($0.number) }
      throw UsageError(
        "there is no lesson \"\(word)\"; the lessons so far: \(numbers.joined(separator: ", "))")
    }
    return lesson
  }
}

/// Whether a word looks like an option; a number below zero does not.
private func isOption(_ word: String) -> Bool {
  word.hasPrefix("-") && word.dropFirst().first?.isNumber != true
}

/// Arguments that make no sense, and what would.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description + "\nTry: gradus help"
  }

  static func unknown(_ kind: String, _ word: String, known: [String]) -> UsageError {
    let suggestion =
      nearest(to: word, among: known).map { "; did you mean \"\($0)\"?" }
      ?? "; known: \(known.joined(separator: ", "))"
    return UsageError("unknown \(kind) \"\(word)\"\(suggestion)")
  }

  /// A word that is no option of a command.
  static func unexpected(_ word: String, after command: String, known: [String]) -> UsageError {
    isOption(word) ? unknown("option", word, known: known) : superfluous(word, after: command)
  }

  static func superfluous(_ word: String, after command: String) -> UsageError {
    UsageError("\(command) takes no argument \"\(word)\"")
  }
}
