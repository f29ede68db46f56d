import Foundation
import TensorCore

@testable import Serialization

/// The text of the error that `body` throws, or what happened instead.
func message(_ body: () throws -> some Any) -> String {
  do {
    let value = try body()
    return "no error, but \(value)"
  } catch {
    return "\(error)"
  }
}

/// Calls `body` with a new temporary folder and removes it afterward.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "gradus-\(UUID().uuidString)", directoryHint: .isDirectory)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

/// The names of what lies in a folder, hidden files included.
func names(in folder: URL) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted()
}

/// The bytes of a safetensors file with this header.
func safetensors(_ header: String, data: [UInt8] = []) -> [UInt8] {
  let length = header.utf8.count
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + data
}

func failure(_ header: String, dataCount: Int = 0) -> String {
  message {
    try Safetensors(
      bytes: safetensors(header, data: Array(repeating: 0, count: dataCount)), name: "f")
  }
}
