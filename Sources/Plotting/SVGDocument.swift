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

  /// The colors stay legible on white and on dark without this; it fits them to a dark page.
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

  /// Writes the text to a file in one step, making missing folders. A symbolic link stays, and the file that
  /// it leads to is replaced.
  static func write(_ text: String, to url: URL) throws {
    let target = url.resolvingSymlinksInPath()
    let path = target.path(percentEncoded: false)
    let manager = FileManager.default
    do {
      try manager.createDirectory(
        at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      let type = try? manager.attributesOfItem(atPath: path)[.type] as? FileAttributeType
      guard type == nil || type == .typeRegular else {
        throw ChartFileError(path: path, reason: "it is no plain file")
      }
      try Data(text.utf8).write(to: target, options: .atomic)
    } catch let error as ChartFileError {
      throw error
    } catch {
      throw ChartFileError(path: path, reason: systemReason(of: error as NSError))
    }
  }
}

/// A file that a picture cannot be written to.
private struct ChartFileError: Error, CustomStringConvertible {
  let path: String
  let reason: String

  var description: String { "cannot write \(path): \(reason)" }
}

/// The system's own words, such as "Not a directory", which Foundation wraps in errors of its own.
private func systemReason(of error: NSError) -> String {
  if error.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(error.code))) }
  let cause = error.userInfo[NSUnderlyingErrorKey] as? any Error
  return cause.map { systemReason(of: $0 as NSError) } ?? error.localizedDescription
}
