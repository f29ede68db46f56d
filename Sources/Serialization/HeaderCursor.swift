import Files

/// Reads the text of a file's header from left to right, strictly.
///
/// The headers of safetensors (JSON) and npy files (a Python literal) have a fixed form, so no general
/// reader is needed: none that nests, or that drops the second of two equal names.
struct HeaderCursor {
  private let bytes: [UInt8]
  /// Where the text begins in the file.
  private let start: Int
  private let source: String
  private var position = 0

  /// Throws a `DataError` unless the text is UTF-8.
  init(_ bytes: [UInt8], startingAt start: Int, source: String) throws {
    try checkUTF8(bytes, name: source, startingAt: start)
    self.bytes = bytes
    self.start = start
    self.source = source
  }

  /// The error that something else was expected where the cursor stands.
  func unexpected(_ expected: String) -> DataError {
    let found =
      position < bytes.count
      ? quoted(String(decoding: bytes[position...].prefix(20), as: UTF8.self))
      : "the end of the header"
    return DataError(source, .byte(start + position), expected: expected, found: found)
  }

  /// Goes over blanks, tabs and line ends.
  mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }

  /// Whether a sign comes next, after space, which it goes over.
  mutating func comesNext(_ sign: Character) -> Bool {
    skipSpace()
    return position < bytes.count && bytes[position] == sign.asciiValue
  }

  /// Goes over a sign if it comes next, with space before it.
  mutating func skip(_ sign: Character) -> Bool {
    guard comesNext(sign) else { return false }
    position += 1
    return true
  }

  /// Goes over a sign that has to come next.
  mutating func take(_ sign: Character) throws {
    guard skip(sign) else { throw unexpected("\"\(sign)\"") }
  }

  /// Goes over a word if it comes next.
  mutating func skip(word: String) -> Bool {
    skipSpace()
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  /// Throws unless only space is left.
  mutating func takeEnd() throws {
    skipSpace()
    guard position == bytes.count else { throw unexpected("nothing more in the header") }
  }

  /// Takes a list, each element by a closure; a comma after the last one only where that is allowed.
  mutating func takeList(
    from opening: Character, to closing: Character, endsWithComma: Bool = false,
    _ element: (inout HeaderCursor) throws -> Void
  ) throws {
    try take(opening)
    if skip(closing) { return }
    while true {
      try element(&self)
      if skip(closing) { return }
      try take(",")
      if endsWithComma && skip(closing) { return }
    }
  }

  /// Takes a whole number from 0 in decimal digits.
  mutating func takeNumber() throws -> Int {
    skipSpace()
    var value = 0
    let first = position
    while position < bytes.count, case let digit = Int(bytes[position]) - 0x30, 0...9 ~= digit {
      let (tenfold, overflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = tenfold.addingReportingOverflow(digit)
      if overflows || overflowsToo {
        position = first
        throw unexpected("a number that 64 bits can hold")
      }
      value = sum
      position += 1
    }
    guard position > first else { throw unexpected("a whole number from 0") }
    if position > first + 1, bytes[first] == 0x30 {
      position = first
      throw unexpected("a number without a leading zero")
    }
    return value
  }

  /// Takes a text in quotes with JSON's escapes.
  mutating func takeText(in quote: Character = "\"") throws -> String {
    try take(quote)
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      if byte == quote.asciiValue {
        position += 1
        return String(decoding: text, as: UTF8.self)
      }
      guard byte >= 0x20 else { throw unexpected("no control character inside a text") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        text += Array(String(try takeEscape()).utf8)
      } else {
        text.append(byte)
      }
    }
    throw unexpected("a closing \(quote)")
  }

  private mutating func takeEscape() throws -> Unicode.Scalar {
    guard position < bytes.count else { throw unexpected("an escape after \\") }
    let letter = bytes[position]
    if let scalar = escapes[letter] {
      position += 1
      return scalar
    }
    let place = position
    guard letter == UInt8(ascii: "u") else { throw unexpected("an escape of JSON after \\") }
    position += 1
    let unit = try takeFourHexadecimalDigits()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    // The first half of a character beyond the 65536 first ones, so the second has to follow.
    if unit < 0xDC00, bytes[position...].starts(with: #"\u"#.utf8) {
      position += 2
      let second = try takeFourHexadecimalDigits()
      if 0xDC00...0xDFFF ~= second,
        let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
      {
        return scalar
      }
    }
    position = place
    throw unexpected("two halves of a character")
  }

  private mutating func takeFourHexadecimalDigits() throws -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw unexpected("four hexadecimal digits") }
    position += 4
    return value
  }
}

private let escapes: [UInt8: Unicode.Scalar] = [
  UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/",
  UInt8(ascii: "b"): "\u{8}", UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n",
  UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
]
