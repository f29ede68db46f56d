import Files
import Foundation

/// The files of a repository, as far as pages point to them.
struct RepositoryFiles: Sendable {
  let root: URL
  /// The paths of all files from the top, in order, without what is built or only one's own.
  let paths: [String]
  private let names: Set<String>

  /// All files below a folder.
  init(root: URL) throws {
    var paths: [String] = []
    let folder = root.path(percentEncoded: false)
    let tops: [String]
    do {
      tops = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw RepositoryError(file: folder, reason: systemReason(of: error))
    }
    for top in tops where top == ".ci" || !top.hasPrefix(".") {
      // A top folder may be a link: a copy of the pages can so share the rest with the original.
      let folder = root.appending(path: top).resolvingSymlinksInPath()
      var isFolder: ObjCBool = false
      let isThere = FileManager.default.fileExists(
        atPath: folder.path(percentEncoded: false), isDirectory: &isFolder)
      guard isThere && isFolder.boolValue else {
        paths.append(top)
        continue
      }
      let inside = FileManager.default.enumerator(atPath: folder.path(percentEncoded: false))
      while let path = inside?.nextObject() as? String {
        if !path.contains("plots/mine") { paths.append("\(top)/\(path)") }
      }
    }
    self.init(root: root, paths: paths.sorted())
  }

  /// These files, by their paths from the top.
  init(root: URL, paths: [String]) {
    self.root = root
    self.paths = paths
    names = Set(paths.map { String($0.split(separator: "/").last ?? "") })
  }

  /// Whether there is a file or a folder of this path from the top.
  func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
  }

  /// Whether a file or a folder has this name, wherever it is.
  func exists(named name: String) -> Bool { names.contains(name) }

  /// The text of a file by its path from the top.
  func read(_ path: String) throws -> String {
    do {
      return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    } catch {
      throw RepositoryError(file: path, reason: systemReason(of: error))
    }
  }

  /// All pages of Markdown.
  func pages() throws -> [MarkdownPage] {
    try paths.filter { $0.hasSuffix(".md") }.map { MarkdownPage(path: $0, text: try read($0)) }
  }
}

/// A file of the repository that cannot be read.
private struct RepositoryError: Error, CustomStringConvertible {
  let file: String
  let reason: String

  var description: String {
    "cannot read \(file): \(reason). If the repository has been moved since, build the tool again."
  }
}

/// A path with its `.` and `..` carried out; nil if it leads out of the top.
func normalized(_ path: String) -> String? {
  var parts: [Substring] = []
  for part in path.split(separator: "/") where part != "." {
    if part != ".." {
      parts.append(part)
    } else if parts.popLast() == nil {
      return nil
    }
  }
  return parts.joined(separator: "/")
}

extension MarkdownPage {
  /// The folder of the page, from the top of the repository; empty at the top.
  var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }

  /// The path from the top of what this page calls by a relative path.
  func resolved(_ target: String) -> String? { normalized("\(folder)/\(target)") }
}
