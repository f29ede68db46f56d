import Curriculum
import Files
import Foundation

/// The files that `gradus new` writes, and what is to be done with them.
struct Skeleton {
  /// Each file by its path from the folder in which all are written.
  var files: [(path: String, text: String)]
  /// Files that exist, by their paths, and all of what they are to say from then on.
  var edits: [(path: String, text: String)] = []
  /// What comes next, line by line.
  var next: [String]

  /// The skeleton of a kind under a name.
  init(_ kind: SkeletonKind, _ name: String, clone: URL) throws {
    let type = name.prefix(1).uppercased() + name.dropFirst()
    switch kind {
    case .operation: self = .operation(name, type)
    case .layer: self = .layer(type)
    case .loss: self = .loss(name, type)
    case .optimizer: self = .optimizer(type)
    case .schedule: self = .schedule(type)
    case .lesson: self = try .lesson(name, type, clone: clone)
    case .package: self = try .package(type, clone: clone)
    }
  }

  init(files: [(path: String, text: String)], next: [String]) {
    self.files = files
    self.next = next
  }

  /// Writes all files, or none: throws where one exists, and takes back what was written where one cannot be.
  func write(into folder: URL) throws {
    let files = files.map { (folder.appending(path: $0.path), $0.text) }
    if let (url, _) = files.first(where: { exists($0.0) }) {
      throw SkeletonProblem("\(url.path(percentEncoded: false)) exists; nothing was written")
    }
    let kept = try edits.map { edit in
      let url = folder.appending(path: edit.path)
      return (url: url, before: try Data(contentsOf: url), after: edit.text)
    }
    var made: [URL] = []
    do {
      for (url, text) in files {
        made += try makeFolder(of: url)
        try writeAtomically(to: url) { try $0.write([UInt8](text.utf8)) }
        made.append(url)
      }
      for edit in kept {
        try writeAtomically(to: edit.url) { try $0.write([UInt8](edit.after.utf8)) }
      }
    } catch {
      for edit in kept where (try? Data(contentsOf: edit.url)) != edit.before {
        try? edit.before.write(to: edit.url, options: .atomic)
      }
      for url in made.reversed() { try? FileManager.default.removeItem(at: url) }
      throw SkeletonProblem("\(sentence(about: error)); nothing was written")
    }
  }

  /// Makes the folders above a file that are missing, and returns them from the top.
  private func makeFolder(of url: URL) throws -> [URL] {
    var missing: [URL] = []
    var folder = url.deletingLastPathComponent()
    while !exists(folder), folder.pathComponents.count > 1 {
      missing.insert(folder, at: 0)
      folder.deleteLastPathComponent()
    }
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    return missing
  }

  private func exists(_ url: URL) -> Bool {
    FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
  }
}

/// Writes what was asked for, and says what comes next.
func writeSkeleton(_ options: NewOptions, clone: URL = repository) throws {
  for name in options.kind.declaredNames(for: options.name) {
    if let file = try declaration(of: name, in: clone) {
      throw SkeletonProblem("\(file) declares \(name) already; nothing was written")
    }
  }
  let skeleton = try Skeleton(options.kind, options.name, clone: clone)
  let folder =
    options.kind == .package
    ? options.folder.appending(path: options.name, directoryHint: .isDirectory) : clone
  if options.kind == .package, FileManager.default.fileExists(atPath: folder.path) {
    throw SkeletonProblem("\(folder.path) exists; nothing was written")
  }
  try skeleton.write(into: folder)
  let paths =
    skeleton.files.map { "  \($0.path)" } + skeleton.edits.map { "  \($0.path), a line more" }
  let place = options.kind == .package ? ["In \(folder.path):"] : ["Written:"]
  show((place + paths + ["", "Next:"] + skeleton.next.map { "  \($0)" }).joined(separator: "\n"))
}

/// The file of the framework, or of the lessons, that declares a name, by its path from the top of the clone.
private func declaration(of name: String, in clone: URL) throws -> String? {
  let pattern = try Regex("\\b(struct|class|enum|protocol|func|typealias) \(name)\\b")
  for module in ["Autograd", "Curriculum", "Layers", "TensorCore", "Training"] {
    let folder = clone.appending(path: "Sources/\(module)")
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let url = files?.nextObject() as? URL {
      guard url.pathExtension == "swift" else { continue }
      let text = try String(contentsOf: url, encoding: .utf8)
      if text.contains(pattern) {
        return "Sources/" + url.path.components(separatedBy: "/Sources/").last!
      }
    }
  }
  return nil
}

/// What keeps a skeleton from being written.
struct SkeletonProblem: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
