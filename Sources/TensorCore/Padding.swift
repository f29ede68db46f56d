/// How many elements a border has before and after the others of an axis.
public typealias Border = (before: Int, after: Int)

extension Tensor where Element: AdditiveArithmetic {
  /// The tensor with a border of one value around it; zeros unless given.
  ///
  /// `x.padded([(1, 1), (0, 2)])` puts a row above and below a matrix, and two columns to its
  /// right. Traps when there is not one pair for each axis, or a number is negative.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func padded(
    _ borders: [Border], with value: Element = .zero,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    require(
      borders.count == rank && borders.allSatisfy { $0.before >= 0 && $0.after >= 0 },
      "padded: expected a pair of numbers of at least 0 for each axis of shape \(shape), "
        + "found \(borders.map { [$0.before, $0.after] })",
      file: file, line: line)
    let extents = borders.indices.map { axis in
      let (border, tooWide) = borders[axis].before.addingReportingOverflow(borders[axis].after)
      let (extent, tooLong) = border.addingReportingOverflow(shape.extents[axis])
      require(
        !tooWide && !tooLong,
        "padded: axis \(axis) of shape \(shape) and its border \(borders[axis]) are more elements "
          + "than an Int can count",
        file: file, line: line)
      return extent
    }
    var result = Tensor(
      repeating: value, shape: Shape(extents, file: file, line: line), file: file, line: line)
    let inner = borders.indices.map { borders[$0].before..<borders[$0].before + shape.extents[$0] }
    result.assign(self, to: inner, file: file, line: line)
    return result
  }
}

extension Tensor {
  /// The tensor with a border that mirrors it at its edges, which are not repeated: [1, 2, 3] with (2, 1)
  /// around it becomes [3, 2, 1, 2, 3, 2]. PyTorch calls it the padding mode `reflect`.
  ///
  /// Traps when there is not one pair for each axis, or a number is negative or not below the extent of its
  /// axis.
  public func paddedByReflection(
    _ borders: [Border], file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    shape.reflections(borders, file: file, line: line)
      .reduce(self) { $0.gather($1.indices, along: $1.axis, file: file, line: line) }
  }
}

extension Shape {
  /// Along each axis that gets a border, where the elements come from that a reflection puts there.
  package func reflections(
    _ borders: [Border], file: StaticString, line: UInt
  ) -> [(axis: Int, indices: [Int])] {
    let isSmall =
      borders.count == rank
      && borders.indices.allSatisfy { axis in
        let allowed = 0..<Swift.max(extents[axis], 1)
        return allowed.contains(borders[axis].before) && allowed.contains(borders[axis].after)
      }
    require(
      isSmall,
      "paddedByReflection: expected a pair of numbers from 0 to below the extent for each axis of shape "
        + "\(self), found \(borders.map { [$0.before, $0.after] })",
      file: file, line: line)
    return borders.indices.filter { borders[$0].before > 0 || borders[$0].after > 0 }.map { axis in
      let (border, extent) = (borders[axis], extents[axis])
      requireMemory(
        for: extent > .max / 4 ? .max : extent + border.before + border.after, of: Int.self,
        as: "paddedByReflection",
        file: file, line: line)
      let before = (0..<border.before).map { border.before - $0 }
      let after = (0..<border.after).map { extent - 2 - $0 }
      return (axis, before + Array(0..<extent) + after)
    }
  }
}
