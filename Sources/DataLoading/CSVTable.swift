import Files
import Foundation
import TensorCore

/// A table read from a CSV file: a header row with the names of the columns, then the rows.
///
/// ```swift
/// let wine = try CSVTable(contentsOf: url)
/// let iris = try CSVTable(contentsOf: other, header: .none)  // no names: columns "0", "1", …
/// let widths = try iris.numbers("1")
/// ```
///
/// The format is RFC 4180 in UTF-8 (a byte order mark is skipped; LF, CRLF and lone CR all end a
/// row), read strictly: see the errors of ``init(bytes:name:header:)``. Fields stay text until a column
/// is asked for, so a column that nobody uses cannot fail. Empty lines at the end of a table of several
/// columns are passed over; in one of a single column they are missing values.
///
/// A field is **missing** if it is empty or one of `missingMarkers`, quoted or not.
public struct CSVTable: Sendable {
  /// The texts that stand for a missing value, besides the empty field. Case matters: "Nan" is a
  /// first name.
  public static let missingMarkers: Set<String> = [
    "NA", "N/A", "NaN", "nan", "-NaN", "-nan", "NULL", "null",
  ]

  /// The name of the file, for error messages.
  public let name: String
  /// The names of the columns, in the order of the file.
  public let columnNames: [String]

  private let content: [UInt8]
  private let fieldEnds: [Int]
  private let rowLines: [Int]
  private let columnPositions: Positions<String>
  /// The rows of this table, as rows of the file, whose row 0 may be the header. Leaving rows out
  /// changes only this list, so no text is copied and errors still name the line in the file.
  private let fileRows: [Int]

  /// Reads the CSV file at `url`. Throws as ``init(bytes:name:header:)``, or if the file cannot be read.
  public init(contentsOf url: URL, header: Header = .firstRowUnlessNumbers) throws {
    try self.init(
      bytes: try readBytes(of: url), name: url.lastPathComponent, header: header)
  }

  /// Reads a table from a string; `name` stands for the file in error messages. Throws as
  /// ``init(bytes:name:header:)``.
  public init(
    text: String, name: String = "text", header: Header = .firstRowUnlessNumbers
  ) throws {
    try self.init(bytes: Array(text.utf8), name: name, header: header)
  }

  /// Reads a table from UTF-8 bytes; `name` stands for the file in error messages. The names of the
  /// columns stand in the first row unless `header` says otherwise.
  ///
  /// Throws a `DataError` for bytes that are not UTF-8, an empty file, a first row that looks like data
  /// (see ``Header``), two columns of one name, a row with more or fewer fields than the first, a quote
  /// that is never closed, text after a closing quote and a quote inside an unquoted field.
  public init(
    bytes: [UInt8], name: String, header: Header = .firstRowUnlessNumbers
  ) throws {
    // Asked before, because some of these are UTF-8.
    if let foreign = ForeignFormat.error(name, expected: "a CSV file", beginning: bytes) {
      throw foreign
    }
    try checkUTF8(bytes, name: name)
    let parser = try CSVParser(bytes, source: name)
    guard !parser.rowLines.isEmpty else {
      throw DataError(
        name, expected: header.isInFile ? "a header row with column names" : "rows",
        found: "an empty file")
    }
    self.name = name
    content = parser.content
    fieldEnds = parser.fieldEnds
    rowLines = parser.rowLines
    fileRows = Array((header.isInFile ? 1 : 0)..<parser.rowLines.count)
    columnNames = try CSVTable.columnNames(
      header, firstRow: (0..<parser.columnCount).map(parser.text(ofField:)), source: name)
    columnPositions = Positions(of: columnNames)
  }

  private init(_ table: CSVTable, fileRows: [Int]) {
    name = table.name
    columnNames = table.columnNames
    columnPositions = table.columnPositions
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
    if let index = columnPositions[columnName] { return index }
    // All names of a wide table would fill the screen.
    let shown = columnNames.prefix(20).map(quoted).joined(separator: ", ")
    let others = columnNames.count > 20 ? " and \(columnNames.count - 20) more" : ""
    throw DataError(
      name, expected: "one of the columns \(shown)\(others)", found: quoted(columnName),
      advice: nearest(to: columnName, among: columnNames).map { "did you mean \(quoted($0))?" })
  }

  /// The text of one field.
  func text(row: Int, column: Int) -> String {
    let field = fileRows[row] * columnNames.count + column
    let start = field == 0 ? 0 : fieldEnds[field - 1]
    return String(decoding: content[start..<fieldEnds[field]], as: UTF8.self)
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
