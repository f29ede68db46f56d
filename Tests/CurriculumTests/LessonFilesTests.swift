import Curriculum
import Foundation
import Testing

/// The files of a lesson that no compiler compares.
@Suite("Files of the lessons")
struct LessonFilesTests {
  static let lessons = Course.lessons.map { LessonFiles($0) }

  @Test("the solution can be pasted over the exercises", arguments: lessons)
  func signatures(_ lesson: LessonFiles) throws {
    let exercises = functions(in: try lesson.read("Exercises.swift"))
    let solutions = functions(in: try lesson.solutions())
    for name in lesson.exercises {
      #expect(exercises[name] != nil, "Exercises.swift has no function \(name)")
      #expect(exercises[name] == solutions[name])
    }
  }

  @Test("each exercise has its test", arguments: lessons)
  func tests(_ lesson: LessonFiles) throws {
    let number = lesson.number < 10 ? "0\(lesson.number)" : "\(lesson.number)"
    let tests = try read("Tests/Lesson\(number)Tests/Lesson\(number)Tests.swift")
    for (place, name) in lesson.exercises.enumerated() {
      #expect(tests.contains("@Test(\"\(place + 1). \(name)\")"))
      #expect(tests.contains("judge(\"\(name)\")"))
    }
    #expect(tests.split(separator: "@Test(").count - 1 == lesson.exercises.count)
  }

  @Test("the page names each exercise", arguments: lessons)
  func page(_ lesson: LessonFiles) throws {
    let page = try lesson.read("README.md")
    for name in lesson.exercises {
      #expect(page.contains(try Regex("`\(name)\\b")), "README.md does not name `\(name)`")
    }
  }

  @Test("a changed signature would be noticed") func comparison() {
    let right = functions(in: "static func f(\n    _ a: Int, by b: Int\n  ) throws -> Int {\n  }")
    #expect(right == ["f": "f(_a:Int,byb:Int)throws->Int"])
    #expect(functions(in: "static func f(_ a: Int, by b: Int) throws -> Int { 1 }") == right)
    #expect(functions(in: "static func f(_ a: Int, b: Int) throws -> Int { 1 }") != right)
    #expect(functions(in: "static func f(_ a: Int, by b: Int) throws -> Double { 1 }") != right)
  }
}

/// Where the files of a lesson are.
struct LessonFiles: Sendable, CustomStringConvertible {
  let number: Int
  let folder: String
  let exercises: [String]

  init(_ lesson: some GatedLesson) {
    number = lesson.number
    folder = lesson.folder
    exercises = lesson.exercises.map(\.name)
  }

  var description: String { folder }

  func read(_ file: String) throws -> String {
    try CurriculumTests.read("Lessons/\(folder)/\(file)")
  }

  /// The one file of the lesson's sources that ends in `Solutions.swift`, in whichever module it is
  /// compiled.
  func solutions() throws -> String {
    let lesson = "Lesson\(number < 10 ? "0" : "")\(number)"
    let paths = try names(in: "Sources").flatMap { module in
      let folder = "Sources/\(module)/\(lesson)"
      return ((try? names(in: folder)) ?? []).filter { $0.hasSuffix("Solutions.swift") }
        .map { "\(folder)/\($0)" }
    }
    try #require(paths.count == 1, "\(lesson): solutions in \(paths)")
    return try CurriculumTests.read(paths[0])
  }

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: repository.appending(path: folder).path(percentEncoded: false))
  }
}

private let repository = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

private func read(_ path: String) throws -> String {
  try String(contentsOf: repository.appending(path: path), encoding: .utf8)
}

/// The declarations of static functions by name, without blanks.
private func functions(in source: String) -> [String: String] {
  var functions: [String: String] = [:]
  for match in source.matches(of: /static func ((\w+)[^{]*){/) {
    functions[String(match.2)] = match.1.filter { !$0.isWhitespace }
  }
  return functions
}
