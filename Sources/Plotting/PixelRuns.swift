/// Draws an image in SVG as strokes one pixel high.
///
/// An embedded bitmap would be blurred by the programs that ignore `image-rendering`; strokes are
/// sharp everywhere. Neighboring pixels of one color share a stroke, and the most frequent color is
/// the background. Sixteen grays keep the strokes long, and printed this small more are not seen.
enum PixelRuns {
  /// Black to white.
  static let grays = (0..<16).map { "#" + String(repeating: String($0, radix: 16), count: 3) }

  /// The elements of an image in which each pixel is 1 × 1 and the first row lies at y = 0.
  /// - Parameters:
  ///   - levels: For each pixel, row by row, the place of its color.
  ///   - colors: The colors.
  static func markup(
    _ levels: [Int], colors: [String] = grays, width: Int, height: Int
  ) -> String {
    var counts = Array(repeating: 0, count: colors.count)
    for level in levels { counts[level] += 1 }
    let background = counts.firstIndex(of: counts.max()!)!

    var strokes = Array(repeating: "", count: colors.count)
    for row in 0..<height {
      var column = 0
      while column < width {
        let level = levels[row * width + column]
        let start = column
        while column < width, levels[row * width + column] == level { column += 1 }
        // A stroke lies on both sides of its path, which therefore runs through the row's middle.
        if level != background { strokes[level] += "M\(start) \(row).5h\(column - start)" }
      }
    }
    let paths = strokes.indices.filter { !strokes[$0].isEmpty }.map {
      "<path stroke=\"\(colors[$0])\" d=\"\(strokes[$0])\"/>"
    }
    let ground = "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(colors[background])\"/>"
    return ([ground] + paths).joined(separator: "\n")
  }
}
