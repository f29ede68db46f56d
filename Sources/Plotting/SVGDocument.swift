import Foundation

/// A whole SVG file around drawn elements.
struct SVGDocument {
  /// The name for screen readers and tooltips.
  let name: String
  let width: Double
  let height: Double
  let body: SVGBody

  var text: String {
    let w = NumberText.coordinate(width)
    let h = NumberText.coordinate(height)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="plotting" role="img" \
      viewBox="0 0 \(w) \(h)" width="\(w)" height="\(h)" style="max-width:100%;height:auto" \
      font-family="system-ui, sans-serif" fill="\(Palette.text)">
      <title>\(SVGBody.escaped(name))</title>
      <style>
      \(SVGDocument.style)
      </style>
      \(body.text)</svg>

      """
  }

  /// The colours stay legible on white and on dark without this; it fits them to a dark page.
  private static let style = """
    .plotting text{fill:\(Palette.text)}
    .plotting .axis,.plotting .reference,.plotting .grid{stroke:\(Palette.text);fill:none}
    .plotting .grid{stroke-opacity:.2}
    .plotting text.emphasis{fill:\(Palette.emphasis);font-weight:600}
    @media (prefers-color-scheme:dark){
    .plotting text{fill:\(Palette.textOnDark)}
    .plotting .axis,.plotting .reference,.plotting .grid{stroke:\(Palette.textOnDark)}
    }
    """

  /// Writes the text to a file in one step, making missing folders.
  static func write(_ text: String, to url: URL) throws {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url, options: .atomic)
  }
}
