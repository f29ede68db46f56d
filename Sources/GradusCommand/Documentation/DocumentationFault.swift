/// A place where a page and the program differ.
struct DocumentationFault: Equatable, CustomStringConvertible {
  /// The page's path from the top of the repository.
  let file: String
  let line: Int
  /// What the page says.
  let expected: String
  /// What is the case.
  let found: String

  var description: String {
    "\(file):\(line)\n  expected  \(expected)\n  found     \(found)"
  }
}

extension MarkdownPage {
  /// A fault of this page.
  func fault(_ line: Int, expected: String, found: String) -> DocumentationFault {
    DocumentationFault(file: path, line: line, expected: expected, found: found)
  }
}
