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

  private func contents() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }
}
