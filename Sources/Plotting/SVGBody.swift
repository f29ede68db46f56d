/// The elements of an SVG drawing, one a line.
struct SVGBody {
  enum Anchor: String {
    case start, middle, end
  }

  private(set) var text = ""

  /// Adds an element with attributes that are already safe.
  mutating func element(_ markup: String) {
    text += markup + "\n"
  }

  /// Adds one path of class `style` made of straight lines between pairs of points.
  mutating func lines(
    _ segments: [(x1: Double, y1: Double, x2: Double, y2: Double)], style: String,
    attributes: String = ""
  ) {
    guard !segments.isEmpty else { return }
    let data = segments.map {
      "M\(SVGBody.pair($0.x1, $0.y1))L\(SVGBody.pair($0.x2, $0.y2))"
    }.joined()
    let more = attributes.isEmpty ? "" : " " + attributes
    element("<path class=\"\(style)\"\(more) d=\"\(data)\"/>")
  }

  /// Adds a text; `upward` turns it by 90 degrees around its anchor. Without a color it has that of the axes.
  mutating func label(
    _ string: String, x: Double, y: Double, size: Double, anchor: Anchor = .start,
    bold: Bool = false, style: String = "", color: String = "", upward: Bool = false
  ) {
    guard !string.isEmpty else { return }
    var attributes = "x=\"\(NumberText.coordinate(x))\" y=\"\(NumberText.coordinate(y))\""
    attributes += " font-size=\"\(NumberText.coordinate(size))\""
    if anchor != .start { attributes += " text-anchor=\"\(anchor.rawValue)\"" }
    if bold { attributes += " font-weight=\"600\"" }
    if !style.isEmpty { attributes += " class=\"\(style)\"" }
    // An attribute "fill" would yield to the rule for all texts.
    if !color.isEmpty { attributes += " style=\"fill:\(color)\"" }
    if upward { attributes += " transform=\"rotate(-90 \(SVGBody.pair(x, y)))\"" }
    element("<text \(attributes)>\(SVGBody.escaped(string))</text>")
  }

  /// Adds another drawing, moved to the right and down.
  mutating func place(_ other: SVGBody, x: Double, y: Double) {
    element("<g transform=\"translate(\(SVGBody.pair(x, y)))\">")
    text += other.text
    element("</g>")
  }

  /// Two coordinates, as in the data of a path.
  static func pair(_ x: Double, _ y: Double) -> String {
    "\(NumberText.coordinate(x)) \(NumberText.coordinate(y))"
  }

  /// Text made safe for XML; control characters, which XML forbids, become spaces.
  static func escaped(_ string: String) -> String {
    var result = ""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&apos;"
      case _ where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value): result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
