import Files
import Foundation

/// The folder with the datasets, recognized by the file `SHA256SUMS` in it.
public struct DatasetFolder: Equatable, Sendable {
  /// Where the folder is.
  public let url: URL

  static let variable = "GRADUS_DATASETS"
  static let checksumFile = "SHA256SUMS"
  static let howToGet =
    "To get the datasets, clone the repository, or run `git checkout -- Datasets` in it, "
    + "or set \(variable) to a folder that has them."

  /// The top of the repository: the one that the program lies in, which may have been moved since it was
  /// built, or else the one that it was built from, where this file is three levels below the top.
  private static let sourceRoot =
    folders(from: URL(filePath: Bundle.main.executablePath ?? "/")).first {
      isDatasetFolder($0.appending(path: "Datasets"))
    }
    ?? URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Uses the folder at `url`, whatever it holds.
  public init(_ url: URL) {
    self.url = url
  }

  /// Finds the folder: first where the environment variable `GRADUS_DATASETS` points, then as
  /// `Datasets` in the current folder or any folder above it, then in the folders above the program, and
  /// then in the repository that this source file was built from.
  ///
  /// Throws a `DataError` with every place that was looked at. If the variable is set, nothing else
  /// is looked at, because the wrong data is worse than none.
  public static func find(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    currentFolder: URL = .currentDirectory()
  ) throws -> DatasetFolder {
    try find(environment: environment, currentFolder: currentFolder, sourceRoot: sourceRoot)
  }

  static func find(
    environment: [String: String], currentFolder: URL, sourceRoot: URL
  ) throws -> DatasetFolder {
    let places: [URL]
    if let path = environment[variable], !path.isEmpty {
      places = [URL(filePath: path, directoryHint: .isDirectory)]
    } else {
      places = (folders(from: currentFolder) + [sourceRoot]).map {
        $0.appending(path: "Datasets", directoryHint: .isDirectory)
      }
    }
    if let url = places.first(where: isDatasetFolder) {
      return DatasetFolder(url)
    }
    var paths: [String] = []
    for path in places.map(displayPath) where !paths.contains(path) {
      paths.append(path)
    }
    let origin = places.count == 1 ? " (set by \(variable))" : ""
    throw DataError(
      "datasets", expected: "a folder with the file \(checksumFile)",
      found: "none at\n  \(paths.joined(separator: "\n  "))\(origin)\n\(howToGet)")
  }

  /// The folder itself and all folders above it, the nearest first.
  private static func folders(from start: URL) -> [URL] {
    var folders: [URL] = []
    var components = start.standardizedFileURL.pathComponents
    while !components.isEmpty {
      folders.append(URL(filePath: NSString.path(withComponents: components)))
      components.removeLast()
    }
    return folders
  }

  private static func isDatasetFolder(_ url: URL) -> Bool {
    DatasetFolder(url).contains(checksumFile)
  }

  /// The URL of a file in the folder.
  func file(_ path: String) -> URL {
    url.appending(path: path)
  }

  /// Whether the file is there.
  func contains(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: displayPath(file(path)))
  }

  /// The sums of the files, as the folder lists them.
  func checksums() throws -> Checksums {
    let url = file(Self.checksumFile)
    return try Checksums(text: try readText(contentsOf: url), name: Self.checksumFile)
  }
}

/// The path of a file URL as people write it.
func displayPath(_ url: URL) -> String {
  let path = url.path(percentEncoded: false)
  return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
}
