import Foundation

/// Numbers as text: the same on every machine, whatever its language.
enum NumberText {
  /// A coordinate with at most two decimals and no trailing zeros.
  static func coordinate(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    if rest.isMultiple(of: 10) { return "\(sign)\(whole).\(rest / 10)" }
    return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// integer · 10^exponent written out in full, with exactly −exponent decimals.
  static func fixed(_ integer: Int, exponent: Int, unicode: Bool) -> String {
    var digits = String(integer.magnitude)
    if exponent >= 0 {
      digits += integer == 0 ? "" : String(repeating: "0", count: exponent)
    } else {
      let missing = max(0, -exponent + 1 - digits.count)
      digits = String(repeating: "0", count: missing) + digits
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: exponent))
    }
    return (integer < 0 ? minus(unicode) : "") + digits
  }

  /// digit · 10^exponent as a power: 10⁻³, 2×10⁶, or 1e-3 and 2e6.
  static func power(_ digit: Int, exponent: Int, unicode: Bool) -> String {
    guard unicode else { return "\(digit)e\(exponent)" }
    return (digit == 1 ? "" : "\(digit)×") + "10" + superscript(exponent)
  }

  /// Four significant digits, as for a loss: 0.03127, 12.5, 3.2e-07, nan.
  static func significant(_ value: Double) -> String {
    text(value, "%.4g")
  }

  /// A number in one of C's formats; `nan` for a NaN, whose sign C would show, and which depends on the
  /// processor.
  static func text(_ value: Double, _ format: String) -> String {
    value.isNaN ? "nan" : String(format: format, value)
  }

  static func superscript(_ number: Int) -> String {
    String(
      String(number).map { character in
        guard let digit = character.wholeNumberValue else { return "⁻" }
        return Array("⁰¹²³⁴⁵⁶⁷⁸⁹")[digit]
      })
  }

  static func minus(_ unicode: Bool) -> String {
    unicode ? "\u{2212}" : "-"
  }
}
