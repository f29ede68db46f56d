extension Tensor where Element: TensorScalar {
  /// The Euclidean norm √Σx² of all elements; 0 if there are none.
  public func norm() -> Element { flattened().norm(along: 0).scalar() }

  /// The Euclidean norms √Σx² along axes; 0 along an axis of extent 0.
  ///
  /// Where all squares are tiny or one of them is huge, the elements are first scaled by a power of two,
  /// which rounds nothing: so the norm overflows only where it is too large itself, and a norm of 0 means
  /// that all elements are 0. Its error is half that of the sum, and 1 ulp: see
  /// ``sum(along:keepingDimensions:file:line:)``.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func norm(
    along axes: Axes, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    let plan = ReductionPlan(
      shape, along: axes, keepingDimensions: keepingDimensions, operation: "norm",
      file: file, line: line)
    guard elementCount > 0 else {
      return .zeros(plan.resultShape, file: file, line: line)
    }
    let scale = abs().max(along: axes, keepingDimensions: true).map { powerOfTwo(scaling: $0) }
    let sums = (self * scale).squared().sum(along: axes, keepingDimensions: true)
    return (sums.sqrt() / scale).reshaped(to: plan.resultShape)
  }
}

/// A power of two that brings the largest magnitude close to 1, where its square may overflow or lose
/// digits in any type of number; 1 for others, and for 0 and infinity.
private func powerOfTwo<Scalar: TensorScalar>(scaling largest: Scalar) -> Scalar {
  let size = largest.doubleValue
  guard size > 0, size.isFinite, !(0x1p-40...0x1p40).contains(size) else { return 1 }
  // Far enough from the ends of a `Float`, or of a `Double`, that it and its inverse can be held.
  let limit = -150...150 ~= size.exponent ? 120 : 1000
  let exponent = Swift.max(-limit, Swift.min(limit, -size.exponent))
  return Scalar(Double(sign: .plus, exponent: exponent, significand: 1))
}
