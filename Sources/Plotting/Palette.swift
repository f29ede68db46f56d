/// The colours of series, in order of use.
///
/// The first three follow the palette of Okabe and Ito; the others were searched for, so that all
/// pairs stay apart for colour-blind readers and every colour has a contrast of at least 3:1 against
/// both a white and a nearly black page.
enum Palette {
  struct Colour {
    /// For SVG, as #rrggbb.
    let hex: String
    /// The nearest of the 256 colours of a terminal.
    let terminalCode: String
  }

  static let series = [
    Colour(hex: "#0f7fc4", terminalCode: "38;5;32"),
    Colour(hex: "#d55e00", terminalCode: "38;5;166"),
    Colour(hex: "#009e73", terminalCode: "38;5;36"),
    Colour(hex: "#785a78", terminalCode: "38;5;96"),
    Colour(hex: "#c30f3c", terminalCode: "38;5;161"),
    Colour(hex: "#4b5ad2", terminalCode: "38;5;62"),
  ]

  /// The colour of the series at `index`; the palette repeats.
  static func colour(_ index: Int) -> Colour {
    series[index % series.count]
  }

  /// Marks what deserves a look, such as a misclassified image.
  static let emphasis = "#d55e00"
  /// Text, axes and reference lines when the page's colours are unknown.
  static let text = "#6b737c"
  /// The same on a dark page; still legible should the page be white after all.
  static let textOnDark = "#8b949e"
}
