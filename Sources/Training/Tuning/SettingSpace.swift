import TensorCore

/// The settings among which one searches: a range for each name.
///
/// ```swift
/// let space = SettingSpace([
///   "learning rate": .logUniform(from: 1e-4, to: 1), "width": .choice([32, 64, 128]),
///   "dropout": .uniform(from: 0, to: 0.5),
/// ])
/// let settings = space.random(30, using: &generator)
/// ```
public struct SettingSpace: Sendable {
  /// The names in their order.
  public let names: [String]
  private let ranges: [SettingRange]

  /// Makes a space.
  ///
  /// - Parameters:
  ///   - ranges: The ranges by their names. Traps when there is none, or a name stands twice.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    _ ranges: KeyValuePairs<String, SettingRange>, file: StaticString = #fileID,
    line: UInt = #line
  ) {
    require(
      !ranges.isEmpty, "SettingSpace: expected at least 1 range, found none", file: file, line: line
    )
    names = ranges.map(\.key)
    self.ranges = ranges.map(\.value)
    for (index, name) in names.enumerated() {
      require(
        !names[..<index].contains(name), "SettingSpace: \"\(name)\" stands twice",
        file: file, line: line)
    }
  }

  /// The range of a name; traps when there is none.
  public subscript(
    name: String, file file: StaticString = #fileID, line line: UInt = #line
  ) -> SettingRange {
    guard let index = names.firstIndex(of: name) else {
      fatalError(
        "SettingSpace: there is no \"\(name)\"; there are \(names)", file: file, line: line)
    }
    return ranges[index]
  }

  /// Every combination: all values of the choices, and of each range of numbers so many at equal steps (of
  /// the logarithm, where the range is log-uniform), both ends included. The last name changes fastest.
  ///
  /// - Parameters:
  ///   - points: How many values a range of numbers has, at least 1; a single one is in the middle.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when there are more than a million combinations: their number is the product over the ranges.
  public func grid(
    _ points: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> [Setting] {
    require(
      points >= 1, "grid: expected at least 1 point of each range, found \(points)",
      file: file, line: line)
    var count = 1.0
    for range in ranges { count *= Double(range.stepCount(points)) }
    require(
      count <= Double(Self.mostSettings),
      "grid: expected at most \(Self.mostSettings) combinations, found \(numberText(count, "%.4g"))",
      file: file, line: line)
    var settings: [[String: SettingValue]] = [[:]]
    for (name, range) in zip(names, ranges) {
      let values = range.steps(points)
      settings = settings.flatMap { setting in
        values.map { setting.merging([name: $0]) { $1 } }
      }
    }
    return settings.map { Setting($0) }
  }

  /// Settings whose values are drawn at random, each of its own range.
  ///
  /// With as many settings, a range that matters is seen at as many values, where a grid repeats the same few
  /// (Bergstra and Bengio, 2012, *Random Search for Hyper-Parameter Optimization*).
  ///
  /// - Parameters:
  ///   - count: How many, from 1 to a million; traps otherwise.
  ///   - generator: Where the random numbers come from. More settings from the same seed begin with these.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public func random(
    _ count: Int, using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) -> [Setting] {
    require(
      (1...Self.mostSettings).contains(count),
      "random: expected from 1 to \(Self.mostSettings) settings, found \(count)",
      file: file, line: line)
    return (0..<count).map { _ in
      var values: [String: SettingValue] = [:]
      for (name, range) in zip(names, ranges) { values[name] = range.draw(using: &generator) }
      return Setting(values)
    }
  }

  /// More would not be searched.
  static let mostSettings = 1_000_000
}
