import Foundation

/// What a lesson's page has to look at: for each of its sections the pictures and the tables.
struct Gallery {
  struct Section {
    let heading: String
    /// In the order of the page.
    var items: [Item] = []
    /// Whether some of it was measured.
    var isMeasured = false
  }

  enum Item {
    case picture(Picture)
    /// Printed lines.
    case table([String])
  }

  struct Picture {
    let name: String
    /// What the page says that it shows; a picture that the page does not have has its title alone.
    let caption: String
    /// The SVG as the page shows it, and as the learner's own run has drawn it.
    let svg: String?
    let own: String?
  }

  /// The first paragraph of the page, after the quoted line that says how long the lesson takes.
  let introduction: String
  /// Those that have something to look at.
  let sections: [Section]
  /// Pictures of the learner's own runs that the page does not have.
  let further: [Picture]

  init(_ page: MarkdownPage, in files: RepositoryFiles) {
    introduction =
      page.prose.first {
        !$0.text.isEmpty && !$0.text.hasPrefix("#") && !$0.text.hasPrefix(">")
      }?.text ?? ""
    let folder = "\(page.folder)/plots"
    let headings = page.headings.filter { $0.level > 1 }
    var sections = headings.map { Section(heading: $0.text) }
    func place(_ line: Int) -> Int? { headings.lastIndex { $0.line < line } }
    func drawing(_ path: String) -> String? { try? files.read(path) }
    // What is found, with its line and its section.
    var found: [(line: Int, place: Int, item: Item)] = []
    var shown: Set<String> = []
    for link in page.links where link.isPicture && link.target.hasPrefix("plots/") {
      guard let place = place(link.line) else { continue }
      let name = String(link.target.dropFirst("plots/".count))
      shown.insert(name)
      let picture = Picture(
        name: name, caption: link.text, svg: drawing("\(folder)/\(name)"),
        own: drawing("\(folder)/mine/\(name)"))
      found.append((link.line, place, .picture(picture)))
    }
    for block in page.blocks where block.isOutput {
      guard let place = place(block.line) else { continue }
      for lines in block.lines.split(whereSeparator: \.isEmpty) {
        found.append((block.line, place, .table(Array(lines))))
      }
      if block.isMeasured { sections[place].isMeasured = true }
    }
    for (_, place, item) in found.sorted(by: { $0.line < $1.line }) {
      sections[place].items.append(item)
    }
    self.sections = sections.filter { !$0.items.isEmpty }
    let own = files.root.appending(path: "\(folder)/mine").path(percentEncoded: false)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: own)) ?? []
    further = names.sorted().filter { $0.hasSuffix(".svg") && !shown.contains($0) }.map {
      Picture(name: $0, caption: "", svg: nil, own: drawing("\(folder)/mine/\($0)"))
    }
  }
}
