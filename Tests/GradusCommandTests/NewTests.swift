import Foundation
import TestSupport
import Testing

@testable import GradusCommand

/// Skeletons of parts of one's own.
@Suite("gradus: new")
struct NewTests {
  let folder: TemporaryFolder
  let clone = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  init() throws { folder = try TemporaryFolder() }

  /// The names under which the skeletons are compiled and their proofs run, in Tests/GradusTests/Skeletons.
  static let compiled: [(SkeletonKind, String)] = [
    (.operation, "softstep"), (.layer, "Softgate"), (.loss, "quarticError"),
    (.optimizer, "Softstride"), (.schedule, "Softlanding"),
  ]

  @Test("a skeleton is what is compiled and proved elsewhere", arguments: compiled)
  func skeletons(kind: SkeletonKind, name: String) throws {
    let skeleton = try Skeleton(kind, name, clone: clone)
    #expect(skeleton.files.count == 2 && !skeleton.next.isEmpty)
    for (path, text) in skeleton.files {
      let file = URL(filePath: path).lastPathComponent
      let compiled = clone.appending(path: "Tests/GradusTests/Skeletons/\(file)")
      var wanted = try String(contentsOf: compiled, encoding: .utf8)
      // There, it imports the module that it is to be a part of.
      if path.hasPrefix("Sources/") {
        wanted = wanted.replacing("import \(path.split(separator: "/")[1])\n", with: "")
      }
      #expect(text == wanted, "\(file)")
      let place = clone.appending(path: path).deletingLastPathComponent()
      #expect(FileManager.default.fileExists(atPath: place.path), "there is no \(place.path)")
    }
  }

  @Test("a package is the one of the article, which CI follows") func package() throws {
    let skeleton = try Skeleton(.package, "Mine", clone: clone)
    let article = try String(
      contentsOf: clone.appending(path: "Sources/Gradus/Gradus.docc/APackageOfYourOwn.md"),
      encoding: .utf8)
    #expect(
      skeleton.files.map(\.path) == [
        "Package.swift", "Sources/Mine/ReZero.swift", "Sources/Mine/EntryPoint.swift",
        "Tests/MineTests/ReZeroTests.swift",
      ])
    for (path, text) in skeleton.files.dropFirst() {
      #expect(article.contains("`\(path)`:\n\n```swift\n\(text)```"), "\(path)")
    }
    #expect(skeleton.files[0].text.contains("path: \"\(clone.path)\""))
    let other = try Skeleton(.package, "Own", clone: clone)
    #expect(other.files[3].path == "Tests/OwnTests/ReZeroTests.swift")
    #expect(!other.files.contains { $0.text.contains("Mine") || $0.path.contains("Mine") })
  }

  @Test("what exists stays as it is, and nothing is written") func existing() throws {
    let taken = folder.url.appending(path: "b.swift")
    try "mine".write(to: taken, atomically: true, encoding: .utf8)
    let skeleton = Skeleton(files: [("a.swift", "a"), ("b.swift", "b")], next: [])
    #expect(throws: SkeletonProblem.self) { try skeleton.write(into: folder.url) }
    #expect(try contents() == ["b.swift"])
    #expect(try String(contentsOf: taken, encoding: .utf8) == "mine")
  }

  @Test("where a file cannot be written, none is left") func unwritable() throws {
    try "".write(to: folder.url.appending(path: "file"), atomically: true, encoding: .utf8)
    let skeleton = Skeleton(files: [("new/a.swift", "a"), ("file/b.swift", "b")], next: [])
    #expect(throws: SkeletonProblem.self) { try skeleton.write(into: folder.url) }
    #expect(try contents() == ["file"])
  }

  /// The number of the last lesson, of two digits.
  private let lastLesson = course.count

  /// A clone of what a new lesson changes alone.
  private func smallClone() throws -> URL {
    let small = folder.url.appending(path: "clone", directoryHint: .isDirectory)
    let lists = [
      "Course.swift", "Journey/Outcomes.swift", "Report/FrameworkParts.swift",
    ].map { "Sources/GradusCommand/\($0)" }
    for path in ["Package.swift", "README.md"] + lists {
      let copy = small.appending(path: path)
      try FileManager.default.createDirectory(
        at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(at: clone.appending(path: path), to: copy)
    }
    try FileManager.default.createDirectory(
      at: small.appending(path: "Lessons/\(lastLesson)-last"), withIntermediateDirectories: true)
    return small
  }

  @Test("a lesson has all that the course asks for, and a line in each list") func lesson() throws {
    let small = try smallClone()
    let (last, number) = (lastLesson, lastLesson + 1)
    let skeleton = try Skeleton(.lesson, "pruning", clone: small)
    try skeleton.write(into: small)
    func read(_ path: String) throws -> String {
      try String(contentsOf: small.appending(path: path), encoding: .utf8)
    }
    #expect(try read("Package.swift").contains("  Lesson(\(number), \"pruning\"),\n]\n"))
    let list = try read("Sources/GradusCommand/Course.swift")
    #expect(list.contains("import Curriculum\(last)\nimport Curriculum\(number)\nimport Gradus"))
    #expect(list.contains("import Lesson\(last)\nimport Lesson\(number)\n\n"))
    #expect(
      list.contains("  CourseLesson(PruningLesson.lesson, learner: pruningAnswers),\n]\n"))
    #expect(
      try read("Sources/GradusCommand/Journey/Outcomes.swift").contains(
        "  \"\"\",\n  \(number): \"what one can do after this lesson.\",\n]\n"))
    #expect(
      try read("Sources/GradusCommand/Report/FrameworkParts.swift").contains(
        "\"),\n  FrameworkPart(\"Pruning\", \(number), \"meanAbsoluteError\"),\n]\n"))
    #expect(
      try read("README.md").contains(
        "\n| [\(number) Pruning](Lessons/\(number)-pruning/README.md) | "))
    for part in ["Exercises.swift", "Answers.swift", "README.md", "plots"] {
      #expect(
        FileManager.default.fileExists(
          atPath: small.appending(path: "Lessons/\(number)-pruning/\(part)").path))
    }
    #expect(
      try read("Lessons/\(number)-pruning/Exercises.swift")
        == read("Lessons/Stubs/\(number)-pruning.swift"))
    #expect(throws: SkeletonProblem.self) { try Skeleton(.lesson, "pruning", clone: small) }
  }

  #if os(Linux)
    @Test("where a list cannot be changed, no file of a lesson is left") func unchanged() throws {
      let small = try smallClone()
      let skeleton = try Skeleton(.lesson, "pruning", clone: small)
      let manifest = try Data(contentsOf: small.appending(path: "Package.swift"))
      // What can be read and not be replaced, by whomever: it is in a folder of the system itself.
      try FileManager.default.createSymbolicLink(
        atPath: small.appending(path: "version").path, withDestinationPath: "/proc/version")
      var broken = skeleton
      broken.edits.append(("version", "a line more"))
      #expect(throws: SkeletonProblem.self) { try broken.write(into: small) }
      #expect(
        try contents("clone") == ["Lessons", "Package.swift", "README.md", "Sources", "version"])
      #expect(try contents("clone/Lessons") == ["\(lastLesson)-last"])
      #expect(try Data(contentsOf: small.appending(path: "Package.swift")) == manifest)
      var withoutList = try String(
        contentsOf: small.appending(path: "Package.swift"), encoding: .utf8)
      withoutList.replace("let lessons", with: "let others")
      try withoutList.write(
        to: small.appending(path: "Package.swift"), atomically: true, encoding: .utf8)
      #expect(throws: SkeletonProblem.self) { try Skeleton(.lesson, "pruning", clone: small) }
    }
  #endif

  @Test("names of lessons: not one that is taken, and an identifier") func namesOfLessons() throws {
    #expect(throws: SkeletonProblem.self) { try Skeleton(.lesson, "extending", clone: clone) }
    for name in ["Pruning", "1st", "early-stopping", "class", ""] {
      #expect(SkeletonKind.lesson.fault(of: name) != nil, "\(name)")
    }
    // Lesson 7 is in another folder, and its types are called so.
    for name in ["speed", "linear"] {
      var arguments = Arguments(["lesson", name])
      let options = try NewOptions(&arguments)
      #expect(throws: SkeletonProblem.self) { try writeSkeleton(options, clone: clone) }
    }
  }

  @Test("a name that the framework has is refused") func declared() throws {
    for arguments in [["layer", "Linear"], ["operation", "exp"], ["optimizer", "Adam"]] {
      var rest = Arguments(arguments)
      let options = try NewOptions(&rest)
      #expect(throws: SkeletonProblem.self) { try writeSkeleton(options, clone: clone) }
    }
    #expect(
      SkeletonKind.package.fault(of: "Games") == "\"Games\" is a module that the package uses")
    #expect(SkeletonKind.layer.fault(of: "Gate") == nil)
  }

  private func contents(_ path: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: path).path)
      .sorted()
  }
}
