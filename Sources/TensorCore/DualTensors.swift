// Tensors of duals, and the two tensors that they are made of. `Tensor<Dual<Float>>(x)` is x as constants,
// and `Tensor<Float>(duals)` are the values alone, as between any two kinds of number.

extension Tensor {
  /// Duals x + x′·ε from a tensor of values and one of tangents.
  ///
  /// ```swift
  /// let moving = Tensor<Dual<Float>>(x, tangent: v)     // x, moving along v
  /// ```
  ///
  /// - Parameters:
  ///   - value: x.
  ///   - tangent: x′; traps unless it has the same shape.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  @specialized(where Element == Dual<Float>, Base == Float)
  @specialized(where Element == Dual<Double>, Base == Double)
  public init<Base>(
    _ value: Tensor<Base>, tangent: Tensor<Base>,
    file: StaticString = #fileID, line: UInt = #line
  ) where Element == Dual<Base> {
    require(
      value.shape == tangent.shape,
      "Tensor: the values have shape \(value.shape), but the tangents \(tangent.shape)",
      file: file, line: line)
    self.init(unsafeUninitializedShape: value.shape, file: file, line: line) { result in
      let (x, slope) = (value.storage.base, tangent.storage.base)
      for i in 0..<result.count { result[i] = Dual(x[i], tangent: slope[i]) }
    }
  }

  /// The values x of duals x + x′·ε.
  @specialized(where Element == Dual<Float>, Base == Float)
  @specialized(where Element == Dual<Double>, Base == Double)
  public func values<Base>() -> Tensor<Base> where Element == Dual<Base> { map { $0.value } }

  /// The tangents x′ of duals x + x′·ε.
  @specialized(where Element == Dual<Float>, Base == Float)
  @specialized(where Element == Dual<Double>, Base == Double)
  public func tangents<Base>() -> Tensor<Base> where Element == Dual<Base> { map { $0.tangent } }
}
