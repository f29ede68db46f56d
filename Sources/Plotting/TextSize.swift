/// Estimates the room of text. SVG cannot be asked how wide the reader's font is, so the estimate
/// leans to the wide side.
enum TextSize {
  /// The width in pixels at a font size in pixels.
  static func width(_ string: String, size: Double) -> Double {
    string.unicodeScalars.reduce(0) { $0 + relativeWidth($1) } * size
  }

  /// The font size, at most `size`, at which the text fits into `room` pixels; at least 7.
  static func fitting(
    _ string: String, size: Double, room: Double, bold: Bool = false
  ) -> Double {
    let needed = width(string, size: size) * (bold ? 1.15 : 1)
    return needed <= room ? size : max(7, size * room / needed)
  }

  private static func relativeWidth(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "t", "f", "r", "I", ".", ",", ":", ";", "'", "|", "!", "(", ")", " ": 0.38
    case "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", "⁻": 0.42
    case "m", "w", "M", "W", "@", "%": 0.95
    case "A"..."Z": 0.7
    case _ where scalar.value > 0x2E80: 1.05
    default: 0.62
    }
  }
}
