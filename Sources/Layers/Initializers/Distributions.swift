import TensorCore

// Constants, and draws whose spread does not depend on the shape.

extension Initializer {
  /// All zeros: for biases. As weights they would keep all units of a layer equal for ever.
  public static let zeros = constant(0)

  /// All the same number.
  public static func constant(_ value: Double) -> Initializer {
    Initializer { shape, _ in Array(repeating: value, count: shape.elementCount) }
  }

  /// Uniform in `low ..< high`; traps when `low` is not below `high`.
  public static func uniform(
    from low: Double, to high: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Initializer {
    require(
      low < high, "uniform: expected low below high, found \(low) and \(high)",
      file: file, line: line)
    return Initializer { shape, generator in
      (0..<shape.elementCount).map { _ in low + (high - low) * generator.uniform() }
    }
  }

  /// Normal; traps when the standard deviation is negative.
  public static func normal(
    mean: Double = 0, standardDeviation: Double = 1,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Initializer {
    requireDeviation("normal", standardDeviation, file, line)
    return Initializer { shape, generator in
      (0..<shape.elementCount).map { _ in mean + standardDeviation * generator.normal() }
    }
  }

  /// Normal, where what lies further than 2σ from the mean is drawn again.
  ///
  /// `standardDeviation` is σ before truncation; what is left has 0.8796·σ. Traps when it is negative.
  public static func truncatedNormal(
    mean: Double = 0, standardDeviation: Double = 1,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Initializer {
    requireDeviation("truncatedNormal", standardDeviation, file, line)
    return Initializer { shape, generator in
      (0..<shape.elementCount).map { _ in
        var draw = generator.normal()
        while draw.magnitude > 2 { draw = generator.normal() }
        return mean + standardDeviation * draw
      }
    }
  }
}

private func requireDeviation(
  _ initializer: StaticString, _ standardDeviation: Double, _ file: StaticString, _ line: UInt
) {
  require(
    standardDeviation >= 0,
    "\(initializer): expected a standard deviation of at least 0, found \(standardDeviation)",
    file: file, line: line)
}
