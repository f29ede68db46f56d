import Curriculum

/// Printed columns as an HTML table; what has only one column stays as it was printed.
struct OutputTable {
  let rows: [[String]]
  private let lines: [String]

  /// Takes lines apart where three blanks stand below each other in all of them, as the lessons' tables
  /// have them between columns.
  init(_ lines: [String]) {
    self.lines = lines
    let characters = lines.map { Array($0) }
    let width = characters.map(\.count).max() ?? 0
    let isBlank = (0..<width).map { column in
      characters.allSatisfy { column >= $0.count || $0[column] == " " }
    }
    var ranges: [Range<Int>] = []
    var start: Int?
    var blanks = 0
    for column in 0..<width {
      blanks = isBlank[column] ? blanks + 1 : 0
      if !isBlank[column] {
        start = start ?? column
      } else if blanks == 3, let first = start {
        ranges.append(first..<column - 2)
        start = nil
      }
    }
    if let start { ranges.append(start..<width) }
    rows = characters.map { line in
      ranges.map { range in
        String(line[min(range.lowerBound, line.count)..<min(range.upperBound, line.count)])
          .trimmingBlanks
      }
    }
  }

  var html: String {
    guard let first = rows.first, first.count > 1 else {
      let indent = lines.map { $0.prefix { $0 == " " }.count }.min() ?? 0
      let text = lines.map { escaped($0.dropFirst(indent)) }.joined(separator: "\n")
      return "<pre>\(text)</pre>"
    }
    let columns = first.dropFirst()
    let hasHeading =
      columns.allSatisfy(\.isEmpty) || columns.contains { !$0.isEmpty && !$0.isFigure }
    let body = rows.dropFirst(hasHeading ? 1 : 0).map { row in
      "<tr><th scope=\"row\">\(escaped(row[0]))</th>"
        + row.dropFirst().map { "<td>\(escaped($0))</td>" }.joined() + "</tr>"
    }
    let heading =
      hasHeading
      ? "<thead><tr>" + first.map { "<th scope=\"col\">\(escaped($0))</th>" }.joined()
        + "</tr></thead>\n" : ""
    return """
      <div class="scroll" tabindex="0"><table>
      \(heading)<tbody>
      \(body.joined(separator: "\n"))
      </tbody>
      </table></div>
      """
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }).trimmingTrailingBlanks
  }

  /// Whether it is a number, perhaps with a sign, an exponent or a per cent.
  fileprivate var isFigure: Bool { wholeMatch(of: /[-−]?[\d.,]+(e[-+]?\d+)?( ?%)?/) != nil }
}
