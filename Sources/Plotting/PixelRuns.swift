/// Draws a grey-scale image in SVG as strokes one pixel high.
///
/// An embedded bitmap would be blurred by the programs that ignore `image-rendering`; strokes are
/// sharp everywhere. Neighboring pixels of one grey share a stroke, and the most frequent grey is
/// the background. Sixteen greys keep the strokes long, and printed this small more are not seen.
enum PixelRuns {
  static let levels = 16

  /// The elements of an image in which each pixel is 1 × 1 and the first row lies at y = 0.
  /// - Parameter brightness: for each pixel, row by row, 0 for black to 1 for white.
  static func markup(_ brightness: [Double], width: Int, height: Int) -> String {
    let grey = brightness.map { Int(($0 * Double(levels - 1)).rounded()) }
    var counts = Array(repeating: 0, count: levels)
    for level in grey { counts[level] += 1 }
    let background = counts.firstIndex(of: counts.max()!)!

    var strokes = Array(repeating: "", count: levels)
    for row in 0..<height {
      var column = 0
      while column < width {
        let level = grey[row * width + column]
        let start = column
        while column < width, grey[row * width + column] == level { column += 1 }
        // A stroke lies on both sides of its path, which therefore runs through the row's middle.
        if level != background { strokes[level] += "M\(start) \(row).5h\(column - start)" }
      }
    }
    let paths = strokes.indices.filter { !strokes[$0].isEmpty }.map {
      "<path stroke=\"\(colour($0))\" d=\"\(strokes[$0])\"/>"
    }
    let ground = "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(colour(background))\"/>"
    return ([ground] + paths).joined(separator: "\n")
  }

  private static func colour(_ level: Int) -> String {
    "#" + String(repeating: String(level, radix: 16), count: 3)
  }
}
