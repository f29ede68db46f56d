// The order of elements along an axis. A NaN counts as the largest of all, as it is what `max` gives.

extension Tensor where Element: TensorScalar {
  /// The indices along an axis that put its elements in order, smallest first; equal ones keep theirs, and
  /// NaN comes last.
  ///
  /// `x.gather(x.argsort(along: 1), along: 1)` has its rows sorted. The result has the shape of the tensor.
  ///
  /// - Parameters:
  ///   - axis: The axis; the last one unless given.
  ///   - isDescending: Whether the largest comes first instead, and NaN before it. False unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public func argsort(
    along axis: Int = -1, isDescending: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor<Int> {
    let extent = shape[axis, file: file, line: line]
    return order(along: axis, first: extent, isDescending: isDescending, file, line)
  }

  /// The k largest elements along an axis, largest first, and where they are; of equal ones the first comes
  /// first, and NaN before all.
  ///
  /// Traps when the axis has fewer than k elements.
  public func topK(
    _ k: Int, along axis: Int = -1, file: StaticString = #fileID, line: UInt = #line
  ) -> (values: Tensor, indices: Tensor<Int>) {
    let extent = shape[axis, file: file, line: line]
    require(
      k >= 0 && k <= extent,
      "topK: expected k in 0...\(extent), the elements along axis \(axis) of shape \(shape), found \(k)",
      file: file, line: line)
    let indices = order(along: axis, first: k, isDescending: true, file, line)
    return (gather(indices, along: axis, file: file, line: line), indices)
  }

  /// The first so many indices of a stable order.
  private func order(
    along axis: Int, first count: Int, isDescending: Bool, _ file: StaticString, _ line: UInt
  ) -> Tensor<Int> {
    let axis = shape.resolve(axis: axis, in: "argsort", file: file, line: line)
    let blocks = AxisBlocks(shape, along: axis)
    let (extent, innerCount) = (blocks.extent, blocks.innerCount)
    let resultShape = shape.replacing(axis: axis, with: count, file: file, line: line)
    return Tensor<Int>(unsafeUninitializedShape: resultShape, file: file, line: line) { result in
      guard result.count > 0 else { return }
      for row in 0..<elementCount / extent {
        let (outer, inner) = (row / innerCount, row % innerCount)
        let start = storage.base + outer * extent * innerCount + inner
        let order = (0..<extent).sorted { left, right in
          let (x, y) = (start[left * innerCount], start[right * innerCount])
          if Self.isLess(x, y) { return !isDescending }
          if Self.isLess(y, x) { return isDescending }
          return left < right
        }
        for (place, index) in order.prefix(count).enumerated() {
          result[(outer * count + place) * innerCount + inner] = index
        }
      }
    }
  }

  /// x < y, where NaN is larger than all else.
  private static func isLess(_ x: Element, _ y: Element) -> Bool { x < y || (x == x && y != y) }
}
