extension Tensor where Element: TensorScalar {
  /// Where elements are close to those of another tensor: |x − y| ≤ absolute + relative·|y|, with broadcasting.
  ///
  /// Equal infinities are close, NaN is close to nothing. The defaults are those of NumPy and PyTorch. Traps
  /// when a tolerance is negative or not finite, and when the shapes do not fit.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  public func isClose(
    to other: Tensor, relativeTolerance: Double = 1e-5, absoluteTolerance: Double = 1e-8,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor<Bool> {
    requireNumber(
      relativeTolerance, "relative tolerance", .atLeastZero, of: "isClose", in: Element.self,
      file: file, line: line)
    requireNumber(
      absoluteTolerance, "absolute tolerance", .atLeastZero, of: "isClose", in: Element.self,
      file: file, line: line)
    let (relative, absolute) = (Element(relativeTolerance), Element(absoluteTolerance))
    return zip(with: other, as: "isClose", file: file, line: line) { x, y in
      x == y || (y.isFinite && (x - y).magnitude <= absolute + relative * y.magnitude)
    }
  }
}
