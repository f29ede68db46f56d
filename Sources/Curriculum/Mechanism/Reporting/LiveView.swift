import Foundation
import Plotting

/// Text that replaces the one shown before, on a terminal; elsewhere only the last is printed.
package struct LiveView {
  private let style: TerminalStyle
  /// What is on the terminal now.
  private var shown = ""
  private var last = ""

  package init(style: TerminalStyle) { self.style = style }

  /// Shows a text that is made for the width that the terminal has now.
  package mutating func show(_ text: (TerminalStyle) -> String) {
    guard style.isTerminal else { return last = text(style) }
    var style = style
    style.width = TerminalStyle.standardOutput.width
    let rows = LiveView.rows(of: shown, width: style.width)
    shown = text(style)
    print(rows > 0 ? "\u{1B}[\(rows)F\u{1B}[J\(shown)" : shown)
    fflush(nil)
  }

  package func finish() {
    if !style.isTerminal { print(last) }
  }

  /// How many rows a printed text takes: a line that was made for a wider terminal goes on in the next row.
  static func rows(of text: String, width: Int) -> Int {
    if text.isEmpty { return 0 }
    return text.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) { rows, line in
      let columns = line.replacing(/\u{1B}\[[0-9;]*m/, with: "").count
      return rows + max(1, (columns + width - 1) / width)
    }
  }
}
