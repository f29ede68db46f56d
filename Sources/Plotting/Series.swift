extension Chart {
  /// Named values to draw: pairs of an x and a y.
  public struct Series: Sendable {
    /// How the values are drawn.
    public enum Kind: Sendable {
      /// Neighboring values are joined by a line.
      case line
      /// Neighboring values are joined by a dashed line.
      case dashedLine
      /// Each value is a mark of its own: a scatter plot.
      case points
      /// The way of something that moves in steps: a thin line with a dot at each step, a ring where it
      /// starts and a disc where it ends.
      case path
    }

    /// The name in the legend; empty leaves the series out of the legend.
    public let name: String
    /// How the values are drawn.
    public let kind: Kind
    /// The x of each value.
    public let x: [Double]
    /// The y of each value.
    public let y: [Double]
    /// Around each value a part of the y axis that is filled with the series' pale color; nil for none.
    public private(set) var band: (low: [Double], high: [Double])?
    /// The text beside each value in the SVG; nil for none.
    public private(set) var labels: [String]?
    /// Whether it is thin and gray, as a background for the others.
    public private(set) var isMuted = false

    /// Makes a series. Without `x` the values count 1, 2, 3 ….
    /// Traps when `x` and `y` have different lengths.
    public init(_ name: String, kind: Kind, x: [Double]? = nil, y: [Double]) {
      let x = x ?? y.indices.map { Double($0 + 1) }
      if x.count != y.count {
        fatalError(
          "A series needs as many x as y values; \"\(name)\" has \(x.count) x and \(y.count) y.")
      }
      self.name = name
      self.kind = kind
      self.x = x
      self.y = y
    }

    /// The series with a band around its values, such as from the smallest to the largest of several
    /// runs; traps when there are not as many bounds as values.
    public func with(bandFrom low: [Double], to high: [Double]) -> Series {
      if low.count != y.count || high.count != y.count {
        fatalError(
          "A band needs as many bounds as values; \"\(name)\" has \(y.count) values, \(low.count) "
            + "lower and \(high.count) upper bounds.")
      }
      var series = self
      series.band = (low, high)
      return series
    }

    /// The series with a text beside each of its points, empty for none; traps when there are not as many
    /// texts as values, or the values are joined by lines.
    ///
    /// The SVG sets each text clear of all points and of the texts before it, if need be away from its point with
    /// a thin line to it, and leaves out one for which there is no room. The terminal has no room for any.
    public func with(labels: [String]) -> Series {
      if labels.count != y.count || kind != .points {
        fatalError(
          "Labels need points, and as many; \"\(name)\" has \(y.count) values of the kind \(kind) "
            + "and \(labels.count) labels.")
      }
      var series = self
      series.labels = labels
      return series
    }

    /// The series thin and in the gray of the axes, such as what is there for comparison alone. It takes none of
    /// the chart's colors.
    public func muted() -> Series {
      var series = self
      series.isMuted = true
      return series
    }

    /// Values joined by a line; without `x` they count 1, 2, 3 ….
    public static func line(_ name: String, x: [Double]? = nil, y: [Double]) -> Series {
      Series(name, kind: .line, x: x, y: y)
    }

    /// Values joined by a dashed line; without `x` they count 1, 2, 3 ….
    public static func dashedLine(_ name: String, x: [Double]? = nil, y: [Double]) -> Series {
      Series(name, kind: .dashedLine, x: x, y: y)
    }

    /// Values as separate marks; without `x` they count 1, 2, 3 ….
    public static func points(_ name: String, x: [Double]? = nil, y: [Double]) -> Series {
      Series(name, kind: .points, x: x, y: y)
    }

    /// Where something was after each of its steps, with marks at its start and its end.
    public static func path(_ name: String, x: [Double], y: [Double]) -> Series {
      Series(name, kind: .path, x: x, y: y)
    }
  }

  /// A line across the whole chart that marks one place on one axis.
  public struct ReferenceLine: Sendable {
    /// Which way the line runs.
    public enum Direction: Sendable {
      /// Across the chart, at a value of y.
      case horizontal
      /// Up the chart, at a value of x.
      case vertical
    }

    /// Which way the line runs.
    public let direction: Direction
    /// The value on the axis that the line crosses.
    public let position: Double
    /// The text beside the line; empty for none.
    public let label: String
  }
}
