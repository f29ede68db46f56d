// Elements, each at an index of its own: the score of each row's label, the value of each state's action.

extension Tensor {
  /// Elements along an axis, each at an index of its own: y[b, j] = x[b, indices[b, j]] along axis 1.
  ///
  /// The indices have the shape of the tensor, but with any extent along the axis, or none: scores [B, V]
  /// and labels [B] give [B], the score of each row's label. The result has the shape of the indices.
  /// PyTorch calls it `gather`, NumPy `take_along_axis`.
  ///
  /// Traps when the indices have another shape, or one of them is out of range.
  public func gather(
    _ indices: Tensor<Int>, along axis: Int,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let places = shape.places(of: indices, along: axis, in: "gather", file: file, line: line)
    return flattened().gather(places).reshaped(to: indices.shape)
  }
}

extension Shape {
  /// Where the elements that ``Tensor/gather(_:along:file:line:)-(Tensor<Int>,_,_,_)`` takes lie in row-major
  /// order.
  package func places(
    of indices: Tensor<Int>, along axis: Int, in operation: String,
    file: StaticString, line: UInt
  ) -> [Int] {
    let axis = resolve(axis: axis, in: operation, file: file, line: line)
    let isWithoutAxis = indices.rank == rank - 1
    let perRow = isWithoutAxis || indices.rank != rank ? 1 : indices.shape.extents[axis]
    let expected = replacing(axis: axis, with: perRow, file: file, line: line)
    require(
      indices.shape == (isWithoutAxis ? expected.removing(axis: axis) : expected),
      "\(operation): indices of shape \(indices.shape) for shape \(self) along axis \(axis): all other "
        + "extents must agree",
      file: file, line: line)
    let blocks = AxisBlocks(self, along: axis)
    let (extent, innerCount) = (blocks.extent, blocks.innerCount)
    return indices.elements.enumerated().map { position, index in
      require(
        index >= 0 && index < extent,
        "\(operation): the index at \(indices.shape.position(ofElement: position)) is \(index), but axis "
          + "\(axis) of shape \(self) has \(extent) elements",
        file: file, line: line)
      let (outer, inner) = (position / innerCount / perRow, position % innerCount)
      return (outer * extent + index) * innerCount + inner
    }
  }
}
