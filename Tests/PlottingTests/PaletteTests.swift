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

  /// CIE L*a*b*, in which a distance of about 2 is just noticeable.
  func lab(_ light: [Double]) -> [Double] {
    let xyz = product(
      [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]], light)
    let parts = zip(xyz, [0.9505, 1, 1.089]).map { value, white -> Double in
      let share = value / white
      return share > 0.008856 ? cbrt(share) : 7.787 * share + 16.0 / 116
    }
    return [116 * parts[1] - 16, 500 * (parts[0] - parts[1]), 200 * (parts[1] - parts[2])]
  }

  @Test func colorsStayApartForColorBlindReaders() throws {
    for (name, matrix) in PaletteTests.sight {
      let seen = try Palette.series.map { color in
        lab(product(matrix, try light(color.hex)).map { min(max($0, 0), 1) })
      }
      for one in seen.indices {
        for other in seen.indices where other > one {
          let distance = sqrt(zip(seen[one], seen[other]).reduce(0) { $0 + pow($1.0 - $1.1, 2) })
          #expect(distance > 12, "colors \(one) and \(other), \(name)")
        }
      }
    }
  }
}
