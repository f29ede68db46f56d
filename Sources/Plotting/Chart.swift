import Foundation

/// A chart of one or more series over an x and a y axis, drawn as SVG or as terminal text.
///
/// ```swift
/// var chart = Chart(title: "Penguins", xLabel: "flipper (mm)", yLabel: "body mass (g)")
/// chart.add(.points("measured", x: flipper, y: mass))
/// chart.add(.line("fit", x: ends, y: fitted))
/// try chart.write(to: url)
/// ```
///
/// Values that an axis cannot show are left out, and a line is interrupted there: NaN, infinities,
/// magnitudes above 1e300, and, on a logarithmic axis, everything that is not above zero.
public struct Chart: Sendable {
  /// How the values of an axis are spread over its length.
  public enum Scale: Sendable {
    /// Equal differences take equal lengths.
    case linear
    /// Equal ratios take equal lengths.
    case logarithmic
  }

  /// The heading; empty for none.
  public var title: String
  /// The name (and unit) of the x axis; empty for none.
  public var xLabel: String
  /// The name (and unit) of the y axis; empty for none.
  public var yLabel: String
  /// The scale of the x axis.
  public var xScale: Scale
  /// The scale of the y axis.
  public var yScale: Scale
  /// The part of the x axis to show; nil (the default) shows all values.
  /// Drawing traps when a bound is not finite, or not positive on a logarithmic axis.
  public var xRange: ClosedRange<Double>?
  /// The part of the y axis to show; nil (the default) shows all values.
  /// Drawing traps when a bound is not finite, or not positive on a logarithmic axis.
  public var yRange: ClosedRange<Double>?
  /// Names that stand at 1, 2, 3 … of the x axis in place of numbers; empty (the default) for numbers.
  public var xNames: [String] = []
  /// The width of the SVG in pixels, at least 200.
  public var width = 640.0
  /// The height of the SVG in pixels, at least 150.
  public var height = 400.0
  /// Cells of color behind everything else; nil (the default) for none. An axis without a range of
  /// its own shows all of them. The terminal leaves them out.
  /// Drawing traps when an axis is logarithmic: the cells would not be equal.
  public var raster: Raster?
  /// Lines of equal height behind the series, in place of the axes' grid; nil (the default) for none.
  /// An axis without a range of its own shows all of them. The terminal leaves them out.
  /// Drawing traps when an axis is logarithmic.
  public var contours: Contours?
  /// The series in drawing order.
  public private(set) var series: [Series] = []
  /// The reference lines in the order they were added.
  public private(set) var referenceLines: [ReferenceLine] = []
  /// The places that a cross marks.
  private(set) var crosses: [(x: Double, y: Double)] = []

  /// Makes a chart without series; its axes are linear by default.
  public init(
    title: String = "", xLabel: String = "", yLabel: String = "",
    xScale: Scale = .linear, yScale: Scale = .linear
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.xScale = xScale
    self.yScale = yScale
  }

  /// Draws one more series, over those already there.
  public mutating func add(_ series: Series) {
    self.series.append(series)
  }

  /// Marks the place `x` with a labeled vertical line.
  public mutating func addVerticalLine(at x: Double, label: String = "") {
    referenceLines.append(ReferenceLine(direction: .vertical, position: x, label: label))
  }

  /// Marks the height `y` with a labeled horizontal line.
  public mutating func addHorizontalLine(at y: Double, label: String = "") {
    referenceLines.append(ReferenceLine(direction: .horizontal, position: y, label: label))
  }

  /// Marks a place, such as the lowest of a map, with a cross over all series. The terminal leaves it out.
  public mutating func addCross(x: Double, y: Double) {
    crosses.append((x, y))
  }

  /// The chart as an SVG document with a transparent background, legible on white and on dark.
  /// The same chart always gives the same bytes.
  public func svg() -> String {
    let layout = ChartLayout(self, width: width, height: height)
    let name = title.isEmpty ? "Chart" : title
    return SVGDocument(name: name, width: layout.width, height: layout.height, body: panel(layout))
      .text
  }

  /// Writes the SVG to a file, making missing folders; the file is replaced in one step.
  /// - Throws: an error that says in a sentence why the folder or the file cannot be written.
  public func write(to url: URL) throws {
    try SVGDocument.write(svg(), to: url)
  }
}
