// Exponentials that are divided by their sum, and the logarithm of that. Both take out the maximum first,
// so that nothing overflows.

extension Tensor where Element: TensorScalar {
  /// pᵢ = exp(xᵢ − m) / Σⱼ exp(xⱼ − m) along an axis, with its maximum m: positive numbers that add up
  /// to 1.
  ///
  /// An element of −∞ gets the share 0. Where one is NaN or ∞, or all are −∞, all become NaN.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func softmax(
    along axis: Int = -1, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    guard elementCount > 0 else { return self }
    if let result = vectorized(.softmax, along: axis) { return result }
    let maximum = max(along: Axes(axis), keepingDimensions: true, file: file, line: line)
    let exponentials = (self - maximum).exp()
    return exponentials / exponentials.sum(along: Axes(axis), keepingDimensions: true)
  }

  /// ln softmax(x) = (x − m) − ln Σⱼ exp(xⱼ − m) along an axis, with its maximum m.
  ///
  /// x − ln Σⱼ exp(xⱼ) is the same number, but would lose as many digits as x has before the point. An
  /// element of −∞ stays −∞. Where one is NaN or ∞, or all are −∞, all become NaN.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func logSoftmax(
    along axis: Int = -1, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    guard elementCount > 0 else { return self }
    if let result = vectorized(.logSoftmax, along: axis) { return result }
    let shifted = self - max(along: Axes(axis), keepingDimensions: true, file: file, line: line)
    return shifted - shifted.exp().sum(along: Axes(axis), keepingDimensions: true).log()
  }
}
