/// The colors of series, in order of use.
///
/// They were searched for: the six that are furthest apart, by the color difference CIEDE2000, for readers with all
/// kinds of cones and for those without one of them, while every color has a contrast of at least 3:1 against both
/// a white and a nearly black page.
enum Palette {
  struct Color {
    /// For SVG, as #rrggbb.
    let hex: String
    /// One of the 256 colors of a terminal that is near to it, and not near to those of the others.
    let terminalCode: String
  }

  static let series = [
    Color(hex: "#075fbd", terminalCode: "38;5;25"),
    Color(hex: "#df7b02", terminalCode: "38;5;172"),
    Color(hex: "#59a17b", terminalCode: "38;5;72"),
    Color(hex: "#a13c68", terminalCode: "38;5;125"),
    Color(hex: "#c71200", terminalCode: "38;5;160"),
    Color(hex: "#9d88c1", terminalCode: "38;5;139"),
  ]

  /// The color at `index`, which repeats; that of muted series for nil.
  static func color(_ index: Int?) -> Color {
    index.map { series[$0 % series.count] } ?? Color(hex: text, terminalCode: "38;5;244")
  }

  /// Marks what deserves a look, such as a misclassified image.
  static let emphasis = "#d55e00"
  /// Text, axes and reference lines when the page's colors are unknown.
  static let text = "#6b737c"
  /// The same on a dark page; still legible should the page be white after all.
  static let textOnDark = "#8b949e"
  /// A cross, and its edge: one of them stands out from any other color.
  static let (cross, crossEdge) = ("#1f2328", "#ffffff")
}

extension Chart {
  /// For each series its place among the colors; nil for a muted one, which takes none.
  var seriesColors: [Int?] {
    var used = 0
    return series.map { series in
      if series.isMuted { return nil }
      defer { used += 1 }
      return used
    }
  }
}
