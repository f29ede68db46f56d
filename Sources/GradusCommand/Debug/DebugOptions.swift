import Debugging

/// What `gradus debug` is asked to do.
enum DebugOptions {
  case list
  /// Hands out a bug, of a lesson or of any.
  case next(lesson: Int?, seed: UInt64)
  case check
  case hint

  init(_ arguments: inout Arguments) throws {
    switch arguments.nextUnlessOption() ?? "list" {
    case "list": self = .list
    case "check": self = .check
    case "hint": self = .hint
    case "next":
      let lesson = try arguments.nextUnlessOption().map(DebugOptions.lesson)
      var seed: UInt64 = 1
      while let option = try arguments.next() {
        guard option == "--seed" else {
          throw UsageError.unexpected(option, after: "debug next", known: ["--seed"])
        }
        seed = try arguments.wholeNumber(of: option)
      }
      self = .next(lesson: lesson, seed: seed)
    case let word:
      throw UsageError.unknown("word", word, known: ["list", "next", "check", "hint"])
    }
  }

  private static func lesson(_ word: String) throws -> Int {
    let lessons = Set(Bugs.all.map(\.bug.lesson)).sorted()
    guard let lesson = lessons.first(where: { String($0) == word }) else {
      let numbers = lessons.map { String($0) }.joined(separator: ", ")
      throw UsageError("no bug belongs to a lesson \"\(word)\"; lessons that have one: \(numbers)")
    }
    return lesson
  }
}
