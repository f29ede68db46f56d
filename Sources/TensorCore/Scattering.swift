extension Tensor where Element: TensorScalar {
  /// The opposite of ``gather(_:along:file:line:)``: zeros of `extent` along an axis, to which each part
  /// of this tensor is added at its index; parts with the same index add up.
  ///
  /// Traps when there is not one index for each part, or an index is not in `0 ..< extent`.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func scatterAdd(
    at indices: [Int], along axis: Int = 0, extent: Int,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let axis = shape.resolve(axis: axis, in: "scatterAdd", file: file, line: line)
    require(
      indices.count == shape.extents[axis],
      "scatterAdd: \(indices.count) indices for the \(shape.extents[axis]) parts along axis \(axis) "
        + "of shape \(shape)",
      file: file, line: line)
    for index in indices {
      require(
        index >= 0 && index < extent,
        "scatterAdd: index \(index) is out of range: expected 0..<\(extent)", file: file, line: line
      )
    }
    let blockCount = (0..<axis).reduce(1) { $0 * shape.extents[$1] }
    let innerCount = (axis + 1..<rank).reduce(1) { $0 * shape.extents[$1] }
    let resultShape = shape.replacing(axis: axis, with: extent, file: file, line: line)
    var result = Tensor.zeros(resultShape, file: file, line: line)
    result.withUnsafeMutableBufferPointer { result in
      guard elementCount > 0, let target = result.baseAddress else { return }
      var source = storage.base
      for block in 0..<blockCount {
        for index in indices {
          let row = target + (block * extent + index) * innerCount
          for i in 0..<innerCount { row[i] += source[i] }
          source += innerCount
        }
      }
    }
    return result
  }
}
