import Plotting
import TensorCore

extension String {
  /// The text with blanks after it, up to a width.
  package func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  /// The text without blanks at its end, which would only be noise in a file or a copied text.
  package var trimmingTrailingBlanks: String { String(reversed().drop { $0 == " " }.reversed()) }

  /// The text with blanks before it, up to a width.
  package func rightAligned(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}

extension Double {
  /// The number with so many digits after the point.
  package func fixed(_ digits: Int) -> String { numberText(self, "%.\(digits)f") }

  /// The number with so many significant digits.
  package func significant(_ digits: Int) -> String { numberText(self, "%.\(digits)g") }

  /// The number in scientific notation with so many digits after the point.
  package func scientific(_ digits: Int = 1) -> String { numberText(self, "%.\(digits)e") }
}

/// A text in lines that fit the terminal, each after so many blanks.
package func indented(_ text: String, by indent: Int, style: TerminalStyle) -> String {
  let margin = String(repeating: " ", count: indent)
  let width = max(20, style.width - indent)
  var lines: [String] = []
  for paragraph in spelled(text, for: style).split(separator: "\n") {
    var line = ""
    for word in paragraph.split(separator: " ") {
      if !line.isEmpty && line.count + 1 + word.count > width {
        lines.append(margin + line)
        line = ""
      }
      line += line.isEmpty ? word : " \(word)"
    }
    lines.append(margin + line)
  }
  return lines.joined(separator: "\n")
}

/// Rows of texts as columns, aligned to the right but for the first.
package func table(_ rows: [[String]], style: TerminalStyle, indent: Int = 4) -> String {
  let rows = rows.map { $0.map { spelled($0, for: style) } }
  let columnCount = rows.map(\.count).max() ?? 0
  let widths = (0..<columnCount).map { column in
    rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
  }
  return rows.map { row in
    let cells = row.enumerated().map { column, cell in
      column == 0 ? cell.padded(to: widths[0]) : cell.rightAligned(to: widths[column])
    }
    let line = String(repeating: " ", count: indent) + cells.joined(separator: "   ")
    return line.trimmingTrailingBlanks
  }.joined(separator: "\n")
}
