import Foundation
import TensorCore
import Testing

@Suite struct NumberTextTests {
  @Test("a number's text is read back to the same bits")
  func roundTrip() {
    var generator = RandomGenerator(seed: 11)
    let special: [Double] = [
      0, -0.0, 1, 0.1, -1.0 / 3, .infinity, -.infinity, .leastNonzeroMagnitude,
      -.leastNormalMagnitude, 0x1.8p-1030, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      0x1p53 + 2, 1e16, 123456789012345680,
    ]
    let drawn = (0..<2000).map { _ in
      Double(bitPattern: .random(in: .min ... .max, using: &generator))
    }
    for number in special + drawn where !number.isNaN {
      #expect(Double(numberText(number))?.bitPattern == number.bitPattern, "\(number)")
      let single = Float(number)
      #expect(Float(numberText(single))?.bitPattern == single.bitPattern, "\(single)")
    }
  }

  @Test("a NaN has no sign and no payload, whatever its bits")
  func nan() {
    for bits: UInt64 in [0x7FF8 << 48, 0xFFF8 << 48, 0xFFF8 << 48 | 1, 0x7FF0 << 48 | 1] {
      #expect(numberText(Double(bitPattern: bits)) == "nan")
      #expect(numberText(Double(bitPattern: bits), "%.4g") == "nan")
    }
    #expect(numberText(-Float.nan) == "nan")
    #expect(numberText(-.infinity, "%.4g") == "-inf")
    #expect("\(Tensor<Float>([-.nan, 1]))".hasSuffix("[nan,   1]"))
  }

  /// C's formats show a NaN's sign, which depends on the processor.
  @Test("every number that is formatted goes through a function that knows NaN")
  func formats() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources", directoryHint: .isDirectory).standardized
    let paths = try FileManager.default.subpathsOfDirectory(
      atPath: root.path(percentEncoded: false))
    var places: [String] = []
    for path in paths.sorted() where path.hasSuffix(".swift") {
      let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
      for line in text.split(separator: "\n")
      where line.contains("String(format:") && !line.contains("isNaN ?") {
        places.append("\(path): \(line.drop { $0 == " " })")
      }
    }
    // Whole numbers alone.
    #expect(
      places == [
        #"Plotting/ProgressLine.swift: ? String(format: "%d:%02d:%02d", hours, minutes, rest)"#,
        #"Plotting/ProgressLine.swift: : String(format: "%d:%02d", minutes, rest)"#,
      ])
  }
}
