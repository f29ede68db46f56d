import Foundation

@testable import GradusCommand

/// A copy of the repository in which a page can be altered: all but the lessons' pages is the original,
/// through links.
///
/// A class, because its folder goes away with it.
final class CopiedPage {
  static let path = "Lessons/01-linear-regression/README.md"
  let folder: TemporaryFolder
  private var page: URL { folder.url.appending(path: CopiedPage.path) }

  init() throws {
    folder = try TemporaryFolder()
    let manager = FileManager.default
    for name in try manager.contentsOfDirectory(atPath: repository.path(percentEncoded: false))
    where name != "Lessons" && (!name.hasPrefix(".") || name == ".ci") {
      try manager.createSymbolicLink(
        at: folder.url.appending(path: name),
        withDestinationURL: repository.appending(path: name))
    }
    try manager.createDirectory(
      at: folder.url.appending(path: "Lessons"), withIntermediateDirectories: false)
    // The lesson's folder, and the pages beside it to which the lesson's page links.
    for path in ["Lessons/01-linear-regression", "Lessons/SWIFT.md", "Lessons/SYMBOLS.md"] {
      try copyBytes(
        of: repository.appending(path: path), to: folder.url.appending(path: path))
    }
    try? manager.removeItem(
      at: folder.url.appending(path: "Lessons/01-linear-regression/plots/mine"))
  }

  /// Writes other words into the page; there has to be exactly one place for them.
  func replace(_ old: String, by new: String) throws {
    let text = try String(contentsOf: page, encoding: .utf8)
    guard text.ranges(of: old).count == 1 else { throw CocoaError(.formatting) }
    try Data(text.replacing(old, with: new).utf8).write(to: page)
  }

  /// What is wrong with the page as it now is.
  func faults(runsCommands: Bool = false) throws -> [DocumentationFault] {
    let tool = try ToolRun.executable().path(percentEncoded: false)
    let documentation = try Documentation(root: folder.url, tool: tool)
    let page = MarkdownPage(
      path: CopiedPage.path, text: try documentation.files.read(CopiedPage.path))
    return try documentation.faults(on: page, runsCommands: runsCommands)
  }
}
