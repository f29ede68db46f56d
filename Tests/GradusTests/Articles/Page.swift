import Foundation

/// A page of the documentation and its fenced blocks, in their order.
struct Page {
  struct Block {
    let language: String
    let code: String
  }

  let text: String
  let blocks: [Block]

  init(_ text: String) {
    self.text = text
    blocks = text.matches(of: /(?m)^```(\w*)\n((?s).*?)\n```$/).map {
      Block(language: String($0.1), code: String($0.2))
    }
  }

  /// The page of an article, or any other of the repository by its path.
  init(article: String) throws {
    self.init(try readFromRepository("Sources/Gradus/Gradus.docc/\(article).md"))
  }

  /// The code of the blocks in a language.
  func code(_ language: String) -> [String] {
    blocks.filter { $0.language == language }.map(\.code)
  }

  /// The Swift files, by their paths from the top of the repository, that the text names.
  var namedFiles: [String] {
    text.matches(of: /`((?:Sources|Tests)\/[^`]+\.swift)`/).map { String($0.1) }
  }

  /// The Swift of the page from top to bottom, as a reader would paste it into one file: all but the blocks
  /// that quote a file which the page names.
  func printedFile() throws -> String {
    let quoted = try namedFiles.map(readFromRepository)
    let blocks = code("swift").filter { block in !quoted.contains { isQuoted(block, in: $0) } }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// The blocks that stand inside of another one, wherever that is on the page.
  var repeatedBlocks: [String] {
    blocks.indices.filter { index in
      blocks.indices.contains { other in
        other != index && isQuoted(blocks[index].code, in: blocks[other].code)
      }
    }.map { blocks[$0].code }
  }
}

/// Whether the lines of a block stand in a source one after the other, indented further by the same blanks.
func isQuoted(_ block: String, in source: String) -> Bool {
  let wanted = block.split(separator: "\n", omittingEmptySubsequences: false)
  let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
  return lines.indices.contains { start in
    guard start + wanted.count <= lines.count, lines[start].hasSuffix(wanted[0]) else {
      return false
    }
    let indent = lines[start].dropLast(wanted[0].count)
    return indent.allSatisfy { $0 == " " }
      && zip(lines[start...], wanted).allSatisfy { line, wanted in
        line == (wanted.isEmpty ? "" : indent + wanted)
      }
  }
}

/// The text of a file, by its path from the top of the repository.
func readFromRepository(_ path: String) throws -> String {
  try String(contentsOf: repository.appending(path: path), encoding: .utf8)
}

/// The top of the repository.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()
