import Foundation

/// A page of Markdown, taken apart as far as its claims can be compared with the program.
///
/// Not a parser of all of Markdown: fences, headings, links and code in backticks, as these pages use
/// them. Lines are counted from 1.
struct MarkdownPage: Sendable {
  /// What stands between two fences of three backticks.
  struct Block: Sendable {
    /// The line of the opening fence.
    let line: Int
    /// The word after the opening fence; empty if there is none.
    let language: String
    let lines: [String]
  }

  /// A line outside of all fences.
  struct Line: Sendable {
    let number: Int
    let text: String

    /// Whether it is set off by four blanks, as formulas are.
    var isFormula: Bool { text.hasPrefix("    ") }
  }

  /// `[text](target)`, or `![text](target)` for a picture.
  struct Link: Sendable {
    let line: Int
    let text: String
    let target: String
    let isPicture: Bool
  }

  /// `code` in a line of text.
  struct CodeSpan: Sendable {
    let line: Int
    let text: String
  }

  /// A title, with the name by which links lead to it.
  struct Heading: Sendable {
    let line: Int
    let level: Int
    let text: String
    let anchor: String
  }

  /// Its path from the top of the repository.
  let path: String
  let blocks: [Block]
  let lines: [Line]

  init(path: String, text: String) {
    self.path = path
    var blocks: [Block] = []
    var lines: [Line] = []
    var open: (line: Int, language: String, lines: [String])?
    for (index, line) in text.components(separatedBy: "\n").enumerated() {
      guard line.hasPrefix("```") else {
        if open == nil { lines.append(Line(number: index + 1, text: line)) }
        open?.lines.append(line)
        continue
      }
      if let block = open {
        blocks.append(Block(line: block.line, language: block.language, lines: block.lines))
        open = nil
      } else {
        open = (index + 1, line.dropFirst(3).trimmingCharacters(in: .whitespaces), [])
      }
    }
    self.blocks = blocks
    self.lines = lines
  }

  /// The lines of text, without formulas.
  var prose: [Line] { lines.filter { !$0.isFormula } }

  var links: [Link] {
    prose.flatMap { line in
      line.text.matches(of: /(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)/).map {
        Link(
          line: line.number, text: String($0.2), target: String($0.3), isPicture: !$0.1.isEmpty)
      }
    }
  }

  var codeSpans: [CodeSpan] {
    prose.flatMap { line in
      line.text.matches(of: /`([^`]+)`/).map { CodeSpan(line: line.number, text: String($0.1)) }
    }
  }

  var headings: [Heading] {
    var seen: [String: Int] = [:]
    return prose.compactMap { line in
      guard let match = line.text.wholeMatch(of: /(#+) (.*)/) else { return nil }
      let anchor = MarkdownPage.anchor(of: String(match.2))
      // The second heading of one text is -1, as on the sites that show these pages.
      let count = seen[anchor, default: 0]
      seen[anchor] = count + 1
      return Heading(
        line: line.number, level: match.1.count, text: String(match.2),
        anchor: count == 0 ? anchor : "\(anchor)-\(count)")
    }
  }

  /// Lower case, blanks as hyphens, and nothing else but letters and digits.
  private static func anchor(of heading: String) -> String {
    String(
      heading.lowercased().compactMap { character in
        if character == " " { return "-" }
        return character.isLetter || character.isNumber || "-_".contains(character)
          ? character : nil
      })
  }
}
