extension Tensor where Element: TensorScalar {
  /// The running sums along an axis: [1, 2, 3] becomes [1, 3, 6].
  ///
  /// - Parameters:
  ///   - axis: The axis along which the sums run; traps when there is no such axis.
  ///   - fromEnd: Whether they begin at the other end: [1, 2, 3] becomes [6, 5, 3].
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func cumulativeSum(
    along axis: Int, fromEnd: Bool = false, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let axis = shape.resolve(axis: axis, in: "cumulativeSum", file: file, line: line)
    let extent = shape.extents[axis]
    let innerCount = (axis + 1..<rank).reduce(1) { $0 &* shape.extents[$1] }
    let step = fromEnd ? -innerCount : innerCount
    var sums = self
    sums.withUnsafeMutableBufferPointer { sums in
      guard let base = sums.baseAddress, !sums.isEmpty else { return }
      for block in 0..<sums.count / (extent * innerCount) {
        var row = base + (block * extent + (fromEnd ? extent - 1 : 0)) * innerCount
        for _ in 1..<extent {
          let previous = row
          row += step
          for i in 0..<innerCount { row[i] += previous[i] }
        }
      }
    }
    return sums
  }
}
