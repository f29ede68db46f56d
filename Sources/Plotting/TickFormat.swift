/// One way to write all labels of a linear axis.
struct TickFormat {
  let exponent: Int
  let unicode: Bool
  /// The power of ten that all labels share, or nil when numbers are written out.
  private let sharedPower: Int?

  init(integers: [Int], exponent: Int, unicode: Bool) {
    self.exponent = exponent
    self.unicode = unicode
    let largest = integers.map(\.magnitude).max() ?? 0
    let order = exponent + String(largest).count - 1
    let isLong = (order >= 6 && exponent >= 3) || (order < -3 && exponent < -4)
    sharedPower = isLong ? order : nil
  }

  func label(_ integer: Int) -> String {
    guard let sharedPower, integer != 0 else {
      return integer == 0 && sharedPower != nil
        ? "0" : NumberText.fixed(integer, exponent: exponent, unicode: unicode)
    }
    let mantissa = NumberText.fixed(integer, exponent: exponent - sharedPower, unicode: unicode)
    return unicode
      ? "\(mantissa)×10\(NumberText.superscript(sharedPower))" : "\(mantissa)e\(sharedPower)"
  }
}
