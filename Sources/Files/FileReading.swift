import Foundation

/// All bytes of a file, or a `DataError` that names the path and the reason.
package func readBytes(of url: URL) throws -> [UInt8] {
  do {
    return [UInt8](try Data(contentsOf: url))
  } catch {
    let path = url.path(percentEncoded: false)
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    throw DataError(
      path, expected: "a file that can be read",
      found: isFolder.boolValue ? "a folder" : exists ? systemReason(of: error) : "no such file")
  }
}

/// Throws unless `bytes` are well-formed UTF-8; the error gives the offset of the first bad byte,
/// counted from the beginning of the file, where `start` bytes come before them.
package func checkUTF8(_ bytes: [UInt8], name: String, startingAt start: Int = 0) throws {
  do {
    _ = try UTF8Span(validating: bytes.span)
  } catch {
    if start == 0,
      let foreign = ForeignFormat.error(name, expected: "UTF-8 text", beginning: bytes)
    {
      throw foreign
    }
    let offset = error.byteOffsets.lowerBound
    throw DataError(
      name, .byte(start + offset), expected: "UTF-8 text",
      found: "\(hexadecimal(bytes[offset])), which cannot stand there")
  }
}

/// Reads a UTF-8 text file. A byte order mark at its start is left out; line ends stay as they are.
///
/// Throws a `DataError` if the file cannot be read, or with the byte offset where its bytes stop
/// being UTF-8.
public func readText(contentsOf url: URL) throws -> String {
  try readText(bytes: try readBytes(of: url), name: url.lastPathComponent)
}

/// Reads UTF-8 text from bytes; `name` stands for the file in error messages.
public func readText(bytes: [UInt8], name: String) throws -> String {
  try checkUTF8(bytes, name: name)
  return String(decoding: bytes[byteOrderMarkLength(of: bytes)...], as: UTF8.self)
}

/// 3 if the bytes begin with the UTF-8 byte order mark that some editors and spreadsheets write,
/// otherwise 0.
package func byteOrderMarkLength(of bytes: [UInt8]) -> Int {
  bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
}
