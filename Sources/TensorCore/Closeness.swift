extension Tensor where Element: TensorScalar {
  /// Where elements are close to those of another tensor: |x − y| ≤ absolute + relative·|y|, with broadcasting.
  ///
  /// Equal infinities are close, NaN is close to nothing. The defaults are those of NumPy and PyTorch. Traps
  /// when a tolerance is negative or not finite, and when the shapes do not fit.
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
    let margin = other.abs() * Element(relativeTolerance) + Element(absoluteTolerance)
    let isNear = (self - other).abs() .<= margin
    // ∞ is within an infinite margin of everything.
    let isFinite = other.map { $0.isFinite ? Element(1) : 0 } .== 1
    return (self .== other) .| (isNear .& isFinite.broadcast(to: isNear.shape))
  }
}
