import Foundation

extension MarkdownPage {
  /// Swift of this page that stands in no compiled file, paragraph by paragraph.
  ///
  /// A test holds the same text and runs it, so that a page shows nothing that does not compile.
  func uncompiledCode(in files: RepositoryFiles) throws -> [DocumentationFault] {
    let sources = try files.paths.filter { $0.hasSuffix(".swift") && $0.hasPrefix("Tests/") }
      .map {
        withoutLayout(try files.read($0).split(separator: "\n", omittingEmptySubsequences: false))
      }
    return blocks.filter { $0.language == "swift" }.flatMap { block in
      block.lines.enumerated().split { $0.element.isEmpty }.compactMap { paragraph in
        let code = withoutLayout(paragraph.map { $0.element[...] })
        if sources.contains(where: { $0.contains(code) }) { return nil }
        return fault(
          block.line + 1 + (paragraph.first?.offset ?? 0), expected: paragraph.first?.element ?? "",
          found: "no test in which this paragraph is compiled")
      }
    }
  }
}

/// Lines of code without indentation and without comments after them, each ended by a new line.
private func withoutLayout(_ lines: [Substring]) -> String {
  lines.map {
    $0.replacing(/\s*\/\/ .*/, with: "").trimmingCharacters(in: .whitespaces) + "\n"
  }.joined()
}
