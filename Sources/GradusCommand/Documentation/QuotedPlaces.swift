import Foundation

// What pages point to: links, anchors, files and declarations.
extension MarkdownPage {
  /// Links that lead nowhere. Those to other machines cannot be followed without a network.
  func brokenLinks(in files: RepositoryFiles) -> [DocumentationFault] {
    links.compactMap { link in
      if link.target.contains("://") || link.target.hasPrefix("mailto:") { return nil }
      let parts = link.target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let file = parts[0].removingPercentEncoding ?? String(parts[0])
      guard let target = file.isEmpty ? path : resolved(file), files.exists(target) else {
        return fault(link.line, expected: "a file \(link.target)", found: "none")
      }
      guard parts.count == 2 else { return nil }
      let page = (try? files.read(target)).map { MarkdownPage(path: target, text: $0) }
      if page?.headings.contains(where: { $0.anchor == String(parts[1]) }) == true { return nil }
      return fault(
        link.line, expected: "a heading #\(parts[1]) in \(target)", found: "no such heading")
    }
  }

  /// Files in backticks that do not exist: paths from the top or from the page, and names alone.
  func missingFiles(in files: RepositoryFiles) -> [DocumentationFault] {
    let shown = filesOfItsPackage
    return codeSpans.compactMap { span in
      if shown.contains(span.text) { return nil }
      guard span.text.wholeMatch(of: /[\w.+-]+(\/[\w.+-]+)*\/?/) != nil else { return nil }
      let text = span.text.hasSuffix("/") ? String(span.text.dropLast()) : span.text
      let isName = !text.contains("/")
      let top = text.split(separator: "/").first.map(String.init) ?? ""
      let isPath = !isName && files.exists(top) || span.text.hasSuffix("/")
      guard isPath || text.contains(/\w\.(swift|md|py|svg|csv|txt|dot|json|yml)$/) else {
        return nil
      }
      let isThere =
        files.exists(text) || resolved(text).map { files.exists($0) } == true
        || isName && files.exists(named: text)
      return isThere ? nil : fault(span.line, expected: "a file \(span.text)", found: "none")
    }
  }

  /// The files of a page that makes a package of its own, whose texts stand on it: the last word before a
  /// colon, where one of them is the manifest.
  private var filesOfItsPackage: Set<String> {
    let names = prose.compactMap { $0.text.firstMatch(of: /`([^`]+)`:$/).map { String($0.1) } }
    return names.contains("Package.swift") ? Set(names) : []
  }

  /// Declarations such as `func matmul` that do not stand in the file to which their line links.
  func missingDeclarations(in files: RepositoryFiles) -> [DocumentationFault] {
    let sources = Dictionary(grouping: links.filter { $0.target.hasSuffix(".swift") }, by: \.line)
    return codeSpans.compactMap { span in
      guard
        span.text.contains(/^(func|struct|enum|protocol|class|typealias|let|var|extension) \w/),
        let links = sources[span.line]
      else { return nil }
      let texts = links.compactMap { resolved($0.target).flatMap { try? files.read($0) } }
      if texts.contains(where: { $0.contains(span.text) }) { return nil }
      let names = links.map(\.target).joined(separator: " or ")
      return fault(span.line, expected: "\(span.text) in \(names)", found: "no such text")
    }
  }

  /// Rows of a table of places, `| question | file | words in it |` with both in backticks, whose words do
  /// not stand in the file.
  func wrongPlaces(in files: RepositoryFiles) -> [DocumentationFault] {
    places.compactMap { place in
      let text = (try? files.read(place.file)) ?? ""
      return text.contains(place.words)
        ? nil
        : fault(place.line, expected: "\(place.words) in \(place.file)", found: "no such text")
    }
  }

  /// The rows of tables of places.
  var places: [(line: Int, file: String, words: String)] {
    prose.compactMap { line in
      line.text.wholeMatch(of: /\| [^|]+\? \| `([^`|]+)` \| `([^`]+)` \|/).map {
        (line.number, String($0.1), String($0.2))
      }
    }
  }

  /// Folders of a listing, such as the README's map, that do not exist.
  ///
  /// A listing is a block whose first line is a folder, `Sources/`; what is indented by two blanks stands
  /// inside of the last folder before it.
  func missingFolders(in files: RepositoryFiles) -> [DocumentationFault] {
    blocks.filter(\.isListing).flatMap { block -> [DocumentationFault] in
      var folder = ""
      return block.lines.enumerated().compactMap { index, line -> DocumentationFault? in
        guard let match = line.firstMatch(of: /^( *)([\w.-]+\/?)/) else { return nil }
        let isInside = !match.1.isEmpty
        if !isInside { folder = String(match.2) }
        let path = isInside ? "\(folder)\(match.2)" : String(match.2)
        if files.exists(path) { return nil }
        return fault(block.line + 1 + index, expected: "a folder \(path)", found: "none")
      }
    }
  }
}

extension MarkdownPage.Block {
  /// Whether it lists folders.
  var isListing: Bool {
    language.isEmpty && lines.first?.wholeMatch(of: /[\w.-]+\/( .*)?/) != nil
  }
}
