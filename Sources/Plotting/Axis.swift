import Foundation

/// The shown part of one axis: maps values to fractions of its length.
struct Axis {
  let scale: Chart.Scale
  let lower: Double
  let upper: Double

  /// Beyond this magnitude the difference of two values could overflow.
  private static let largest = 1e300
  /// Below this length a step between two ticks could underflow.
  private static let shortest = 1e-290

  /// Shows `range` when it is given, and otherwise all of `values` with a little air around them.
  init(scale: Chart.Scale, range: ClosedRange<Double>?, values: [Double]) {
    self.scale = scale
    if let range {
      Axis.check(range, scale)
      (lower, upper) = Axis.widened(range.lowerBound, range.upperBound, scale)
      return
    }
    let shown = values.filter { Axis.canShow($0, scale) }
    guard let smallest = shown.min(), let greatest = shown.max() else {
      (lower, upper) = scale == .linear ? (0, 1) : (1, 10)
      return
    }
    let (low, high) = Axis.widened(smallest, greatest, scale)
    let air = 0.04
    switch scale {
    case .linear:
      lower = low - air * (high - low)
      upper = high + air * (high - low)
    case .logarithmic:
      let factor = pow(10, air * (log10(high) - log10(low)))
      // Over hundreds of decades even a little air could overflow.
      lower = max(low / factor, 1e-305)
      upper = min(high * factor, 1e305)
    }
  }

  /// Where `value` lies: 0 at the start of the axis, 1 at its end; nil when it cannot be shown.
  func fraction(of value: Double) -> Double? {
    guard Axis.canShow(value, scale) else { return nil }
    let fraction =
      switch scale {
      case .linear: (value - lower) / (upper - lower)
      case .logarithmic: (log10(value) - log10(lower)) / (log10(upper) - log10(lower))
      }
    // A line toward a point this far away is no longer bent visibly by moving the point.
    return min(max(fraction, -1e6), 1e6)
  }

  /// The position of a reference line, or nil when it lies outside of the axis.
  func shownFraction(of value: Double) -> Double? {
    guard let fraction = fraction(of: value), (0...1).contains(fraction) else { return nil }
    return fraction
  }

  private static func canShow(_ value: Double, _ scale: Chart.Scale) -> Bool {
    guard value.magnitude <= largest else { return false }
    return scale == .linear || value >= 1 / largest
  }

  /// Pulls equal bounds apart, so that a constant series lies in the middle of its axis.
  private static func widened(
    _ low: Double, _ high: Double, _ scale: Chart.Scale
  ) -> (Double, Double) {
    let size = max(low.magnitude, high.magnitude)
    if high - low > max(size * 1e-9, scale == .linear ? shortest : 0) { return (low, high) }
    switch scale {
    case .linear:
      let half = size > shortest ? size * 0.1 : 1
      return (low - half, high + half)
    case .logarithmic:
      return (low / 3, high * 3)
    }
  }

  private static func check(_ range: ClosedRange<Double>, _ scale: Chart.Scale) {
    if !canShow(range.lowerBound, scale) || !canShow(range.upperBound, scale) {
      let need =
        scale == .linear ? "bounds of magnitude up to 1e300" : "positive bounds up to 1e300"
      fatalError(
        "A \(scale) axis needs \(need); its range is \(range.lowerBound)...\(range.upperBound).")
    }
  }
}
