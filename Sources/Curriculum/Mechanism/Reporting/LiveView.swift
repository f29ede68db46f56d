import Foundation
import Plotting

/// Text that replaces the one shown before, on a terminal; elsewhere only the last is printed.
package struct LiveView {
  private let style: TerminalStyle
  private var shownLines = 0
  private var last = ""

  package init(style: TerminalStyle) { self.style = style }

  package mutating func show(_ text: String) {
    last = text
    guard style.isTerminal else { return }
    print(shownLines > 0 ? "\u{1B}[\(shownLines)F\u{1B}[J\(text)" : text)
    fflush(nil)
    shownLines = text.split(separator: "\n", omittingEmptySubsequences: false).count
  }

  package func finish() {
    if !style.isTerminal { print(last) }
  }
}
