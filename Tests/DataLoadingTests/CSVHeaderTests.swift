import TensorCore
import Testing

@testable import DataLoading

/// The names of the columns and the texts of the first one, or the error.
private func read(_ text: String, _ header: CSVTable.Header) throws -> ([String], [String]) {
  let table = try CSVTable(text: text, name: "t.csv", header: header)
  return (table.columnNames, try table.strings(table.columnNames[0]))
}

@Suite struct CSVHeaderTests {
  @Test("the first row is data, a header, or asked about, as the option says")
  func options() throws {
    let (names, rows) = try read("5.1,3.5,setosa\n4.9,3.0,setosa\n", .none)
    #expect(names == ["0", "1", "2"] && rows == ["5.1", "4.9"])
    let (given, all) = try read("5.1,3.5\n4.9,3.0\n", .named(["length", "width"]))
    #expect(given == ["length", "width"] && all == ["5.1", "4.9"])
    let (years, rest) = try read("1990,1991\n1,2\n", .firstRow)
    #expect(years == ["1990", "1991"] && rest == ["1"])
    let (unchecked, none) = try read("5.1,x\n", .firstRow)
    #expect(unchecked == ["5.1", "x"] && none.isEmpty)
  }

  /// First rows of data sets that have no header, as they are read with pandas by `header=None`.
  @Test(
    "a first row that looks like data is not lost in silence",
    arguments: [
      ("5.1,3.5,1.4,0.2,Iris-setosa", "5.1"), ("1,14.23,1.71,2.43,15.6,127", "1"),
      ("M,0.455,0.365,0.095,15", "0.455"), ("5,0,0,12", "5"), ("1", "1"), ("-1e5,a", "-1e5"),
      ("a, 0.5", " 0.5"), ("\"2.5\",b", "2.5"),
    ])
  func suspicion(row: String, number: String) throws {
    #expect(
      message { try read("\(row)\n\(row)\n", .firstRowUnlessNumbers) }
        == "t.csv, line 1: expected the names of the columns, found the number \"\(number)\", so that "
        + "this row seems to be data; header: .none reads a file without names, .named(…) gives "
        + "them; header: .firstRow takes this row for names")
    #expect(try read("\(row)\n\(row)\n", .none).1.count == 2)
  }

  @Test(
    "rows that may be names are taken for names",
    arguments: [
      "country,1990,1991", ",0,1", "a", "x1,x2", "1st,2nd", "NA,nan", "", "v1.0,v2.0", "0x10,0x20",
    ])
  func names(row: String) throws {
    #expect(try CSVTable(text: "\(row)\n").rowCount == 0)
  }

  @Test("all rows of a file without a header are counted, read and named in errors")
  func rowsWithoutHeader() throws {
    let table = try CSVTable(text: "1,2\n3,x\n5,6\n\n", name: "t.csv", header: .none)
    #expect(table.rowCount == 3)
    #expect(try table.integers("0") == [1, 3, 5])
    #expect(
      message { try table.numbers("1") }
        == "t.csv, line 2, column \"1\": expected a number, found \"x\"")
    #expect(
      try table.selecting(rows: [2, 0]).matrix(columns: ["1", "0"])
        == Tensor<Float>([[6, 5], [2, 1]]))
  }

  @Test func wrongNames() {
    #expect(
      message { try read("1,2\n", .named(["a"])) }
        == "t.csv, line 1: expected 1 field, as many as names were given, found 2")
    #expect(
      message { try read("1,2\n", .named(["a", "a"])) }
        == "t.csv: expected names for its columns that differ, found \"a\" more than once")
    #expect(message { try read("", .none) } == "t.csv: expected rows, found an empty file")
  }

  /// Hashes and comparisons are all that a look-up does.
  @Test("the look-up of every column of a wide table takes a fixed amount of work for each")
  func work() throws {
    func work(columns: Int) -> Int {
      let names = (0..<columns).map { CountedName(text: "column \($0)") }
      return CountedName.$work.withValue(Counter()) {
        let positions = Positions(of: names)
        for (index, name) in names.enumerated() { #expect(positions[name] == index) }
        return CountedName.work.count
      }
    }
    let (few, many) = (work(columns: 500), work(columns: 4000))
    #expect(many < 12 * few && many < 4000 * 20, "\(few) steps for 500 columns, \(many) for 4000")
  }
}

private final class Counter: Sendable {
  // Of one thread alone: the test that made it.
  nonisolated(unsafe) var count = 0
}

/// A text that counts how often it is hashed or compared.
private struct CountedName: Hashable {
  @TaskLocal static var work = Counter()
  let text: String

  static func == (left: CountedName, right: CountedName) -> Bool {
    work.count += 1
    return left.text == right.text
  }

  func hash(into hasher: inout Hasher) {
    CountedName.work.count += 1
    hasher.combine(text)
  }
}
