import Files

/// The SHA-256 sums of files, as `sha256sum` writes them: 64 hexadecimal digits, a blank, a blank
/// or `*`, and the path.
struct Checksums {
  private let name: String
  private let sums: [String: String]

  /// Reads the lines of `text`; `name` stands for the file in error messages.
  ///
  /// Throws a `DataError` with the number of the first line of another form.
  init(text: String, name: String) throws {
    self.name = name
    var sums: [String: String] = [:]
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      let (sum, rest) = (line.prefix(64), line.dropFirst(64))
      let path = rest.dropFirst(2)
      guard sum.count == 64, sum.allSatisfy({ $0.isHexDigit && $0.isASCII }),
        rest.hasPrefix("  ") || rest.hasPrefix(" *"), !path.isEmpty
      else {
        throw DataError(
          name, .line(index + 1), expected: "a SHA-256 sum, two blanks and a path",
          found: quoted(String(line)))
      }
      sums[String(path)] = sum.lowercased()
    }
    self.sums = sums
  }

  /// The sum of the file at `path`. Throws a `DataError` if it is not listed.
  func sum(of path: String) throws -> String {
    guard let sum = sums[path] else {
      throw DataError(name, expected: "a line with the sum of \(path)", found: "none")
    }
    return sum
  }
}
