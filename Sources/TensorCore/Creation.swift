extension Tensor {
  /// Makes a tensor from its elements in row-major order.
  ///
  /// Traps when their number differs from the shape's.
  public init(
    shape: Shape, elements: [Element], file: StaticString = #fileID, line: UInt = #line
  ) {
    require(
      elements.count == shape.elementCount,
      "Tensor: shape \(shape) has \(shape.elementCount) elements, but \(elements.count) were given",
      file: file, line: line)
    self.init(unsafeUninitializedShape: shape, file: file, line: line) {
      _ = $0.initialize(from: elements)
    }
  }

  /// Makes a vector from an array: shape [N].
  public init(_ elements: [Element]) {
    self.init(shape: [elements.count], elements: elements)
  }

  /// Makes a matrix from its rows, shape [R, C]; traps when they differ in length.
  public init(_ rows: [[Element]], file: StaticString = #fileID, line: UInt = #line) {
    let columnCount = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() {
      require(
        row.count == columnCount,
        "Tensor: row 0 has \(columnCount) elements, but row \(index) has \(row.count)",
        file: file, line: line)
    }
    self.init(shape: [rows.count, columnCount], elements: rows.flatMap { $0 })
  }

  /// Makes a tensor of rank 0, shape [], from a single element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public init(_ element: Element) {
    self.init(repeating: element, shape: [])
  }

  /// Makes a tensor in which all elements are the same; traps when no memory holds them.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public init(
    repeating element: Element, shape: Shape,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.init(unsafeUninitializedShape: shape, file: file, line: line) {
      $0.initialize(repeating: element)
    }
  }
}

extension Tensor where Element: TensorScalar {
  /// A tensor of zeros; traps when no memory holds them.
  public static func zeros(
    _ shape: Shape, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor { Tensor(repeating: 0, shape: shape, file: file, line: line) }

  /// A tensor of ones; traps when no memory holds them.
  public static func ones(
    _ shape: Shape, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor { Tensor(repeating: 1, shape: shape, file: file, line: line) }

  /// The identity matrix of shape [size, size]: ones on the diagonal, zeros elsewhere.
  ///
  /// Traps when the size is negative, or no memory holds the matrix.
  public static func identity(
    _ size: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    var matrix = zeros(Shape([size, size], file: file, line: line), file: file, line: line)
    for i in 0..<size { matrix[i, i] = 1 }
    return matrix
  }

  /// A vector of `count` numbers at equal distances, both ends included.
  ///
  /// `Tensor<Float>.linearlySpaced(from: 0, through: 1, count: 5)` is 0, 0.25, 0.5, 0.75, 1. Of a
  /// count of 1 it is `first` alone.
  public static func linearlySpaced(
    from first: Element, through last: Element, count: Int,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let shape = Shape([count], file: file, line: line)
    return Tensor(unsafeUninitializedShape: shape, file: file, line: line) { result in
      for i in 0..<count {
        // Weighing both ends hits each of them exactly.
        let weight = count == 1 ? 0 : Element(Double(i) / Double(count - 1))
        result[i] = first * (1 - weight) + last * weight
      }
    }
  }

  /// A vector of numbers from `first` up to but not including `limit`, `step` apart.
  ///
  /// `Tensor<Float>.range(from: 0, to: 1, by: 0.25)` is 0, 0.25, 0.5, 0.75. Each element is
  /// `first + i·step`, rounded, so that errors do not add up; none reaches the limit. Traps when the
  /// step is zero or not finite, or an end is not finite.
  public static func range(
    from first: Element = 0, to limit: Element, by step: Element = 1,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    require(
      step != 0 && step.isFinite && first.isFinite && limit.isFinite,
      "range: from \(first) to \(limit) by \(step): "
        + "all three must be finite, and the step different from 0",
      file: file, line: line)
    let steps = ((limit - first) / step).doubleValue.rounded(.up)
    require(
      steps < 0x1p53, "range: from \(first) to \(limit) by \(step) has too many elements",
      file: file, line: line)
    var count = Int(Swift.max(0, steps))
    func element(_ i: Int) -> Element { first + Element(Double(i)) * step }
    func isInside(_ x: Element) -> Bool { step > 0 ? x < limit : x > limit }
    // The quotient was rounded: the last element may lie beyond the limit, or one may be missing.
    while count > 0 && !isInside(element(count - 1)) { count -= 1 }
    while isInside(element(count)) { count += 1 }
    return Tensor(unsafeUninitializedShape: [count], file: file, line: line) { result in
      for i in 0..<count { result[i] = element(i) }
    }
  }

  /// Independent random numbers, uniform in `low ..< high`.
  ///
  /// Draws are made in `Double` and converted: one seed gives the same tensor in every scalar type,
  /// up to rounding (which may reach `high` itself in `Float`).
  public static func uniform(
    _ shape: Shape, from low: Double = 0, to high: Double = 1,
    using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    Tensor(unsafeUninitializedShape: shape, file: file, line: line) { result in
      for i in 0..<result.count { result[i] = Element(low + (high - low) * generator.uniform()) }
    }
  }

  /// Independent random numbers of the normal distribution.
  ///
  /// Draws are made in `Double` and converted: one seed gives the same tensor in every scalar type,
  /// up to rounding.
  public static func normal(
    _ shape: Shape, mean: Double = 0, standardDeviation: Double = 1,
    using generator: inout RandomGenerator,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    Tensor(unsafeUninitializedShape: shape, file: file, line: line) { result in
      for i in 0..<result.count {
        result[i] = Element(mean + standardDeviation * generator.normal())
      }
    }
  }
}

extension Tensor where Element == Int {
  /// The vector of the integers of a range: `Tensor<Int>(0..<3)` is 0, 1, 2.
  ///
  /// Traps when no memory holds them.
  public init(
    _ range: Range<Int>, file: StaticString = #fileID, line: UInt = #line
  ) {
    let (count, overflow) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
    require(
      !overflow, "Tensor: the range \(range) has more elements than an Int can count",
      file: file, line: line)
    self.init(unsafeUninitializedShape: [count], file: file, line: line) { result in
      for i in 0..<count { result[i] = range.lowerBound + i }
    }
  }
}

extension Tensor where Element: TensorScalar {
  /// The numbers of another scalar type, rounded to this one.
  @specialized(where Element == Float, Other == Double)
  @specialized(where Element == Double, Other == Float)
  @specialized(where Element == Dual<Float>, Other == Float)
  @specialized(where Element == Dual<Double>, Other == Double)
  @specialized(where Element == Float, Other == Dual<Float>)
  @specialized(where Element == Double, Other == Dual<Double>)
  public init<Other: TensorScalar>(_ other: Tensor<Other>) {
    self = other.map { Element($0.doubleValue) }
  }

  /// Integers as numbers.
  public init(_ integers: Tensor<Int>) {
    self = integers.map { Element(Double($0)) }
  }

  /// Truth values as numbers: 1 for true, 0 for false.
  public init(_ conditions: Tensor<Bool>) {
    self = conditions.map { $0 ? 1 : 0 }
  }
}
