import TensorCore
import Testing

@testable import DataLoading
@testable import Files

private let birds = """
  species,flipper_mm,mass_g,note
  Gentoo,217,4500.5,heavy
  Adelie,NA,3700,"two
  lines"
  Adelie,181,,
  Chinstrap,195,-3.5e2,NaN

  """

private func makeTable() throws -> CSVTable {
  try CSVTable(text: birds, name: "birds.csv")
}

@Suite struct CSVColumnTests {
  @Test func typedColumns() throws {
    let table = try makeTable()
    #expect(table.columnNames == ["species", "flipper_mm", "mass_g", "note"])
    #expect(table.rowCount == 4)
    #expect(try table.strings("note") == ["heavy", "two\nlines", "", "NaN"])
    #expect(try table.optionalStrings("note") == ["heavy", "two\nlines", nil, nil])
    #expect(try table.optionalIntegers("flipper_mm") == [217, nil, 181, 195])
    #expect(try table.optionalNumbers("mass_g") == [4500.5, 3700, nil, -350])
  }

  @Test func droppingMissing() throws {
    let table = try makeTable()
    let complete = try table.droppingMissing(in: ["flipper_mm", "mass_g"])
    #expect(try complete.integers("flipper_mm") == [217, 195])
    #expect(try complete.numbers("mass_g") == [4500.5, -350])
    #expect(try table.droppingMissing(in: []).rowCount == 4)
    #expect(try table.droppingMissing(in: ["note"]).strings("species") == ["Gentoo", "Adelie"])
    #expect(message { try complete.droppingMissing(in: ["wing"]) }.contains("found \"wing\""))
  }

  @Test func everyMarkerIsMissing() throws {
    let fields = CSVTable.missingMarkers.sorted() + ["", "\"\""]
    let table = try CSVTable(text: "x\n" + fields.joined(separator: "\n") + "\n")
    #expect(try table.optionalNumbers("x") == [Double?](repeating: nil, count: fields.count))
    #expect(try CSVTable(text: "x\nNan\n").optionalStrings("x") == ["Nan"])
  }

  @Test func selectingRows() throws {
    let table = try makeTable()
    #expect(
      try table.selecting(rows: [3, 0, 3]).strings("species") == [
        "Chinstrap", "Gentoo", "Chinstrap",
      ])
    let adelies = try table.selecting(where: "species") { $0 == "Adelie" }
    #expect(try adelies.optionalIntegers("flipper_mm") == [nil, 181])
    #expect(try adelies.selecting(rows: [1]).integers("flipper_mm") == [181])
  }

  @Test func matrix() throws {
    let table = try makeTable().droppingMissing(in: ["flipper_mm", "mass_g"])
    let single: Tensor<Float> = try table.matrix(columns: ["mass_g", "flipper_mm"])
    #expect(single == Tensor(shape: [2, 2], elements: [4500.5, 217, -350, 195]))
    #expect(
      try table.matrix(columns: ["flipper_mm"], as: Double.self)
        == Tensor(shape: [2, 1], elements: [217, 195]))
    let none: Tensor<Double> = try table.selecting(rows: []).matrix(columns: ["mass_g"])
    #expect(none.shape == [0, 1])
  }

  @Test func categories() throws {
    let (labels, names) = try makeTable().categories("species")
    #expect(names == ["Adelie", "Chinstrap", "Gentoo"])
    #expect(labels == Tensor(shape: [4], elements: [2, 0, 0, 1]))
  }

  @Test func fieldErrors() throws {
    let table = try makeTable()
    #expect(
      message { try table.numbers("species") }
        == "birds.csv, line 2, column \"species\": expected a number, found \"Gentoo\"")
    #expect(
      message { try table.integers("mass_g") }
        == "birds.csv, line 2, column \"mass_g\": expected an integer, found \"4500.5\"")
    #expect(
      message { try table.numbers("mass_g") }
        == "birds.csv, line 5, column \"mass_g\": expected a number, found an empty field; "
        + "droppingMissing(in:) leaves such rows out")
    #expect(
      message { try table.integers("flipper_mm") }
        == "birds.csv, line 3, column \"flipper_mm\": expected an integer, "
        + "found \"NA\", which marks a missing value; droppingMissing(in:) leaves such rows out")
    #expect(
      message { try table.optionalNumbers("note") }
        == "birds.csv, line 2, column \"note\": expected a number, found \"heavy\"")
    #expect(
      message { try table.categories("note") }.hasPrefix(
        "birds.csv, line 5, column \"note\": expected a category, found an empty field"))
  }

  @Test func theFirstFaultIsReported() throws {
    let table = try CSVTable(text: "x,y\n1,\nNA,\nheavy,\n", name: "t.csv")
    #expect(message { try table.numbers("x") }.hasPrefix("t.csv, line 3,"))
    #expect(message { try table.optionalNumbers("x") }.hasPrefix("t.csv, line 4,"))
  }

  @Test func lineOfAFieldBehindOneOfSeveralLines() throws {
    let table = try CSVTable(text: "a,b\n\"1\r\n2\r3\n4\",x\n", name: "t.csv")
    #expect(
      message { try table.numbers("b") }
        == "t.csv, line 5, column \"b\": expected a number, found \"x\"")
    #expect(
      message { try table.selecting(rows: [0]).numbers("a") }
        == "t.csv, line 2, column \"a\": expected a number, found \"1\\r\\n2\\r3\\n4\"")
  }

  @Test("what programs write for infinity and for what is not a number")
  func notFinite() throws {
    let table = try CSVTable(text: "x\ninf\n-inf\n+Infinity\nnan\n-nan\n-NaN\n")
    #expect(
      try table.optionalNumbers("x") == [.infinity, -.infinity, .infinity, nil, nil, nil])
    let infinities: Tensor<Float> = try table.selecting(rows: [1, 2]).matrix(columns: ["x"])
    #expect(infinities.elements == [-.infinity, .infinity])
  }

  @Test("a number that the scalar type does not hold is an error, and no infinity")
  func tooLarge() throws {
    let table = try CSVTable(text: "a,x\n1,2\n\"3\n\",1e39\n", name: "t.csv")
    #expect(
      message { try table.matrix(columns: ["x"], as: Float.self) }
        == "t.csv, line 4, column \"x\": expected a number that Float can hold, found \"1e39\"; "
        + "Double can")
    #expect(try table.matrix(columns: ["x"], as: Double.self).elements == [2, 1e39])
    let largest = try CSVTable(text: "x\n-3.4028234663852886e38\n1e-50\n")
    #expect(
      try largest.matrix(columns: ["x"], as: Float.self).elements
        == [-.greatestFiniteMagnitude, 0])
  }

  @Test(arguments: [
    "infi", "inf1", "--inf", "0x1p9999", "0x10", "1e999", " 1", "1,5", "1.5.2", "-", "١",
  ])
  func notNumbers(text: String) throws {
    let table = try CSVTable(text: "x\n\"\(text)\"\n", name: "t.csv")
    #expect(
      message { try table.numbers("x") }
        == "t.csv, line 2, column \"x\": expected a number, found \"\(text)\"")
  }

  @Test func unknownColumn() throws {
    let table = try makeTable()
    let names = "\"species\", \"flipper_mm\", \"mass_g\", \"note\""
    #expect(
      message { try table.numbers("fliper_mm") }
        == "birds.csv: expected one of the columns \(names), found \"fliper_mm\"; "
        + "did you mean \"flipper_mm\"?")
    #expect(
      message { try table.strings("qqqqqqq") }
        == "birds.csv: expected one of the columns \(names), found \"qqqqqqq\"")
  }

  @Test("of a wide table, the message names a few columns")
  func unknownColumnOfAWideTable() throws {
    let names = (0..<1000).map { "c\($0)" }
    let table = try CSVTable(text: names.joined(separator: ","))
    let said = message { try table.numbers("c1x") }
    #expect(said.contains("\"c18\", \"c19\" and 980 more, found \"c1x\""))
    #expect(said.utf8.count < 400)
  }

  @Test(arguments: [("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("flaw", "lawn", 2)])
  func levenshtein(a: String, b: String, distance: Int) {
    #expect(editDistance(a, b) == distance)
    #expect(editDistance(b, a) == distance)
  }

  @Test func longFieldsAreCutInMessages() {
    #expect(
      quoted(String(repeating: "x", count: 41)) == "\"" + String(repeating: "x", count: 40) + "…\"")
    #expect(
      quoted(String(repeating: "x", count: 40)) == "\"" + String(repeating: "x", count: 40) + "\"")
    #expect(quoted("a\u{0}\tb") == "\"a\\0\\tb\"")
  }
}
