import Foundation

extension Skeleton {
  /// A package of one's own: the files that the article shows, under another name and with the path of this
  /// clone. So the article is what one gets.
  static func package(_ name: String, clone: URL) throws -> Skeleton {
    let article = "Sources/Gradus/Gradus.docc/APackageOfYourOwn.md"
    let page = try String(contentsOf: clone.appending(path: article), encoding: .utf8)
    // A paragraph that ends with a path in backquotes and a colon names the file of the block after it.
    let blocks = page.matches(of: /`([^`\n]+)`:\n\n```swift\n((?s).*?)\n```/)
    guard !blocks.isEmpty else { throw SkeletonProblem("\(article) shows no file") }
    let path = clone.standardizedFileURL.path(percentEncoded: false)
    let root = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    return Skeleton(
      files: blocks.map { block in
        let text = String(block.2).replacing(/\bMine(Tests)?\b/) { name + ($0.1 ?? "") }
          .replacing("../gradus", with: root)
        return (
          String(block.1).replacing("Mine", with: name),
          text + "\n"
        )
      },
      next: [
        "cd into the folder",
        "swift run     trains a small network; the first build takes as long as that of Gradus",
        "swift test    proves its layer",
        "What each line is for: \(article)",
      ])
  }
}
