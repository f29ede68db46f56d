import Files

extension CSVTable {
  /// Where the names of a table's columns come from.
  ///
  /// Many classic data sets (iris, wine, abalone) come without names. To take their first row for names
  /// would lose it, so the default refuses a first row that looks like data, and the error says what to
  /// write.
  public enum Header: Equatable, Sendable {
    /// From the first row; throws when it looks like data. It does where all of its fields are numbers, or
    /// one is a number that is not whole: `1990` may well be the name of a column, `5.1` hardly is.
    case firstRowUnlessNumbers
    /// From the first row, whatever it looks like.
    case firstRow
    /// There are none: every row is data, and the columns are called "0", "1", "2" and so on.
    case none
    /// Every row is data, and these are the names of the columns, from left to right.
    case named([String])

    /// Whether the first row of the file holds the names.
    var isInFile: Bool {
      switch self {
      case .firstRowUnlessNumbers, .firstRow: true
      case .none, .named: false
      }
    }
  }

  /// The names of the columns of a file with this first row; throws when they cannot be right.
  static func columnNames(
    _ header: Header, firstRow: [String], source: String
  ) throws -> [String] {
    let withoutNames = "header: .none reads a file without names, .named(…) gives them"
    switch header {
    case .firstRow: break
    case .firstRowUnlessNumbers:
      if let number = signOfData(in: firstRow) {
        throw DataError(
          source, .line(1), expected: "the names of the columns",
          found: "the number \(quoted(number)), so that this row seems to be data",
          advice: "\(withoutNames); header: .firstRow takes this row for names")
      }
    case .none: return firstRow.indices.map(String.init)
    case .named(let names):
      guard names.count == firstRow.count else {
        throw DataError(
          source, .line(1),
          expected: "\(counted(names.count, "field")), as many as names were given",
          found: "\(firstRow.count)")
      }
      if let name = Positions(of: names).firstRepeated {
        throw DataError(
          source, expected: "names for its columns that differ",
          found: "\(quoted(name)) more than once")
      }
      return names
    }
    if let name = Positions(of: firstRow).firstRepeated {
      throw DataError(
        source, .line(1), expected: "column names that differ",
        found: "\(quoted(name)) more than once", advice: withoutNames)
    }
    return firstRow
  }

  /// A number in a first row that looks like data; nil if the row looks like names.
  private static func signOfData(in row: [String]) -> String? {
    // Some files have a blank after each comma.
    let numbers = row.filter { decimalNumber($0.filter { $0 != " " }) != nil }
    if numbers.count == row.count { return numbers.first }
    return numbers.first { number in number.contains { ".eE".contains($0) } }
  }
}

/// Where each element of a list stands, found without going through the list.
struct Positions<Element: Hashable> {
  private var positions: [Element: Int] = [:]
  /// The first element that stands in the list for the second time.
  private(set) var firstRepeated: Element?

  init(of elements: [Element]) {
    positions.reserveCapacity(elements.count)
    for (position, element) in elements.enumerated()
    where positions.updateValue(position, forKey: element) != nil && firstRepeated == nil {
      firstRepeated = element
    }
  }

  subscript(element: Element) -> Int? { positions[element] }
}

extension Positions: Sendable where Element: Sendable {}
