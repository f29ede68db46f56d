import Foundation

/// A chart of horizontal bars: a group for each category, and in it a bar for each series.
///
/// ```swift
/// var chart = BarChart(title: "Speed", valueLabel: "times naive", categories: ["matmul", "exp"])
/// chart.add("SIMD", [18, 9.5])
/// try chart.write(to: url)
/// ```
///
/// Bars begin at 0, on a logarithmic axis at 1: there they run to the left for values below it, which
/// makes "half as fast" as long as "twice as fast". A value that the axis cannot show has no bar.
public struct BarChart: Sendable {
  /// The heading; empty for none.
  public var title: String
  /// The name (and unit) of the values' axis; empty for none.
  public var valueLabel: String
  /// The scale of the values' axis.
  public var scale: Chart.Scale
  /// The sign after each value, such as "×"; empty for none.
  public var unit: String
  /// The width of the SVG in pixels, at least 300; its height follows from the number of bars.
  public var width = 720.0
  /// The names of the groups, from top to bottom.
  public let categories: [String]
  /// The series in the order they were added: a name, and a value for each category.
  public private(set) var series: [(name: String, values: [Double?])] = []

  /// Makes a chart without bars; its axis is linear by default.
  public init(
    title: String = "", valueLabel: String = "", scale: Chart.Scale = .linear, unit: String = "",
    categories: [String]
  ) {
    self.title = title
    self.valueLabel = valueLabel
    self.scale = scale
    self.unit = unit
    self.categories = categories
  }

  /// Adds a bar to each group; nil leaves a place out. Traps unless there is a value a category.
  public mutating func add(_ name: String, _ values: [Double?]) {
    if values.count != categories.count {
      fatalError(
        "A series needs a value for each category; \"\(name)\" has \(values.count) for "
          + "\(categories.count).")
    }
    series.append((name, values))
  }

  /// Where bars begin.
  var baseline: Double { scale == .linear ? 0 : 1 }

  var axis: Axis {
    Axis(
      scale: scale, range: nil, values: series.flatMap { $0.values.compactMap(\.self) } + [baseline]
    )
  }

  /// The bars of a category from top to bottom: the index of the series, and the value; those that
  /// cannot be shown are left out.
  func bars(of category: Int) -> [(series: Int, value: Double)] {
    series.indices.compactMap { index in
      guard let value = series[index].values[category], axis.fraction(of: value) != nil
      else { return nil }
      return (index, value)
    }
  }

  /// A value as it stands beside its bar, with about three digits.
  func text(_ value: Double) -> String {
    let size = value.magnitude
    let number =
      size >= 1e6 || (size < 0.01 && size > 0)
      ? NumberText.text(value, "%.2e")
      : NumberText.text(value, size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : "%.2f")
    return number + unit
  }
}
