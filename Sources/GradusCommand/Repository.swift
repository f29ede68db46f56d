import Foundation

/// The top of the clone in which the learner works: the one that GRADUS_CLONE names, or else the one that
/// this tool lies in, or else the one that it was built from.
///
/// A clone that was moved or copied with its build is not where it was when the tool was compiled.
let repository = cloneOfTool(environment: ProcessInfo.processInfo.environment, tool: executable)

func cloneOfTool(environment: [String: String], tool: String) -> URL {
  if let path = environment["GRADUS_CLONE"], !path.isEmpty {
    return URL(filePath: path, directoryHint: .isDirectory)
  }
  var folder = URL(filePath: tool).resolvingSymlinksInPath().deletingLastPathComponent()
  while folder.pathComponents.count > 1 {
    if exists(folder.appending(path: "Package.swift")) && exists(folder.appending(path: "Lessons"))
    {
      return folder
    }
    folder.deleteLastPathComponent()
  }
  return URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}

/// Throws where there is no clone to read from and write to.
func requireClone() throws {
  guard !exists(repository) else { return }
  throw NoClone(place: repository.path(percentEncoded: false))
}

private func exists(_ url: URL) -> Bool {
  FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
}

private struct NoClone: Error, CustomStringConvertible {
  let place: String

  var description: String {
    "there is no clone of Gradus at \(place). If it was moved, build the tool again in its new place, "
      + "or let GRADUS_CLONE name that."
  }
}
