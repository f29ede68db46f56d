import Curriculum
import Foundation

extension MarkdownPage {
  /// Decimal figures in the text that come from nowhere, and those that are said to and are not there.
  ///
  /// A figure with a point has to be printed by the page's command, perhaps with more digits; or stand in
  /// the page's list of those that no command prints, which are settings and what follows by a
  /// calculation. The list is a comment, which readers do not see:
  ///
  ///     <!-- Figures that no command prints: 0.9, 0.99 -->
  func unprovedFigures(output: String) -> [DocumentationFault] {
    let printed = Set(output.matches(of: /[0-9]+(?:\.[0-9]+)?/).map { String($0.output) })
    let listLine = lines.first { $0.text.hasPrefix(MarkdownPage.figureList) }
    let listed = listLine?.text.matches(of: /[0-9]+\.[0-9]+/).map { String($0.output) } ?? []
    var faults: [DocumentationFault] = []
    var used: Set<String> = []
    for line in prose where !line.text.hasPrefix(MarkdownPage.figureList) {
      // Code and the targets of links are not text.
      let text = line.text.replacing(/`[^`]*`/, with: "").replacing(/\]\([^)]*\)/, with: "]")
      for match in text.matches(of: /[0-9]+\.[0-9]+/) {
        let figure = String(match.output)
        if listed.contains(figure) {
          used.insert(figure)
        } else if !printed.contains(where: { isFigure(figure, roundedFrom: $0) }) {
          faults.append(
            fault(
              line.number, expected: "\(figure), printed by a command of this page",
              found:
                "not printed; if it is a setting or follows from others, say so at the page's end: "
                + "\(MarkdownPage.figureList) \(figure) -->"))
        }
      }
    }
    for figure in listed where !used.contains(figure) {
      faults.append(
        fault(listLine?.number ?? 1, expected: "\(figure) in the text", found: "only in this list"))
    }
    return faults
  }

  private static let figureList = "<!-- Figures that no command prints:"

  private func isFigure(_ figure: String, roundedFrom printed: String) -> Bool {
    if figure == printed { return true }
    guard let value = Double(printed) else { return false }
    let digits = figure.split(separator: ".").last?.count ?? 0
    return value.fixed(digits) == figure
  }
}
