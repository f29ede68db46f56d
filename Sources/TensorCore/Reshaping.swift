// Other shapes for the same elements in the same order. None of these copies an element.

extension Tensor {
  /// The same elements, in row-major order, under another shape.
  ///
  /// Traps when the element counts differ.
  public func reshaped(
    to shape: Shape, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    require(
      shape.elementCount == elementCount,
      "reshape: \(self.shape) has \(elementCount) elements, \(shape) has \(shape.elementCount)",
      file: file, line: line)
    return Tensor(shape: shape, sharing: storage)
  }

  /// All elements as a vector: shape [N].
  public func flattened() -> Tensor { Tensor(shape: [elementCount], sharing: storage) }

  /// The tensor with a further axis of extent 1, so that it stands at `axis`: from −rank − 1 to rank.
  ///
  /// A vector [N] becomes a row [1, N] at axis 0, a column [N, 1] at axis 1 or −1.
  public func expandingDimension(
    at axis: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let position = shape.resolve(newAxis: axis, in: "expandingDimension", file: file, line: line)
    return Tensor(shape: shape.inserting(axis: position, extent: 1), sharing: storage)
  }

  /// The tensor without an axis of extent 1; traps when the axis has another extent.
  public func squeezingDimension(
    at axis: Int, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let axis = shape.resolve(axis: axis, in: "squeezingDimension", file: file, line: line)
    require(
      shape.extents[axis] == 1,
      "squeezingDimension: axis \(axis) of shape \(shape) has \(shape.extents[axis]) elements, "
        + "expected 1",
      file: file, line: line)
    return Tensor(shape: shape.removing(axis: axis), sharing: storage)
  }
}
