import Debugging
import Files
import Foundation

/// The file in which the learner repairs a program.
struct BugDesk {
  /// Its path from the top of the clone.
  static let file = "Lessons/Debug/Bug.swift"

  private let clone: URL

  init(in clone: URL) { self.clone = clone }

  private var url: URL { clone.appending(path: Self.file) }

  /// Writes a faulty program into the file.
  ///
  /// - Returns: Where what the learner had written is kept; nil where there was nothing of that kind.
  func handOut(_ bug: BugDescription) throws -> String? {
    let text = try program(of: bug)
    do {
      let kept = try keepWork()
      try writeAtomically(to: url) { try $0.write([UInt8](text.utf8)) }
      return kept
    } catch {
      throw FileProblem(
        "cannot hand out a program: \((error as? WriteError)?.description ?? systemReason(of: error))"
      )
    }
  }

  /// The whole file for a bug: its program, and the line in which it is handed in.
  func program(of bug: BugDescription) throws -> String {
    let file = "Sources/Curriculum/Debugging/Broken/\(bug.name).swift"
    let source: String
    do {
      source = try String(contentsOf: clone.appending(path: file), encoding: .utf8)
    } catch {
      throw FileProblem("cannot read the program, \(file): \(systemReason(of: error))")
    }
    let member = bug.name.prefix(1).lowercased() + bug.name.dropFirst()
    return """
      import Debugging
      \(source)
      /// Your program is handed in here; leave this line as it is.
      public let handedIn: Submission? = Bugs.\(member).handIn(\(bug.name).train)

      """
  }

  /// Keeps a copy of the file, unless it is as one of the programs was handed out, or holds none.
  private func keepWork() throws -> String? {
    guard let mine = try? String(contentsOf: url, encoding: .utf8), mine.contains("Bugs."),
      !Bugs.all.contains(where: { (try? program(of: $0.bug)) == mine })
    else { return nil }
    let copy = nameForCopy(of: "debug", in: clone)
    let target = clone.appending(path: copy)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try writeAtomically(to: target) { try $0.write([UInt8](mine.utf8)) }
    return copy
  }
}
