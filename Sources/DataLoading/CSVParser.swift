import Files

/// Splits the bytes of a CSV file into fields after RFC 4180, strictly, in one pass.
///
/// - A comma separates fields; LF, CRLF or a lone CR ends a row, and the last row needs no end.
/// - A field that begins with a quote runs to the next quote that is not doubled, over commas and
///   line ends, which are kept as they are.
/// - A quote inside an unquoted field and text after a closing quote are errors: both are signs of
///   a damaged file, and guessing would move the fields that follow.
/// - An empty line is a row of one empty field, so it is an error unless the table has one column; but
///   after the last row of several columns, as many files have them, empty lines are passed over.
/// - Every row has as many fields as the first.
struct CSVParser {
  private let source: String
  private let bytes: [UInt8]
  private var position: Int
  private var line = 1

  /// The text of all fields, one after another, without the quotes.
  private(set) var content: [UInt8] = []
  /// Where each field ends in `content`; it begins where the one before it ends.
  private(set) var fieldEnds: [Int] = []
  /// The line on which each row begins, counted from 1.
  private(set) var rowLines: [Int] = []
  /// The number of fields in each row.
  private(set) var columnCount = 0

  /// Parses `bytes`, which must be UTF-8; `source` stands for the file in error messages.
  init(_ bytes: [UInt8], source: String) throws {
    self.source = source
    self.bytes = bytes
    position = byteOrderMarkLength(of: bytes)
    content.reserveCapacity(bytes.count)
    while position < bytes.count {
      try readRow()
    }
  }

  /// The text of a field, counted over all rows.
  func text(ofField field: Int) -> String {
    let start = field == 0 ? 0 : fieldEnds[field - 1]
    return String(decoding: content[start..<fieldEnds[field]], as: UTF8.self)
  }

  private mutating func readRow() throws {
    let rowLine = line
    let fieldsBefore = fieldEnds.count
    let isEmptyLine = bytes[position].isLineEnd
    try readField()
    while position < bytes.count, bytes[position] == .comma {
      position += 1
      try readField()
    }
    skipLineEnd()

    let count = fieldEnds.count - fieldsBefore
    if rowLines.isEmpty {
      columnCount = count
    } else if count != columnCount {
      if isEmptyLine, bytes[position...].allSatisfy(\.isLineEnd) {
        fieldEnds.removeLast()
        position = bytes.count
        return
      }
      throw DataError(
        source, .line(rowLine), expected: "\(counted(columnCount, "field")) as in the first row",
        found: isEmptyLine ? "an empty line" : "\(count)")
    }
    rowLines.append(rowLine)
  }

  private mutating func readField() throws {
    if position < bytes.count, bytes[position] == .quote {
      try readQuotedField()
    } else {
      try readPlainField()
    }
    fieldEnds.append(content.count)
  }

  private mutating func readPlainField() throws {
    let start = position
    while position < bytes.count, !bytes[position].endsField {
      if bytes[position] == .quote {
        let before = String(decoding: bytes[start..<position], as: UTF8.self)
        throw DataError(
          source, .line(line), expected: "a field with a quote in it to be quoted as a whole",
          found: "a quote after \(quoted(before))")
      }
      content.append(bytes[position])
      position += 1
    }
  }

  private mutating func readQuotedField() throws {
    let openingLine = line
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      if byte == .quote {
        let isDoubled = position + 1 < bytes.count && bytes[position + 1] == .quote
        if !isDoubled {
          position += 1
          return try checkFieldEnds()
        }
        position += 1
      } else if byte == .lineFeed || (byte == .carriageReturn && !lineFeedFollows) {
        line += 1
      }
      content.append(byte)
      position += 1
    }
    throw DataError(
      source, .line(openingLine), expected: "a closing quote for the quote opened here",
      found: "the end of the file")
  }

  private func checkFieldEnds() throws {
    if position < bytes.count, !bytes[position].endsField {
      let rest = bytes[position...].prefix { !$0.endsField }
      throw DataError(
        source, .line(line), expected: "a comma or the end of the line after a closing quote",
        found: quoted(String(decoding: rest, as: UTF8.self)))
    }
  }

  private mutating func skipLineEnd() {
    if position < bytes.count {
      position += bytes[position] == .carriageReturn && lineFeedFollows ? 2 : 1
      line += 1
    }
  }

  private var lineFeedFollows: Bool {
    position + 1 < bytes.count && bytes[position + 1] == .lineFeed
  }
}

extension UInt8 {
  static let comma = UInt8(ascii: ",")
  static let quote = UInt8(ascii: "\"")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  fileprivate var isLineEnd: Bool { self == .lineFeed || self == .carriageReturn }
  fileprivate var endsField: Bool { self == .comma || isLineEnd }
}
