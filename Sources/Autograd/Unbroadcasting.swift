import TensorCore

extension Tensor where Element: TensorScalar {
  /// The tensor summed along the axes that broadcasting from `shape` has added or repeated.
  ///
  /// This is the pullback of broadcasting: an element that was used several times receives the sum of
  /// its gradients.
  func unbroadcast(to shape: Shape) -> Tensor {
    if self.shape == shape { return self }
    let added = rank - shape.rank
    let repeated = (0..<rank).filter { axis in
      axis < added || (shape[axis - added] == 1 && self.shape[axis] != 1)
    }
    return sum(along: Axes(repeated)).reshaped(to: shape)
  }
}
