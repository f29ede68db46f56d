import Foundation

/// The top of the clone in which the learner works: the one that this tool was built from, unless
/// GRADUS_CLONE names another.
let repository: URL =
  ProcessInfo.processInfo.environment["GRADUS_CLONE"].flatMap {
    $0.isEmpty ? nil : URL(filePath: $0, directoryHint: .isDirectory)
  }
  ?? URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
