import Files
import TensorCore
import Testing

@testable import DataLoading

/// All rows of a table as texts, the header first.
private func rows(_ table: CSVTable) throws -> [[String]] {
  let columns = try table.columnNames.map { try table.strings($0) }
  return [table.columnNames] + (0..<table.rowCount).map { row in columns.map { $0[row] } }
}

private func rows(_ text: String) throws -> [[String]] {
  try rows(CSVTable(text: text))
}

@Suite struct CSVFormatTests {
  @Test(
    "The six rules of RFC 4180, section 2",
    arguments: [
      ("aaa,bbb,ccc\r\nzzz,yyy,xxx\r\n", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
      ("aaa,bbb,ccc\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
      ("a,b\r\n x , y \r\n", [["a", "b"], [" x ", " y "]]),
      ("\"aaa\",\"bbb\",\"ccc\"\r\nzzz,yyy,xxx", [["aaa", "bbb", "ccc"], ["zzz", "yyy", "xxx"]]),
      (
        "\"aaa\",\"b\r\nbb\",\"ccc\"\r\nzzz,yyy,xxx",
        [["aaa", "b\r\nbb", "ccc"], ["zzz", "yyy", "xxx"]]
      ),
      ("\"aaa\",\"b\"\"bb\",\"c,cc\"", [["aaa", "b\"bb", "c,cc"]]),
    ])
  func standardExamples(text: String, expected: [[String]]) throws {
    #expect(try rows(text) == expected)
  }

  @Test func lineEnds() throws {
    let expected = [["a", "b"], ["1", "2"], ["3", "4"]]
    for end in ["\n", "\r\n", "\r"] {
      #expect(try rows(["a,b", "1,2", "3,4"].joined(separator: end)) == expected)
      #expect(try rows(["a,b", "1,2", "3,4", ""].joined(separator: end)) == expected)
      // Empty lines at the end, as the iris data of the UCI have one.
      #expect(try rows(["a,b", "1,2", "3,4", "", "", ""].joined(separator: end)) == expected)
    }
  }

  @Test func emptyFields() throws {
    #expect(try rows("a,b,c\n,,\n\"\",x,\n") == [["a", "b", "c"], ["", "", ""], ["", "x", ""]])
    #expect(try rows("a\n\n\"\"") == [["a"], [""], [""]])
    #expect(try rows("a,b\n") == [["a", "b"]])
    #expect(try rows("a,b") == [["a", "b"]])
    #expect(try rows("a,b\n1,") == [["a", "b"], ["1", ""]])
  }

  @Test func byteOrderMarkIsSkipped() throws {
    #expect(try rows("\u{FEFF}a,b\n1,2\n") == [["a", "b"], ["1", "2"]])
    #expect(try rows("\u{FEFF}\"a\",b\n1,2\n") == [["a", "b"], ["1", "2"]])
  }

  @Test(
    "Errors in the format",
    arguments: [
      ("a,b\n1,2\n3\n", "t.csv, line 3: expected 2 fields as in the first row, found 1"),
      ("a,b\n1,2,3\n", "t.csv, line 2: expected 2 fields as in the first row, found 3"),
      (
        "a,b\n1,2\n\n3,4\n",
        "t.csv, line 3: expected 2 fields as in the first row, found an empty line"
      ),
      ("a,b\n1,2\n\"\"\n", "t.csv, line 3: expected 2 fields as in the first row, found 1"),
      ("a\n1,2\n", "t.csv, line 2: expected 1 field as in the first row, found 2"),
      (
        "a,b\n\"x\ny\",2\n\"z\n",
        "t.csv, line 4: expected a closing quote for the quote opened here, found the end of the file"
      ),
      (
        "a,b\n\"x\r\n\ry\"z,2\n",
        "t.csv, line 4: expected a comma or the end of the line after a closing quote, found \"z\""
      ),
      (
        "a,b\n5\" pipe,2\n",
        "t.csv, line 2: expected a field with a quote in it to be quoted as a whole, "
          + "found a quote after \"5\""
      ),
      (
        "a,b,a\n",
        "t.csv, line 1: expected column names that differ, found \"a\" more than once; header: .none "
          + "reads a file without names, .named(…) gives them"
      ),
      ("", "t.csv: expected a header row with column names, found an empty file"),
      ("\u{FEFF}", "t.csv: expected a header row with column names, found an empty file"),
    ])
  func formatErrors(text: String, expected: String) {
    #expect(message { try CSVTable(text: text, name: "t.csv") } == expected)
  }

  @Test func invalidUTF8() {
    let bytes = Array("a,b\n1,".utf8) + [0xC3, 0x28]
    #expect(
      message { try CSVTable(bytes: bytes, name: "t.csv") }
        == "t.csv, byte 6: expected UTF-8 text, found 0xC3, which cannot stand there")
  }

  @Test func missingFile() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "none.csv")
      #expect(
        message { try CSVTable(contentsOf: url) }
          == "\(url.path(percentEncoded: false)): expected a file that can be read, "
          + "found no such file")
      #expect(
        message { try CSVTable(contentsOf: folder) }.hasSuffix(
          "expected a file that can be read, found a folder"))
    }
  }

  @Test func randomTablesSurviveWritingAndReading() throws {
    let pieces = [
      "\"", "\"\"", ",", "\n", "\r\n", "\r", " ", "a", "é", "👩‍🚀", "NA", "1.5", "\u{301}", "\t",
    ]
    for seed in UInt64(1)...300 {
      var generator = RandomGenerator(seed: seed)
      let columnCount = Int.random(in: 1...4, using: &generator)
      let table = (0...Int.random(in: 0...6, using: &generator)).map { row in
        (0..<columnCount).map { column in
          let length = Int.random(in: 0...4, using: &generator)
          let text = (0..<length).map { _ in pieces.randomElement(using: &generator)! }.joined()
          return row == 0 ? "c\(column)\(text)" : text
        }
      }
      let end = ["\n", "\r\n", "\r"].randomElement(using: &generator)!
      let written = table.map { row in
        row.map { field in
          let needsQuotes = field.utf8.contains { Array("\",\r\n".utf8).contains($0) }
          // By scalars, since a quote with a combining accent is no longer the character "quote".
          let doubled = field.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
          return needsQuotes || Bool.random(using: &generator) ? "\"\(doubled)\"" : field
        }.joined(separator: ",") + end
      }.joined()
      #expect(
        try rows(written).map { $0.map { Array($0.utf8) } }
          == table.map { $0.map { Array($0.utf8) } }, "seed \(seed)")
    }
  }

  @Test func damagedInputNeverCrashes() {
    let valid = Array(
      "\u{FEFF}name,\"x,y\",z\r\n\"a \"\"b\"\"\",1,é\n\"two\nlines\",2.5,NA\r,,\n".utf8)
    let alphabet: [UInt8] = Array("\",\r\n a1".utf8) + [0xC3, 0xA9, 0xFF, 0]
    var accepted = 0
    for seed in UInt64(1)...4000 {
      var generator = RandomGenerator(seed: seed)
      var bytes = valid
      if seed.isMultiple(of: 2) {
        let length = Int.random(in: 0...30, using: &generator)
        bytes = (0..<length).map { _ in alphabet.randomElement(using: &generator)! }
      } else {
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
          let index = Int.random(in: 0..<bytes.count, using: &generator)
          switch Int.random(in: 0..<3, using: &generator) {
          case 0: bytes[index] = alphabet.randomElement(using: &generator)!
          case 1: bytes.remove(at: index)
          default: bytes.insert(alphabet.randomElement(using: &generator)!, at: index)
          }
        }
      }
      do {
        let table = try CSVTable(bytes: bytes, name: "seed \(seed)")
        for column in table.columnNames {
          #expect(try table.strings(column).count == table.rowCount, "seed \(seed)")
          _ = try? table.numbers(column)
          _ = try? table.optionalIntegers(column)
        }
        accepted += 1
      } catch {
        #expect(error is DataError, "seed \(seed)")
      }
    }
    #expect(accepted > 100 && accepted < 3900)
  }
}
