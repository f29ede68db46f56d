/// How many elements a border has before and behind the others of an axis.
public typealias Border = (before: Int, after: Int)

extension Tensor where Element: AdditiveArithmetic {
  /// The tensor with a border of one value around it; zeros unless given.
  ///
  /// `x.padded([(1, 1), (0, 2)])` puts a row above and below a matrix, and two columns to its
  /// right. Traps when there is not one pair for each axis, or a number is negative.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
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
