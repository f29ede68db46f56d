import Curriculum
import Foundation

/// A finished run of the built tool, in a process of its own.
struct ToolRun {
  let code: Int32
  /// What it wrote to standard output.
  let output: String
  /// What it wrote to standard error.
  let errors: String

  var lines: [Substring] { output.split(separator: "\n", omittingEmptySubsequences: false) }

  /// Runs `gradus` with these arguments and nothing of the surroundings but these variables, and where
  /// commands and temporary files are.
  ///
  /// By default it may print UTF-8, 80 columns wide, without colors, because its output is a file;
  /// and it works in an empty clone, so that it changes nothing of the learner's.
  ///
  /// - Parameters:
  ///   - arguments: What follows the tool's name.
  ///   - environment: Variables besides these.
  ///   - script: What a shell does to run it, as `"$0" "$@"`.
  init(
    _ arguments: [String], environment: [String: String] = [:], script: String? = nil
  ) async throws {
    let folder = try TemporaryFolder()
    let output = folder.url.appending(path: "output")
    let errors = folder.url.appending(path: "errors")
    let tool = try ToolRun.executable().path(percentEncoded: false)
    let words = script.map { ["/bin/sh", "-c", $0, tool] + arguments } ?? [tool] + arguments
    let variables = ["LC_ALL": "C.UTF-8", "COLUMNS": "80", "GRADUS_CLONE": folder.path]
      .merging(ToolRun.places) { $1 }.merging(environment) { $1 }
    let ending = try await withCheckedThrowingContinuation { ended in
      // On a thread of its own, which may wait.
      DispatchQueue.global().async {
        ended.resume(
          with: Result {
            try ChildProcess.run(
              words[0], Array(words.dropFirst()), environment: variables,
              output: output.path(percentEncoded: false),
              errors: errors.path(percentEncoded: false))
          })
      }
    }
    switch ending {
    case .exit(let code): self.code = code
    case .signal(let number): code = 128 + number
    }
    self.output = try String(contentsOf: output, encoding: .utf8)
    self.errors = try String(contentsOf: errors, encoding: .utf8)
  }

  /// The variables that say where this machine has its commands and its temporary files.
  static let places = ProcessInfo.processInfo.environment.filter {
    ["PATH", "TMPDIR"].contains($0.key)
  }

  init(_ arguments: String..., environment: [String: String] = [:]) async throws {
    try await self.init(arguments, environment: environment)
  }

  /// Lets the tool work in this clone, of which it then reads the pages and the pictures.
  static let here = ["GRADUS_CLONE": ""]

  /// The tool stands beside the tests: beside their executable on Linux, beside their bundle on macOS.
  static func executable() throws -> URL {
    #if os(Linux)
      let tests = Bundle.main.executableURL
    #else
      let tests: URL? = Bundle(for: TemporaryFolder.self).bundleURL
    #endif
    let tool = tests?.deletingLastPathComponent().appending(path: "gradus")
    guard let tool, FileManager.default.isExecutableFile(atPath: tool.path(percentEncoded: false))
    else { throw CocoaError(.fileNoSuchFile) }
    return tool
  }
}

/// A folder that goes away with the last reference to it, hence a class.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(
      path: "gradus-tests-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  var path: String { String(url.path(percentEncoded: false).dropLast()) }

  deinit { try? FileManager.default.removeItem(at: url) }
}

/// Copies a file, or a folder with all that is in it: the bytes alone, because the times and the owner of
/// another user's files cannot be given to the copies.
func copyBytes(of source: URL, to target: URL) throws {
  let manager = FileManager.default
  var isFolder: ObjCBool = false
  let path = source.path(percentEncoded: false)
  guard manager.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
    return try Data(contentsOf: source).write(to: target)
  }
  try manager.createDirectory(at: target, withIntermediateDirectories: true)
  for name in try manager.contentsOfDirectory(atPath: path) {
    try copyBytes(of: source.appending(path: name), to: target.appending(path: name))
  }
}

let repository = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
