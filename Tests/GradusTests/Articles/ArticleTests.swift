import Foundation
import GradientChecking
import Testing

/// The code in the articles is code that compiles and that tests run: each block stands, line by line, in
/// the article's file beside this one, or in a source file that the article names.
@Suite struct ArticleTests {
  static let articles = [
    "Architecture", "AddingAnOperation", "AddingALayer", "AddingAnOptimizer",
    "AddingABackendKernel",
  ]

  @Test("each block of Swift stands in a file that is compiled", arguments: articles)
  func swiftBlocks(article: String) throws {
    let text = try read("Sources/Gradus/Gradus.docc/\(article).md")
    let files = ["Tests/GradusTests/Articles/\(article).swift"] + namedFiles(in: text)
    let sources = try files.map { try read($0) }
    let blocks = codeBlocks("swift", in: text)
    #expect(blocks.count >= 3, "there is nothing to compare")
    for block in blocks {
      #expect(
        sources.contains { isQuoted(block, in: $0) }, "in none of \(files):\n\(block)")
    }
  }

  @Test("the landing page shows the training loop that README.md shows") func landingPage() throws {
    let blocks = codeBlocks("swift", in: try read("Sources/Gradus/Gradus.docc/Gradus.md"))
    #expect(blocks.count == 1)
    #expect(isQuoted(blocks[0], in: try read("Tests/GradusTests/ReadmeTests.swift")))
  }

  @Test("each change that an article asks for fits the file it names", arguments: articles)
  func differences(article: String) throws {
    let text = try read("Sources/Gradus/Gradus.docc/\(article).md")
    for block in codeBlocks("diff", in: text) {
      let lines = block.split(separator: "\n").map(String.init)
      let path = try #require(lines.first { $0.hasPrefix("+++ ") }?.dropFirst(4))
      let present = lines.filter { !$0.hasPrefix("+") }.map { String($0.dropFirst()) }
      #expect(!present.isEmpty)
      #expect(
        isQuoted(present.joined(separator: "\n"), in: try read(String(path))),
        "not in \(path):\n\(block)")
    }
  }

  @Test("the messages that articles show are those of the check") func messages() throws {
    let shown = [
      ("AddingAnOperation", checkGradients(of: ForgottenSquare())),
      ("AddingALayer", checkGradients(of: ForgetfulUnitProof())),
    ]
    for (article, problems) in shown {
      let blocks = codeBlocks("", in: try read("Sources/Gradus/Gradus.docc/\(article).md"))
      let message = try #require(problems.first).description
      #expect(blocks.contains { words(of: $0) == words(of: message) }, "not shown: \(message)")
    }
  }

  @Test("code that has drifted from its source is noticed") func drift() {
    let source = "struct A {\n    func f() {\n      g()\n    }\n}"
    #expect(isQuoted("func f() {\n  g()\n}", in: source))
    #expect(!isQuoted("func f() {\n  h()\n}", in: source))
    #expect(!isQuoted("func f() {\n}", in: source))
    #expect(!isQuoted("func f() {\n    g()\n}", in: source), "indentation is part of the code")
    #expect(codeBlocks("swift", in: "a\n```swift\nb\n```\n```\nc\n```\n") == ["b"])
    #expect(namedFiles(in: "see `Sources/A/B.swift` and `Sources/C`") == ["Sources/A/B.swift"])
  }

  /// The words of a message, without its numbers: the last digits are the machine's own.
  private func words(of text: String) -> [Substring] {
    text.replacing(/\d+\.\d+/, with: "number").split(whereSeparator: \.isWhitespace)
  }

  /// The fenced blocks of a language.
  private func codeBlocks(_ language: String, in text: String) -> [String] {
    text.matches(of: /(?m)^```(\w*)\n((?s).*?)\n```$/).filter { $0.1 == language }
      .map { String($0.2) }
  }

  /// The Swift files, by their paths from the top of the repository, that a text names.
  private func namedFiles(in text: String) -> [String] {
    text.matches(of: /`((?:Sources|Tests)\/[^`]+\.swift)`/).map { String($0.1) }
  }

  /// Whether the lines stand in a source one after the other, indented further by the same blanks.
  private func isQuoted(_ block: String, in source: String) -> Bool {
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

  private func read(_ path: String) throws -> String {
    let repository = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: repository.appending(path: path), encoding: .utf8)
  }
}
