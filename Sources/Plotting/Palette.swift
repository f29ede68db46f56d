/// The colors of series, in order of use.
///
/// The first three follow the palette of Okabe and Ito; the others were searched for, so that all
/// pairs stay apart for color-blind readers and every color has a contrast of at least 3:1 against
/// both a white and a nearly black page.
enum Palette {
  struct Color {
    /// For SVG, as #rrggbb.
    let hex: String
    /// The nearest of the 256 colors of a terminal.
    let terminalCode: String
  }

  static let series = [
    Color(hex: "#0f7fc4", terminalCode: "38;5;32"),
    Color(hex: "#d55e00", terminalCode: "38;5;166"),
    Color(hex: "#009e73", terminalCode: "38;5;36"),
    Color(hex: "#785a78", terminalCode: "38;5;96"),
    Color(hex: "#c30f3c", terminalCode: "38;5;161"),
    Color(hex: "#4b5ad2", terminalCode: "38;5;62"),
  ]

  /// The color of the series at `index`; the palette repeats.
  static func color(_ index: Int) -> Color {
    series[index % series.count]
  }

  /// Marks what deserves a look, such as a misclassified image.
  static let emphasis = "#d55e00"
  /// Text, axes and reference lines when the page's colors are unknown.
  static let text = "#6b737c"
  /// The same on a dark page; still legible should the page be white after all.
  static let textOnDark = "#8b949e"
}
