import Foundation
import TensorCore

/// What one setting may be: from a number to another, a whole number, or one of several values.
///
/// A range is a way from 0 to 1: a fraction f stands for a value. A random search draws f, a grid takes
/// equal steps of f, and a plot shows a value at its f.
public struct SettingRange: Equatable, Sendable {
  /// The kinds of ranges with their bounds, which are right.
  enum Kind: Equatable {
    case uniform(Double, Double)
    case logUniform(Double, Double)
    case integers(Int, Int)
    case choice([SettingValue])
  }

  let kind: Kind

  /// Numbers a + f·(b − a): equal differences are equally likely.
  ///
  /// - Parameters:
  ///   - lower: The smallest, a. Traps unless both are finite and a < b.
  ///   - upper: The largest, b.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public static func uniform(
    from lower: Double, to upper: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> SettingRange {
    requireRising("uniform", lower, upper, .finite, file, line)
    return SettingRange(kind: .uniform(lower, upper))
  }

  /// Numbers a·(b/a)ᶠ: equal ratios are equally likely, so that from 0.001 to 0.01 there are as many as from
  /// 0.01 to 0.1. For what acts by its order of magnitude, such as a learning rate.
  ///
  /// - Parameters:
  ///   - lower: The smallest, a, above 0: otherwise it traps, since no ratio leads to 0.
  ///   - upper: The largest, b, finite and above a.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public static func logUniform(
    from lower: Double, to upper: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> SettingRange {
    requireRising("logUniform", lower, upper, .positive, file, line)
    return SettingRange(kind: .logUniform(lower, upper))
  }

  /// Whole numbers, each equally likely.
  ///
  /// - Parameters:
  ///   - lower: The smallest. Traps when it is above the largest.
  ///   - upper: The largest. Both are at most 2⁵³ from 0, which a `Double` holds exactly.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public static func integers(
    from lower: Int, to upper: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> SettingRange {
    require(
      lower <= upper,
      "integers: expected a range that is not empty, found \(lower) to \(upper)",
      file: file, line: line)
    require(
      max(lower.magnitude, upper.magnitude) <= 1 << 53,
      "integers: expected bounds of at most 2^53, found \(lower) to \(upper)",
      file: file, line: line)
    return SettingRange(kind: .integers(lower, upper))
  }

  /// One of several values, each equally likely.
  ///
  /// - Parameters:
  ///   - values: The values. Traps when there is none, when two are equal, and when a number is not finite.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public static func choice(
    _ values: [SettingValue], file: StaticString = #fileID, line: UInt = #line
  ) -> SettingRange {
    require(
      !values.isEmpty, "choice: expected at least 1 value, found none", file: file, line: line)
    require(
      Set(values).count == values.count, "choice: expected values that differ, found \(values)",
      file: file, line: line)
    for case .number(let number) in values {
      requireNumber(number, "value", .finite, of: "choice", file: file, line: line)
    }
    return SettingRange(kind: .choice(values))
  }

  /// Whether equal ratios, and not equal differences, have equal lengths.
  public var isLogarithmic: Bool { if case .logUniform = kind { true } else { false } }

  /// The values of a choice; nil for a range of numbers.
  public var choices: [SettingValue]? { if case .choice(let values) = kind { values } else { nil } }
}

extension SettingRange {
  /// The value at a fraction of the way, from 0 to 1, both included; traps for another one. A choice has
  /// equal parts for its values; a whole number is the nearest.
  public func value(
    at fraction: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> SettingValue {
    requireNumber(
      fraction, "fraction", .fromZeroToOne, of: "SettingRange", file: file, line: line)
    switch kind {
    case .uniform(let a, let b): return .number(between(a, b, a * (1 - fraction) + b * fraction))
    case .logUniform(let a, let b):
      // By powers of ten, because people write ranges from one of them to another.
      let (low, high) = (log10(a), log10(b))
      return .number(between(a, b, pow(10, low * (1 - fraction) + high * fraction)))
    case .integers(let a, let b):
      return .number((Double(a) * (1 - fraction) + Double(b) * fraction).rounded())
    case .choice(let values):
      return values[min(Int(fraction * Double(values.count)), values.count - 1)]
    }
  }

  /// A value drawn at random.
  public func draw(using generator: inout RandomGenerator) -> SettingValue {
    if case .integers(let a, let b) = kind {
      return .number(Double(a + generator.uniformInteger(below: b - a + 1)))
    }
    return value(at: generator.uniform())
  }

  /// All values of a choice, or so many values at equal steps from the smallest to the largest, of which
  /// whole numbers stand once; a single one is that in the middle.
  func steps(_ count: Int) -> [SettingValue] {
    if let choices { return choices }
    var count = count
    if case .integers(let a, let b) = kind { count = min(count, b - a + 1) }
    if count == 1 { return [value(at: 0.5)] }
    return (0..<count).map { value(at: Double($0) / Double(count - 1)) }
  }

  /// How many values ``steps(_:)`` gives.
  func stepCount(_ count: Int) -> Int {
    switch kind {
    case .choice(let values): values.count
    case .integers(let a, let b): min(count, b - a + 1)
    default: count
    }
  }
}

/// A number that rounding has taken out of its bounds, put back.
private func between(_ lower: Double, _ upper: Double, _ number: Double) -> Double {
  min(max(number, lower), upper)
}

private func requireRising(
  _ operation: StaticString, _ lower: Double, _ upper: Double, _ rule: NumberRule,
  _ file: StaticString, _ line: UInt
) {
  for bound in [lower, upper] {
    requireNumber(bound, "bound", rule, of: "\(operation)", file: file, line: line)
  }
  require(
    lower < upper,
    "\(operation): expected a range that is not empty, found \(numberText(lower)) to "
      + numberText(upper),
    file: file, line: line)
}
