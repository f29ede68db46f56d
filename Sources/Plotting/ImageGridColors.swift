extension ImageGrid {
  /// How values become colors.
  public enum Colors: Sendable {
    /// From black to white.
    case grays
    /// From blue over white to orange, for values with a sign, with a bar that says what the colors mean. The
    /// range should have 0 in its middle, as `-1...1` has, so that 0 is white. NaN is black.
    case signed

    /// The color of each level, the one of NaN first.
    var levels: [String] {
      switch self {
      case .grays: PixelRuns.grays
      case .signed: ["#000"] + Colors.signedLevels.map(\.hex)
      }
    }

    /// Seventeen steps, with white in the middle.
    private static let signedLevels: [RGB] = {
      let (low, white, high) = (RGB(8, 81, 156), RGB(255, 255, 255), RGB(191, 80, 0))
      return (-8...8).map { step in
        white.mixed(with: step < 0 ? low : high, share: Double(abs(step)) / 8)
      }
    }()

    /// The color of a brightness among the 256 of a terminal.
    func terminalCode(_ brightness: Double) -> Int {
      if brightness.isNaN { return 16 }
      return switch self {
      // Of them 24 are grays, from number 232 on.
      case .grays: 232 + Int((brightness * 23).rounded())
      case .signed: Colors.signedLevels[Int((brightness * 16).rounded())].terminalCode
      }
    }

    /// A character that stands for a brightness where there are no colors.
    func character(_ brightness: Double, unicode: Bool) -> String {
      if brightness.isNaN { return "?" }
      switch self {
      case .grays:
        let shades = Array(unicode ? " ░▒▓█" : " .:-=+*#%@")
        return String(shades[Int((brightness * Double(shades.count - 1)).rounded())])
      case .signed:
        let size = abs(2 * brightness - 1)
        if size < 0.25 { return " " }
        return brightness < 0.5 ? (size < 0.75 ? "-" : "=") : (size < 0.75 ? "+" : "#")
      }
    }
  }

  /// The place of a value's color among the levels.
  func level(_ value: Double) -> Int {
    guard !value.isNaN else { return 0 }
    let first = colors == .signed ? 1 : 0
    return first + Int((brightness(value) * Double(colors.levels.count - 1 - first)).rounded())
  }
}

/// A color by its parts of red, green and blue, 0 to 255.
private struct RGB {
  let red, green, blue: Double

  init(_ red: Double, _ green: Double, _ blue: Double) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  func mixed(with other: RGB, share: Double) -> RGB {
    RGB(
      red + share * (other.red - red), green + share * (other.green - green),
      blue + share * (other.blue - blue))
  }

  var hex: String {
    "#"
      + [red, green, blue].map { part in
        let digits = String(Int(part.rounded()), radix: 16)
        return digits.count == 1 ? "0" + digits : digits
      }.joined()
  }

  /// The nearest color of the cube of 6 × 6 × 6 that terminals have from number 16 on.
  var terminalCode: Int {
    let places = [red, green, blue].map { Int(($0 / 255 * 5).rounded()) }
    return 16 + 36 * places[0] + 6 * places[1] + places[2]
  }
}
