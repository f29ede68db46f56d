import Testing

@testable import GradusCommand

/// How pages are taken apart, and the commands on them.
@Suite("verify-docs: pages")
struct MarkdownPageTests {
  @Test("blocks, formulas, links and code are told apart") func parts() {
    let page = MarkdownPage(
      path: "a/page.md",
      text: """
        # One, `two` & three

            formula `x` [a](b)

        See [`x`](y.md#z) and ![a [B, T] picture](plots/p.svg), `code`.

        ```swift
        let link = "[a](b)"
        ```

        ## One two  three
        ### A
        ## A
        """)
    #expect(page.blocks.map(\.language) == ["swift"])
    #expect(page.blocks.map(\.line) == [7])
    #expect(page.links.map(\.target) == ["y.md#z", "plots/p.svg"])
    #expect(page.links.map(\.text) == ["`x`", "a [B, T] picture"])
    #expect(page.links.map(\.isPicture) == [false, true])
    #expect(page.codeSpans.map(\.text) == ["two", "x", "code"])
    #expect(
      page.headings.map(\.anchor) == ["one-two--three", "one-two--three-1", "a", "a-1"])
    #expect(page.resolved("../b/./c.md") == "b/c.md")
    #expect(page.resolved("../../c.md") == nil)
  }

  @Test(
    "what a command asks for",
    arguments: [
      ("swift run -q gradus lesson N --mine   # with yours", .gradus(["lesson", "1", "--mine"])),
      ("gradus", .gradus([])), ("swift run -q gradus …", .gradus([])),
      ("swift run gradus lesson 1", .gradus(["lesson", "1"])),
      ("swift run -q examples", .product("examples")),
      ("GRADUS_FUZZ=1 swift run --scratch-path .build-fuzz fuzz --inputs 9", .product("fuzz")),
      ("GRADUS_BACKEND=simd swift test", .general),
      ("swift test --filter Lesson01", .tests(filter: "Lesson01")),
      ("bash .ci/run      # all", .script(".ci/run")), ("swift sing", nil), ("sing", nil),
    ] as [(String, QuotedCommand.Meaning?)])
  func command(_ text: String, _ meaning: QuotedCommand.Meaning?) {
    #expect(QuotedCommand(text, line: 1)?.meaning == meaning)
  }

  @Test("commands, programs and files that do not exist are named") func obstacles() throws {
    let files = try RepositoryFiles(root: repository)
    func obstacle(_ text: String) -> String? {
      QuotedCommand(text, line: 1)?.obstacle(in: files)
    }
    #expect(obstacle("gradus lesson 1 --backend simd --threads 2") == nil)
    #expect(obstacle("swift run fuzz") == nil)
    #expect(obstacle("python3 Sources/Benchmarks/peers.py") == nil)
    #expect(obstacle("gradus lesson 1 --backend smid")?.contains("did you mean") == true)
    #expect(obstacle("gradus lesson 1 --threads 0")?.contains("--threads") == true)
    #expect(obstacle("swift run fuzzy") == "Package.swift has no executable fuzzy")
    #expect(obstacle("bash .ci/runs") == "no file .ci/runs")
    #expect(obstacle("swift test --filter Lesson77") == "no test of this name")
  }

  @Test("a file that cannot be read is one sentence") func missingFile() throws {
    let folder = try TemporaryFolder()
    let files = try RepositoryFiles(root: folder.url)
    #expect(files.paths.isEmpty)
    let advice = "If the repository has been moved since, build the tool again."
    func message(_ body: () throws -> Void) -> String? {
      do { try body() } catch { return "\(error)" }
      return nil
    }
    #expect(
      message { _ = try files.read("no.md") }
        == "cannot read no.md: No such file or directory. \(advice)")
    let gone = folder.url.appending(path: "gone")
    #expect(
      message { _ = try RepositoryFiles(root: gone) }
        == "cannot read \(folder.path)/gone: No such file or directory. \(advice)")
  }

  @Test("a listing of folders and code that no test compiles are compared with the files")
  func listing() throws {
    let files = try RepositoryFiles(root: repository)
    let page = MarkdownPage(
      path: "README.md",
      text: """
        ```
        Sources/
          Plotting    charts
          Ploting     charts
        Datasets/     data
        ```
        ```swift
        let c = withBackend(.simd) { matmul(a, b) }   // fast

        let d = withBackend(.simd) { matmul(a, c) }
        ```
        """)
    #expect(page.missingFolders(in: files).map(\.line) == [4])
    #expect(page.missingFolders(in: files).map(\.expected) == ["a folder Sources/Ploting"])
    // (This text itself stands in a test, so that the second paragraph is put together below.)
    #expect(try page.uncompiledCode(in: files) == [])
    let call = "matmul" + "(c, b)"
    let other = MarkdownPage(path: "README.md", text: "```swift\nlet e = \(call)\n```\n")
    #expect(try other.uncompiledCode(in: files).map(\.line) == [2])
  }
}
