extension Tensor {
  /// Equal parts along an axis, in order: [4, 6] in 3 parts along axis 1 gives three of [4, 2].
  ///
  /// Traps when the axis cannot be cut into so many equal parts. The opposite of
  /// ``concatenate(_:along:file:line:)``.
  public func split(
    into count: Int, along axis: Int = 0, file: StaticString = #fileID, line: UInt = #line
  ) -> [Tensor] {
    shape.ranges(ofParts: count, along: axis, file: file, line: line)
      .map { slice($0, along: axis, file: file, line: line) }
  }

  /// Parts of the given sizes along an axis, in order; traps when the sizes do not add up to its extent.
  public func split(
    sizes: [Int], along axis: Int = 0, file: StaticString = #fileID, line: UInt = #line
  ) -> [Tensor] {
    shape.ranges(ofSizes: sizes, along: axis, file: file, line: line)
      .map { slice($0, along: axis, file: file, line: line) }
  }
}

extension Shape {
  /// The ranges along an axis that `split(into:along:)` cuts.
  package func ranges(
    ofParts count: Int, along axis: Int, file: StaticString, line: UInt
  ) -> [Range<Int>] {
    let extent = self[axis, file: file, line: line]
    require(
      count >= 1 && extent % count == 0 && (extent > 0 || count == 1),
      "split: axis \(axis) of shape \(self) has no \(count) equal parts", file: file, line: line)
    let size = extent / count
    return (0..<count).map { $0 * size..<($0 + 1) * size }
  }

  /// The ranges along an axis that `split(sizes:along:)` cuts.
  package func ranges(
    ofSizes sizes: [Int], along axis: Int, file: StaticString, line: UInt
  ) -> [Range<Int>] {
    let extent = self[axis, file: file, line: line]
    var ranges: [Range<Int>] = []
    var start = 0
    for size in sizes {
      require(
        size >= 0 && size <= extent - start,
        "split: sizes \(sizes) for axis \(axis) of shape \(self): they must be at least 0 and add up to "
          + "\(extent)",
        file: file, line: line)
      ranges.append(start..<start + size)
      start += size
    }
    require(
      start == extent,
      "split: sizes \(sizes) for axis \(axis) of shape \(self): they add up to \(start), not \(extent)",
      file: file, line: line)
    return ranges
  }
}
