import Foundation
import Testing

@testable import Plotting

@Suite struct PaletteTests {
  /// Red, green and blue as amounts of light, from 0 to 1.
  func light(_ hex: String) throws -> [Double] {
    let value = try #require(Int(hex.dropFirst(), radix: 16))
    return [16, 8, 0].map { shift -> Double in
      let part = Double(value >> shift & 0xFF) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
  }

  /// The relative luminance of sRGB, as WCAG 2 defines it.
  func luminance(_ hex: String) throws -> Double {
    let parts = try light(hex)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  func contrast(_ one: String, _ other: String) throws -> Double {
    let pair = [try luminance(one), try luminance(other)].sorted()
    return (pair[1] + 0.05) / (pair[0] + 0.05)
  }

  @Test func theContrastFormulaIsRight() throws {
    #expect(abs(try contrast("#000000", "#ffffff") - 21) < 1e-9)
    #expect(abs(try contrast("#777777", "#ffffff") - 4.48) < 0.01)
  }

  @Test func colorsAreLegibleOnWhiteAndOnDark() throws {
    let others = [Palette.emphasis, Palette.text, Palette.textOnDark]
    for color in Palette.series.map(\.hex) + others {
      #expect(try contrast(color, "#ffffff") >= 3, "\(color) on white")
      #expect(try contrast(color, "#0d1117") >= 3, "\(color) on dark")
    }
    #expect(try contrast(Palette.text, "#ffffff") >= 4.5)
    #expect(try contrast(Palette.textOnDark, "#0d1117") >= 4.5)
  }

  @Test func colorsAreDifferentAndRepeat() {
    #expect(Set(Palette.series.map(\.hex)).count == Palette.series.count)
    #expect(Palette.color(Palette.series.count).hex == Palette.color(0).hex)
  }

  /// How light is seen without one kind of cone, after Machado, Oliveira and Fernandes (2009).
  static let sight: [(name: String, matrix: [[Double]])] = [
    ("all cones", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    (
      "no red cones",
      [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]]
    ),
    (
      "no green cones",
      [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]
    ),
    (
      "no blue cones",
      [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]]
    ),
  ]

  func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in zip(row, vector).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// CIE L*a*b*: lightness, from green to red, from blue to yellow.
  func lab(_ light: [Double]) -> [Double] {
    let xyz = product(
      [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], light)
    let parts = zip(xyz, [0.9505, 1, 1.089]).map { value, white -> Double in
      let share = value / white
      return share > 0.008856 ? cbrt(share) : 7.787 * share + 16.0 / 116
    }
    return [116 * parts[1] - 16, 500 * (parts[0] - parts[1]), 200 * (parts[1] - parts[2])]
  }

  /// The color difference CIEDE2000 (Sharma, Wu and Dalal, 2005), in which 1 is just noticeable. Distances in
  /// L*a*b* itself call two blues far apart that look alike.
  func difference(_ one: [Double], _ other: [Double]) -> Double {
    func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
    func seventh(_ chroma: Double) -> Double {
      sqrt(pow(chroma, 7) / (pow(chroma, 7) + pow(25, 7)))
    }
    let stretch = 1 + 0.5 * (1 - seventh((hypot(one[1], one[2]) + hypot(other[1], other[2])) / 2))
    func polar(_ color: [Double]) -> (chroma: Double, hue: Double) {
      let hue = atan2(color[2], stretch * color[1]) * 180 / .pi
      return (hypot(stretch * color[1], color[2]), hue < 0 ? hue + 360 : hue)
    }
    let (a, b) = (polar(one), polar(other))
    var turn = b.hue - a.hue
    var hue = (a.hue + b.hue) / 2
    if abs(turn) > 180 {
      turn += turn > 0 ? -360 : 360
      hue += hue < 180 ? 180 : -180
    }
    let chroma = (a.chroma + b.chroma) / 2
    let weights =
      1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue))
      + 0.32 * cos(radians(3 * hue + 6)) - 0.20 * cos(radians(4 * hue - 63))
    let middle = pow((one[0] + other[0]) / 2 - 50, 2)
    let light = (other[0] - one[0]) / (1 + 0.015 * middle / sqrt(20 + middle))
    let strength = (b.chroma - a.chroma) / (1 + 0.045 * chroma)
    let shade =
      2 * sqrt(a.chroma * b.chroma) * sin(radians(turn) / 2) / (1 + 0.015 * chroma * weights)
    let rotation =
      -2 * seventh(chroma) * sin(radians(60 * exp(-pow((hue - 275) / 25, 2))))
    return sqrt(
      light * light + strength * strength + shade * shade + rotation * strength * shade)
  }

  @Test func theColorDifferenceIsRight() {
    // From the paper's table of test data, with hues on both sides of 0 and in the blue.
    let pairs: [([Double], [Double], Double)] = [
      ([50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425),
      ([50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792),
      ([50, 2.5, 0], [73, 25, -18], 27.1492),
      ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
      ([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082),
    ]
    for (one, other, expected) in pairs {
      #expect(abs(difference(one, other) - expected) < 1e-4)
      #expect(abs(difference(other, one) - expected) < 1e-4)
    }
  }

  /// The least difference between two of some colors, as this sight sees them.
  func least(_ colors: [[Double]], _ matrix: [[Double]]) -> Double {
    let seen = colors.map { color in lab(product(matrix, color).map { min(max($0, 0), 1) }) }
    return seen.indices.flatMap { other in seen[..<other].map { difference($0, seen[other]) } }
      .min()!
  }

  /// No six colors were found that are more than 17 apart in all kinds of sight and legible on both pages.
  @Test func colorsStayApartForColorBlindReaders() throws {
    let colors = try Palette.series.map { try light($0.hex) }
    for (name, matrix) in PaletteTests.sight {
      #expect(least(colors, matrix) > 16, "\(name)")
    }
    #expect(least(colors, PaletteTests.sight[0].matrix) > 25)
  }

  @Test func terminalColorsStayApartAsWell() throws {
    // Number 16 + 36·red + 6·green + blue, each one of six amounts.
    let colors = try Palette.series.map { color in
      let number = try #require(Int(color.terminalCode.dropFirst(5))) - 16
      let amounts = [0, 95, 135, 175, 215, 255]
      let parts = [number / 36, number / 6 % 6, number % 6].map { amounts[$0] }
      return try light("#" + parts.map { String(format: "%02x", $0) }.joined())
    }
    for (name, matrix) in PaletteTests.sight {
      #expect(least(colors, matrix) > 13, "\(name)")
    }
  }

  @Test func noSeriesLooksLikeAMutedOne() throws {
    let muted = try light(Palette.color(nil).hex)
    for color in try Palette.series.map({ try light($0.hex) }) {
      for (name, matrix) in PaletteTests.sight {
        #expect(least([muted, color], matrix) > 7, "\(name)")
      }
    }
  }
}
