import TensorCore

extension Tensor where Element: TensorScalar {
  /// The tensor summed along the axes that broadcasting from `shape` has added or repeated: the opposite of
  /// ``broadcast(to:file:line:)``.
  ///
  /// This is the pullback of broadcasting: an element that was used several times receives the sum of
  /// its gradients. An operation that broadcasts its inputs ends its pullbacks with it. Traps when `shape`
  /// does not broadcast to that of the tensor.
  public func unbroadcast(
    to shape: Shape, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    if self.shape == shape { return self }
    let added = rank - shape.rank
    let fits =
      added >= 0
      && (0..<shape.rank).allSatisfy { axis in
        shape[axis] == 1 || shape[axis] == self.shape[axis + added]
      }
    require(
      fits, "unbroadcast: shape \(shape) does not broadcast to \(self.shape)", file: file,
      line: line)
    let repeated = (0..<rank).filter { axis in
      axis < added || (shape[axis - added] == 1 && self.shape[axis] != 1)
    }
    return sum(along: Axes(repeated)).reshaped(to: shape)
  }
}
