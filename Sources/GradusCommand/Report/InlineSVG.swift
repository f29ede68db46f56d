/// The text of an SVG file as an element of an HTML page; nil when it is none, or would run a program.
///
/// Names within a file need only be unique in the file, but on one page they are all together, and a
/// clipping path of one picture would cut another. So each name gets the picture's own prefix.
func inlineSVG(_ file: String, prefix: String) -> String? {
  guard let start = file.firstRange(of: "<svg"), let end = file.ranges(of: "</svg>").last else {
    return nil
  }
  // Nothing that Gradus draws is active; a file from elsewhere may be.
  let active = /<script|<foreignObject|\son\w+\s*=|javascript:/.ignoresCase()
  let svg = file[start.lowerBound..<end.upperBound]
  guard svg.firstMatch(of: active) == nil else { return nil }
  return String(svg)
    .replacing(/(\sid=")([^"]+)"/) { "\($0.1)\(prefix)\($0.2)\"" }
    .replacing(/(url\(["']?#)/) { "\($0.1)\(prefix)" }
    .replacing(/(href=["']#)/) { "\($0.1)\(prefix)" }
}
