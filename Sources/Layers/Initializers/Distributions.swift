import TensorCore

// Constants, and draws whose spread does not depend on the shape.

extension Initializer {
  /// All zeros: for biases. As weights they would keep all units of a layer equal forever.
  public static let zeros = constant(0)

  /// All the same number; traps when it is not finite.
  public static func constant(
    _ value: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Initializer {
    requireNumber(value, "value", .finite, of: "constant", file: file, line: line)
    return Initializer { shape, _ in Array(repeating: value, count: shape.elementCount) }
  }

  /// Uniform in `low ..< high`; traps when `low` is not below `high`, or one of them not finite.
  public static func uniform(
    from low: Double, to high: Double, file: StaticString = #fileID, line: UInt = #line
  ) -> Initializer {
    for bound in [low, high] {
      requireNumber(bound, "bound", .finite, of: "uniform", file: file, line: line)
    }
    require(
      low < high, "uniform: expected low below high, found \(low) and \(high)",
      file: file, line: line)
    return Initializer { shape, generator in
      (0..<shape.elementCount).map { _ in low + (high - low) * generator.uniform() }
    }
  }

  /// Normal; traps when the standard deviation is negative, or a number not finite.
  public static func normal(
    mean: Double = 0, standardDeviation: Double = 1,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Initializer {
    requireDistribution("normal", mean, standardDeviation, file, line)
    return Initializer { shape, generator in
      (0..<shape.elementCount).map { _ in mean + standardDeviation * generator.normal() }
    }
  }

  /// Normal, where what lies further than 2σ from the mean is drawn again.
  ///
  /// `standardDeviation` is σ before truncation; what is left has 0.8796·σ. Traps when it is negative, or a
  /// number not finite.
  public static func truncatedNormal(
    mean: Double = 0, standardDeviation: Double = 1,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Initializer {
    requireDistribution("truncatedNormal", mean, standardDeviation, file, line)
    return Initializer { shape, generator in
      (0..<shape.elementCount).map { _ in
        var draw = generator.normal()
        while draw.magnitude > 2 { draw = generator.normal() }
        return mean + standardDeviation * draw
      }
    }
  }
}

private func requireDistribution(
  _ initializer: String, _ mean: Double, _ standardDeviation: Double, _ file: StaticString,
  _ line: UInt
) {
  requireNumber(mean, "mean", .finite, of: initializer, file: file, line: line)
  requireNumber(
    standardDeviation, "standard deviation", .atLeastZero, of: initializer, file: file, line: line)
}
