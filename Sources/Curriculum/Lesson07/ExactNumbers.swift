import Gradus

/// A sort of numbers whose products are added up without any rounding, in whatever order: whole numbers,
/// times a power of two. So each difference from the right result is a mistake.
enum ExactNumbers: CaseIterable {
  /// From −60 to 60, without 0, so that each product counts.
  case whole
  /// From −3 to 3, with zeros, and many of them equal.
  case withZeros
  case positive
  case negative
  /// Multiples of an eighth.
  case fractions
  /// Some thousands.
  case large
  /// Less than a thousandth.
  case small

  /// What the whole numbers are multiplied by.
  var scale: Float {
    switch self {
    case .whole, .withZeros, .positive, .negative: 1
    case .fractions: 0.125
    case .large: 512
    case .small: 0x1p-17
    }
  }

  /// Draws numbers of this sort.
  func draw(_ count: Int, using generator: inout RandomGenerator) -> [Float] {
    (0..<count).map { _ in
      let magnitude = Float(1 + generator.uniformInteger(below: 60))
      let sign: Float = generator.uniform() < 0.5 ? -1 : 1
      return switch self {
      case .withZeros: Float(generator.uniformInteger(below: 7)) - 3
      case .positive: magnitude
      case .negative: -magnitude
      case .whole, .fractions, .large, .small: sign * magnitude * scale
      }
    }
  }
}
