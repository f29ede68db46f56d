import Foundation
import TensorCore

/// A table read from a CSV file: a header row with the names of the columns, then the rows.
///
/// The format is RFC 4180 in UTF-8 (a byte order mark is skipped; LF, CRLF and lone CR all end a
/// row), read strictly: see the errors of `init(bytes:name:)`. Fields stay text until a column is
/// asked for, so a column that nobody uses cannot fail.
///
/// A field is **missing** if it is empty or one of `missingMarkers`, quoted or not.
public struct CSVTable: Sendable {
  /// The texts that stand for a missing value, besides the empty field. Case matters: "Nan" is a
  /// first name.
  public static let missingMarkers: Set<String> = ["NA", "N/A", "NaN", "nan", "NULL", "null"]

  /// The name of the file, for error messages.
  public let name: String
  /// The names of the columns, in the order of the file.
  public let columnNames: [String]

  private let content: [UInt8]
  private let fieldEnds: [Int]
  private let rowLines: [Int]
  /// The rows of this table, as rows of the file, whose row 0 is the header. Leaving rows out
  /// changes only this list, so no text is copied and errors still name the line in the file.
  private let fileRows: [Int]

  /// Reads the CSV file at `url`. Throws as `init(bytes:name:)`, or if the file cannot be read.
  public init(contentsOf url: URL) throws {
    try self.init(bytes: try readBytes(of: url), name: url.lastPathComponent)
  }

  /// Reads a table from a string; `name` stands for the file in error messages.
  public init(text: String, name: String = "text") throws {
    try self.init(bytes: Array(text.utf8), name: name)
  }

  /// Reads a table from UTF-8 bytes; `name` stands for the file in error messages.
  ///
  /// Throws a `DataError` for bytes that are not UTF-8, an empty file, two columns of one name,
  /// a row with more or fewer fields than the header, a quote that is never closed, text after a
  /// closing quote and a quote inside an unquoted field.
  public init(bytes: [UInt8], name: String) throws {
    try checkUTF8(bytes, name: name)
    let parser = try CSVParser(bytes, source: name)
    guard !parser.rowLines.isEmpty else {
      throw DataError(name, expected: "a header row with column names", found: "an empty file")
    }
    self.name = name
    content = parser.content
    fieldEnds = parser.fieldEnds
    rowLines = parser.rowLines
    fileRows = Array(1..<max(1, parser.rowLines.count))
    columnNames = (0..<parser.columnCount).map { column in
      let start = column == 0 ? 0 : parser.fieldEnds[column - 1]
      return String(decoding: parser.content[start..<parser.fieldEnds[column]], as: UTF8.self)
    }
    var seen: Set<String> = []
    for columnName in columnNames where !seen.insert(columnName).inserted {
      throw DataError(
        name, .line(1), expected: "column names that differ",
        found: "\(quoted(columnName)) more than once")
    }
  }

  private init(_ table: CSVTable, fileRows: [Int]) {
    name = table.name
    columnNames = table.columnNames
    content = table.content
    fieldEnds = table.fieldEnds
    rowLines = table.rowLines
    self.fileRows = fileRows
  }

  /// The number of rows, without the header.
  public var rowCount: Int { fileRows.count }

  /// The table of the rows with these indices, in this order. An index out of range traps.
  public func selecting(
    rows: [Int], file: StaticString = #fileID, line: UInt = #line
  ) -> CSVTable {
    let selected = rows.map { row in
      require(
        fileRows.indices.contains(row),
        "selecting: row \(row) of \(name), which has the rows 0..<\(rowCount)",
        file: file, line: line)
      return fileRows[row]
    }
    return CSVTable(self, fileRows: selected)
  }

  /// The table of the rows whose field in `column` satisfies the condition.
  ///
  /// Throws a `DataError` if there is no such column.
  public func selecting(
    where column: String, _ isWanted: (String) throws -> Bool
  ) throws -> CSVTable {
    let texts = try strings(column)
    return selecting(rows: try texts.indices.filter { try isWanted(texts[$0]) })
  }

  /// The table of the rows in which none of the named columns is missing.
  ///
  /// Throws a `DataError` if there is no such column.
  public func droppingMissing(in columns: [String]) throws -> CSVTable {
    let indices = try columns.map(index(of:))
    let complete = (0..<rowCount).filter { row in
      indices.allSatisfy { !isMissing(text(row: row, column: $0)) }
    }
    return selecting(rows: complete)
  }

  /// The position of the column `columnName`, or an error that lists the names there are.
  func index(of columnName: String) throws -> Int {
    if let index = columnNames.firstIndex(of: columnName) {
      return index
    }
    let names = columnNames.map(quoted).joined(separator: ", ")
    throw DataError(
      name, expected: "one of the columns \(names)", found: quoted(columnName),
      advice: nearest(to: columnName, among: columnNames).map { "did you mean \(quoted($0))?" })
  }

  /// The text of one field.
  func text(row: Int, column: Int) -> String {
    let field = fileRows[row] * columnNames.count + column
    return String(decoding: content[fieldEnds[field - 1]..<fieldEnds[field]], as: UTF8.self)
  }

  /// Whether a field with this text counts as missing.
  func isMissing(_ text: String) -> Bool {
    text.isEmpty || Self.missingMarkers.contains(text)
  }

  /// The place of a field for an error message. Fields to its left may run over several lines.
  func place(row: Int, column: Int) -> DataError.Place {
    let before = (0..<column).map { text(row: row, column: $0) }.joined(separator: ",")
    // Swift counts CRLF as one character, which is one line end here too.
    let lineEnds = before.count { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    return .field(line: rowLines[fileRows[row]] + lineEnds, column: columnNames[column])
  }
}
