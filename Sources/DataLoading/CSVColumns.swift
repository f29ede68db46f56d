import Files
import TensorCore

/// Columns of a table as values. Every method throws a `DataError` for an unknown column, with the
/// nearest name as a suggestion, and for a field that does not fit, with its line and column.
extension CSVTable {
  /// The texts of a column exactly as in the file; a missing value is its text, such as "" or "NA".
  public func strings(_ column: String) throws -> [String] {
    let index = try index(of: column)
    return (0..<rowCount).map { text(row: $0, column: index) }
  }

  /// The texts of a column, with nil for missing values.
  public func optionalStrings(_ column: String) throws -> [String?] {
    try strings(column).map { isMissing($0) ? nil : $0 }
  }

  /// The numbers of a column, such as `3`, `-0.5`, `6.02e23` or `-inf`.
  ///
  /// Throws at the first field that is missing, as NaN is, or no decimal number, or one beyond the range
  /// of `Double`, such as `1e309`.
  public func numbers(_ column: String) throws -> [Double] {
    try values(of: column, expected: "a number", parse: decimalNumber)
  }

  /// The numbers of a column, with nil for missing values. Throws as `numbers` for anything else.
  public func optionalNumbers(_ column: String) throws -> [Double?] {
    try optionalValues(of: column, expected: "a number", parse: decimalNumber)
  }

  /// The integers of a column, such as `42` or `-7`.
  ///
  /// Throws at the first field that is missing or not an integer that fits into `Int`.
  public func integers(_ column: String) throws -> [Int] {
    try values(of: column, expected: "an integer", parse: { Int($0) })
  }

  /// The integers of a column, with nil for missing values. Throws as `integers` otherwise.
  public func optionalIntegers(_ column: String) throws -> [Int?] {
    try optionalValues(of: column, expected: "an integer", parse: { Int($0) })
  }

  /// A column of names as class labels: `names` are the distinct texts in sorted order, and
  /// `labels`, of shape [rows], holds for each row the index of its text in `names`.
  ///
  /// Throws at the first missing value.
  public func categories(_ column: String) throws -> (labels: Tensor<Int>, names: [String]) {
    let texts = try values(of: column, expected: "a category", parse: { $0 })
    let names = Set(texts).sorted()
    let indices = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let labels = texts.map { indices[$0, default: 0] }
    return (Tensor(shape: [rowCount], elements: labels), names)
  }

  /// The numbers of several columns as a matrix of shape [rows, columns], in the order named.
  ///
  /// Throws as `numbers`; drop the rows with missing values first. Throws, too, at a number that the
  /// scalar type does not hold: `1e39` is infinite as a `Float`. (One that is too small becomes 0.)
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func matrix<Scalar: TensorScalar>(
    columns: [String], as type: Scalar.Type = Scalar.self
  ) throws -> Tensor<Scalar> {
    var elements = [Scalar](repeating: 0, count: rowCount * columns.count)
    for (index, column) in columns.enumerated() {
      for (row, number) in try numbers(column).enumerated() {
        let element = Scalar(number)
        guard element.isFinite || number.isInfinite else {
          let index = try self.index(of: column)
          throw DataError(
            name, place(row: row, column: index),
            expected: "a number that \(Scalar.self) can hold",
            found: quoted(text(row: row, column: index)), advice: "Double can")
        }
        elements[row * columns.count + index] = element
      }
    }
    return Tensor(shape: [rowCount, columns.count], elements: elements)
  }

  private func values<Value>(
    of column: String, expected: String, parse: (String) -> Value?
  ) throws -> [Value] {
    let index = try index(of: column)
    return try (0..<rowCount).map { row in
      if let value = try value(row: row, column: index, expected: expected, parse: parse) {
        return value
      }
      let text = text(row: row, column: index)
      throw DataError(
        name, place(row: row, column: index), expected: expected,
        found: text.isEmpty ? "an empty field" : "\(quoted(text)), which marks a missing value",
        advice: "droppingMissing(in:) leaves such rows out")
    }
  }

  private func optionalValues<Value>(
    of column: String, expected: String, parse: (String) -> Value?
  ) throws -> [Value?] {
    let index = try index(of: column)
    return try (0..<rowCount).map { row in
      try value(row: row, column: index, expected: expected, parse: parse)
    }
  }

  /// The value of one field, nil if it is missing.
  private func value<Value>(
    row: Int, column: Int, expected: String, parse: (String) -> Value?
  ) throws -> Value? {
    let text = text(row: row, column: column)
    if isMissing(text) { return nil }
    if let value = parse(text) { return value }
    throw DataError(name, place(row: row, column: column), expected: expected, found: quoted(text))
  }
}

/// The number that `text` spells in decimal notation, or infinity where it is spelled out as `inf` or
/// `infinity`, which is how programs write it. `Double.init` also takes hexadecimal numbers and "nan",
/// and makes infinity of a number that is too large; none of these belong into a table of measurements.
func decimalNumber(_ text: String) -> Double? {
  let isDecimal = text.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }
  if isDecimal {
    guard let number = Double(text), number.isFinite else { return nil }
    return number
  }
  let word = (text.first.map("+-".contains) ?? false ? text.dropFirst() : text[...]).lowercased()
  guard word == "inf" || word == "infinity" else { return nil }
  return text.hasPrefix("-") ? -.infinity : .infinity
}
