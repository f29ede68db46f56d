import Curriculum
import Foundation
import Testing

@testable import GradusCommand

/// The files of a lesson that no compiler compares.
@Suite("Files of the lessons")
struct LessonFilesTests {
  static let lessons = course.map { LessonFiles($0.gated) }

  @Test("each lesson has its module, folder, stubs and test target", arguments: lessons)
  func parts(_ lesson: LessonFiles) {
    for missing in lesson.missingParts(in: repository) { Issue.record("\(missing)") }
  }

  @Test("each folder of a lesson belongs to a lesson of the course") func strays() throws {
    let folders = try names(in: "Lessons").filter { $0.contains(/^\d/) }
    #expect(Set(folders) == Set(Self.lessons.map(\.folder)))
    let modules = try names(in: "Sources/Curriculum").filter { $0.hasPrefix("Lesson") }
    #expect(Set(modules) == Set(Self.lessons.map { "Lesson\($0.digits)" }))
    let stubs = try names(in: "Lessons/Stubs")
    #expect(Set(stubs) == Set(Self.lessons.map { "\($0.folder).swift" }))
    let tests = try names(in: "Tests").filter { $0.contains(/^Lesson\d/) }
    #expect(Set(tests) == Set(Self.lessons.map { "Lesson\($0.digits)Tests" }))
  }

  @Test("what is missing or misnamed is named") func namesMissingParts() throws {
    let empty = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let lesson = LessonFiles(number: 12, folder: "12-attention", exercises: ["mask"])
    #expect(
      lesson.missingParts(in: empty) == [
        "lesson 12 has no Sources/Curriculum/Lesson12, the module Curriculum12",
        "lesson 12 has no Lessons/12-attention/Exercises.swift",
        "lesson 12 has no Lessons/12-attention/Answers.swift",
        "lesson 12 has no Lessons/12-attention/README.md",
        "lesson 12 has no Lessons/Stubs/12-attention.swift",
        "lesson 12 has no Tests/Lesson12Tests/Lesson12Tests.swift",
        "lesson 12 has no line Lesson(12, \"attention\" in Package.swift",
      ])
    let misnamed = LessonFiles(number: 2, folder: "3-optimizers", exercises: [])
    #expect(
      misnamed.missingParts(in: repository).first
        == "lesson 2: expected a folder that begins with 02-, found 3-optimizers")
  }

  @Test("what the learner wrote is handed to the judge", arguments: lessons)
  func handedOver(_ lesson: LessonFiles) throws {
    let answers = try lesson.read("Answers.swift")
    for name in lesson.exercises {
      #expect(
        answers.contains(try Regex("  answers\\.\(name) =\\s+\\w+\\.\(name)  // keep the stub")),
        "Answers.swift of lesson \(lesson.number) does not hand \(name) over")
    }
  }

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
    let tests = try read("Tests/Lesson\(lesson.digits)Tests/Lesson\(lesson.digits)Tests.swift")
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

  @Test("the README's ladder has each lesson", arguments: lessons)
  func ladder(_ lesson: LessonFiles) throws {
    let row = "](Lessons/\(lesson.folder)/README.md) |"
    #expect(try CurriculumTests.read("README.md").contains(row), "README.md has no row with \(row)")
  }

  // `.ci/run` compares them with the exercises, which a learner changes.
  @Test("the stubs for `gradus reset` are those of the exercises", arguments: lessons)
  func stubs(_ lesson: LessonFiles) throws {
    let stubs = try CurriculumTests.read("Lessons/Stubs/\(lesson.folder).swift")
    #expect(stubs.split(separator: "throw Todo()").count - 1 >= lesson.exercises.count)
    let signatures = (stubs: functions(in: stubs), solutions: functions(in: try lesson.solutions()))
    for name in lesson.exercises {
      #expect(signatures.stubs[name] != nil && signatures.stubs[name] == signatures.solutions[name])
    }
  }

  @Test("where the framework does what an exercise does", arguments: AuthorsGateTests.exercises)
  func landmark(_ exercise: GatedExercise) throws {
    let source = try CurriculumTests.read(exercise.landmark.file)
    let declaration = exercise.landmark.declaration
    #expect(declares(source, declaration), "\(exercise.landmark.file) has no \(declaration)")
    #expect(exercise.learned.count >= 40 && exercise.learned.count <= 200)
    #expect(exercise.learned.hasSuffix("."))
  }

  @Test("a declaration is a whole one, and not a comment") func declaration() {
    let source = "  /// As func g.\n  public static func f<T>(_ x: T) {\n"
    #expect(declares(source, "static func f") && declares(source, "func f"))
    #expect(!declares(source, "func g") && !declares("func ff()", "func f"))
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

  init(number: Int, folder: String, exercises: [String]) {
    self.number = number
    self.folder = folder
    self.exercises = exercises
  }

  init(_ lesson: some GatedLesson) {
    self.init(
      number: lesson.number, folder: lesson.folder, exercises: lesson.exercises.map(\.name))
  }

  /// The number as names of modules and folders have it, `01`.
  var digits: String { number < 10 ? "0\(number)" : "\(number)" }

  /// A sentence for each part of the lesson that is not where it belongs.
  func missingParts(in repository: URL) -> [String] {
    guard folder.hasPrefix("\(digits)-") else {
      return ["lesson \(number): expected a folder that begins with \(digits)-, found \(folder)"]
    }
    let parts = [
      ("Sources/Curriculum/Lesson\(digits)", ", the module Curriculum\(digits)"),
      ("Lessons/\(folder)/Exercises.swift", ""), ("Lessons/\(folder)/Answers.swift", ""),
      ("Lessons/\(folder)/README.md", ""), ("Lessons/Stubs/\(folder).swift", ""),
      ("Tests/Lesson\(digits)Tests/Lesson\(digits)Tests.swift", ""),
    ]
    let missing = parts.filter { path, _ in
      !FileManager.default.fileExists(
        atPath: repository.appending(path: path).path(percentEncoded: false))
    }.map { path, what in "lesson \(number) has no \(path)\(what)" }
    let entry = "Lesson(\(number), \"\(folder.dropFirst(digits.count + 1))\""
    let manifest = try? String(
      contentsOf: repository.appending(path: "Package.swift"), encoding: .utf8)
    // The entry may be broken into lines.
    let isListed =
      manifest?.filter { !$0.isWhitespace }.contains(entry.filter { !$0.isWhitespace }) == true
    return missing
      + (isListed ? [] : ["lesson \(number) has no line \(entry) in Package.swift"])
  }

  var description: String { folder }

  func read(_ file: String) throws -> String {
    try CurriculumTests.read("Lessons/\(folder)/\(file)")
  }

  /// The one file of the lesson's sources that ends in `Solutions.swift`, in whichever module it is
  /// compiled.
  func solutions() throws -> String {
    let lesson = "Lesson\(digits)"
    let paths = try names(in: "Sources").flatMap { module in
      let folder = "Sources/\(module)/\(lesson)"
      return ((try? names(in: folder)) ?? []).filter { $0.hasSuffix("Solutions.swift") }
        .map { "\(folder)/\($0)" }
    }
    try #require(paths.count == 1, "\(lesson): solutions in \(paths)")
    return try CurriculumTests.read(paths[0])
  }
}

private func names(in folder: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(
    atPath: repository.appending(path: folder).path(percentEncoded: false))
}

private let repository = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

private func read(_ path: String) throws -> String {
  try String(contentsOf: repository.appending(path: path), encoding: .utf8)
}

/// Whether a line outside of comments has a declaration that begins so.
private func declares(_ source: String, _ declaration: String) -> Bool {
  source.split(separator: "\n").contains { line in
    guard let place = line.range(of: declaration) else { return false }
    let next = line[place.upperBound...].first
    return !line.trimmingPrefix(while: \.isWhitespace).hasPrefix("//")
      && next?.isLetter != true && next?.isNumber != true
  }
}

/// The declarations of static functions by name, without blanks.
private func functions(in source: String) -> [String: String] {
  var functions: [String: String] = [:]
  for match in source.matches(of: /static func ((\w+)[^{]*){/) {
    functions[String(match.2)] = match.1.filter { !$0.isWhitespace }
  }
  return functions
}
