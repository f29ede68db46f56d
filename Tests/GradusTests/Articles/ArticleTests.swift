import Foundation
import GradientChecking
import Testing

/// The code in the articles is code that compiles and that tests run.
@Suite struct ArticleTests {
  /// Those whose Swift is one file, from top to bottom: the file of the same name beside this one.
  static let printed = [
    "AddingAnOperation", "AddingALayer", "AddingAnOptimizer", "AddingABackendKernel",
    "VectorCodeOfYourOwn", "ModelsThatAreNotLayers", "TrainingYourWay",
  ]

  /// All articles.
  static var articles: [String] {
    get throws {
      let folder = repository.appending(path: "Sources/Gradus/Gradus.docc")
      return try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
    }
  }

  @Test("a page compiles from top to bottom as it is printed", arguments: printed)
  func printedPages(article: String) throws {
    let lines = try Page(article: article).printedFile().split(
      separator: "\n", omittingEmptySubsequences: false)
    let path = "Tests/GradusTests/Articles/\(article).swift"
    let compiled = try readFromRepository(path).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count > 20, "there is nothing to compare")
    for (number, (line, other)) in zip(lines, compiled).enumerated() where line != other {
      Issue.record("\(path):\(number + 1) has\n\(other)\nand the page has\n\(line)")
      return
    }
    #expect(lines.count == compiled.count, "the page and \(path) differ in length")
  }

  @Test(
    "an article on how things are shows code of its test, in its order",
    arguments: ["Architecture", "SecondOrder", "GradientChecking"])
  func shownInOrder(article: String) throws {
    var rest = try readFromRepository("Tests/GradusTests/Articles/\(article).swift")[...]
    let blocks = try Page(article: article).code("swift")
    #expect(blocks.count >= 3)
    for block in blocks {
      let lines = rest.split(separator: "\n", omittingEmptySubsequences: false)
      let end = lines.indices.first {
        isQuoted(block, in: lines[...$0].joined(separator: "\n"))
      }
      let found = try #require(end, "not there, or not in this order:\n\(block)")
      rest = lines[(found + 1)...].joined(separator: "\n")[...]
    }
  }

  @Test("no block of a page repeats another one", arguments: try articles)
  func repetition(article: String) throws {
    let repeated = try Page(article: article).repeatedBlocks
    #expect(repeated.isEmpty, "\(repeated.joined(separator: "\n\n"))")
  }

  @Test("the landing page shows the training loop that README.md shows") func landingPage() throws {
    let blocks = try Page(article: "Gradus").code("swift")
    #expect(blocks.count == 1)
    #expect(isQuoted(blocks[0], in: try readFromRepository("Tests/GradusTests/ReadmeTests.swift")))
  }

  /// Who follows an article has made its changes, and must not see this turn red.
  @Test("each change that an article asks for fits the file it names, or has been made")
  func differences() throws {
    let blocks = try Self.articles.flatMap { try Page(article: $0).code("diff") }
    #expect(blocks.count > 10)
    for block in blocks {
      let change = try Change(block)
      let source = try readFromRepository(change.path)
      #expect(
        isQuoted(change.before, in: source) || isQuoted(change.after, in: source),
        "not in \(change.path):\n\(block)")
    }
  }

  @Test("the messages that articles show are those of the check") func messages() throws {
    let shown = [
      ("AddingAnOperation", checkGradients(of: ForgottenSquare())),
      ("AddingALayer", checkGradients(of: ForgetfulUnitProof())),
    ]
    for (article, problems) in shown {
      let blocks = try Page(article: article).code("")
      let message = try #require(problems.first).description
      #expect(blocks.contains { words(of: $0) == words(of: message) }, "not shown: \(message)")
    }
  }

  @Test("code that has drifted from its source is noticed") func drift() throws {
    let source = "struct A {\n    func f() {\n      g()\n    }\n}"
    #expect(isQuoted("func f() {\n  g()\n}", in: source))
    #expect(!isQuoted("func f() {\n  h()\n}", in: source))
    #expect(!isQuoted("func f() {\n}", in: source))
    #expect(!isQuoted("func f() {\n    g()\n}", in: source), "indentation is part of the code")
    let page = Page("a\n```swift\nb {\n  d\n}\n```\n```\nc\n```\n```swift\nd\n```\n")
    #expect(page.code("swift") == ["b {\n  d\n}", "d"] && page.repeatedBlocks == ["d"])
    #expect(try page.printedFile() == "b {\n  d\n}\n\nd\n")
    #expect(Page("see `Sources/A/B.swift` and `Sources/C`").namedFiles == ["Sources/A/B.swift"])
    let change = try Change("+++ Sources/A.swift\n a\n-b\n+c\n d")
    #expect(change.before == "a\nb\nd" && change.after == "a\nc\nd")
  }

  /// The words of a message, without its numbers: the last digits are the machine's own.
  private func words(of text: String) -> [Substring] {
    text.replacing(/\d+\.\d+/, with: "number").split(whereSeparator: \.isWhitespace)
  }
}

/// A change that an article asks for: the lines of a file before it and after it.
private struct Change {
  let path: String
  let before: String
  let after: String

  init(_ block: String) throws {
    let lines = block.split(separator: "\n").map(String.init)
    path = String(try #require(lines.first { $0.hasPrefix("+++ ") }).dropFirst(4))
    let changed = lines.filter { !$0.hasPrefix("+++ ") }
    before = changed.filter { !$0.hasPrefix("+") }.map { $0.dropFirst() }.joined(separator: "\n")
    after = changed.filter { !$0.hasPrefix("-") }.map { $0.dropFirst() }.joined(separator: "\n")
    try #require(!before.isEmpty && before != after)
  }
}
