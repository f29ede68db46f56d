import Foundation

/// What a lesson's page has to look at: for each of its sections the pictures and the tables.
struct Gallery {
  struct Section {
    let heading: String
    var pictures: [Picture] = []
    var tables: [[String]] = []
    var isMeasured = false
  }

  struct Picture {
    let name: String
    let caption: String
    /// The SVG as the page shows it, and as the learner's own run has drawn it.
    let svg: String?
    let own: String?
  }

  /// The first paragraph of the page.
  let introduction: String
  /// Those that have something to look at.
  let sections: [Section]
  /// Pictures of the learner's own runs that the page does not have.
  let further: [Picture]

  init(_ page: MarkdownPage, in files: RepositoryFiles) {
    introduction = page.prose.first { !$0.text.isEmpty && !$0.text.hasPrefix("#") }?.text ?? ""
    let folder = "\(page.folder)/plots"
    let headings = page.headings.filter { $0.level > 1 }
    var sections = headings.map { Section(heading: $0.text) }
    func place(_ line: Int) -> Int? { headings.lastIndex { $0.line < line } }
    func drawing(_ path: String) -> String? { try? files.read(path) }
    var shown: Set<String> = []
    for link in page.links where link.isPicture && link.target.hasPrefix("plots/") {
      guard let place = place(link.line) else { continue }
      let name = String(link.target.dropFirst("plots/".count))
      shown.insert(name)
      sections[place].pictures.append(
        Picture(
          name: name, caption: link.text, svg: drawing("\(folder)/\(name)"),
          own: drawing("\(folder)/mine/\(name)")))
    }
    for block in page.blocks where block.isOutput {
      guard let place = place(block.line) else { continue }
      sections[place].tables += block.lines.split { $0.isEmpty }.map(Array.init)
      if block.isMeasured { sections[place].isMeasured = true }
    }
    self.sections = sections.filter { !$0.pictures.isEmpty || !$0.tables.isEmpty }
    let own = files.root.appending(path: "\(folder)/mine").path(percentEncoded: false)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: own)) ?? []
    further = names.sorted().filter { $0.hasSuffix(".svg") && !shown.contains($0) }.map {
      Picture(name: $0, caption: $0, svg: nil, own: drawing("\(folder)/mine/\($0)"))
    }
  }
}
