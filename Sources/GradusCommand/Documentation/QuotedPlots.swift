import Foundation

extension MarkdownPage {
  /// Plots beside the page that are not what its lesson draws.
  ///
  /// - Parameters:
  ///   - drawn: The folder into which the lesson has drawn.
  ///   - measured: The files of those that no two runs draw alike.
  func alteredPlots(
    drawn: URL, measured: Set<String>, in files: RepositoryFiles
  ) throws -> [DocumentationFault] {
    let shown = "\(folder)/plots"
    let kept = Set(
      files.paths.filter { $0.hasPrefix(shown + "/") }.map { String($0.dropFirst(shown.count + 1)) }
    )
    let new = Set(
      try FileManager.default.contentsOfDirectory(atPath: drawn.path(percentEncoded: false)))
    return try kept.union(new).sorted().compactMap { name in
      let line = links.first { $0.target == "plots/\(name)" }?.line ?? 1
      if !new.contains(name) {
        return fault(line, expected: "the lesson draws plots/\(name)", found: "it does not")
      }
      if !kept.contains(name) {
        return fault(line, expected: "no further plot", found: "the lesson draws \(name), too")
      }
      guard !measured.contains(name) else { return nil }
      let page = try lines(of: files.root.appending(path: "\(shown)/\(name)"))
      let lesson = try lines(of: drawn.appending(path: name))
      guard page != lesson else { return nil }
      let place = zip(page, lesson).prefix { $0 == $1 }.count
      return fault(
        line, expected: "plots/\(name) as the lesson draws it",
        found: "they differ from line \(place + 1) of \(page.count)")
    }
  }

  private func lines(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
  }
}
