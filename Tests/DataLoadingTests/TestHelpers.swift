import Files
import Foundation
import TensorCore
import Testing

@testable import DataLoading

/// The text of the `DataError` that `body` throws, or what happened instead.
func message(_ body: () throws -> some Any) -> String {
  do {
    let value = try body()
    return "no error, but \(value)"
  } catch let error as DataError {
    return error.description
  } catch {
    return "another error, \(error)"
  }
}

/// Calls `body` with a new temporary folder and removes it afterward.
func withTemporaryFolder(_ body: (URL) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "gradus-\(UUID().uuidString)", directoryHint: .isDirectory)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder)
}

/// Writes a file below `folder`, with the folders on the way to it.
func write(_ text: String, to path: String, in folder: URL) throws {
  let url = folder.appending(path: path)
  try FileManager.default.createDirectory(
    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(text.utf8).write(to: url)
}
