import TensorCore

// The gradient of a maximum goes to the element that it came from: the first, when several are equal.

extension Variable {
  /// The largest element, shape [].
  public func max(file: StaticString = #fileID, line: UInt = #line) -> Variable {
    reshaped(to: [value.elementCount]).max(along: 0, file: file, line: line)
  }

  /// The largest elements along axes; traps when an axis has none.
  public func max(
    along axes: Axes, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let extremes = value.max(
      along: axes, keepingDimensions: keepingDimensions, file: file, line: line)
    guard let axis = axes.indices.first, axes.indices.count == 1 else {
      return joining(axes).max(along: -1).reshaped(to: extremes.shape)
    }
    return extremum(
      "max", extremes,
      at: value.argmax(along: axis, keepingDimensions: true, file: file, line: line),
      along: axis, file: file, line: line)
  }

  /// The smallest element, shape [].
  public func min(file: StaticString = #fileID, line: UInt = #line) -> Variable {
    reshaped(to: [value.elementCount]).min(along: 0, file: file, line: line)
  }

  /// The smallest elements along axes; traps when an axis has none.
  public func min(
    along axes: Axes, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let extremes = value.min(
      along: axes, keepingDimensions: keepingDimensions, file: file, line: line)
    guard let axis = axes.indices.first, axes.indices.count == 1 else {
      return joining(axes).min(along: -1).reshaped(to: extremes.shape)
    }
    return extremum(
      "min", extremes,
      at: value.argmin(along: axis, keepingDimensions: true, file: file, line: line),
      along: axis, file: file, line: line)
  }

  /// The axes of a reduction as one, after the others: the first of equal elements stays the first.
  func joining(_ axes: Axes) -> Variable {
    let joined = Set(axes.indices.map { $0 < 0 ? $0 + rank : $0 }).sorted()
    let others = (0..<rank).filter { !joined.contains($0) }
    return permuted(to: others + joined)
      .reshaped(to: Shape(others.map { shape[$0] } + [joined.reduce(1) { $0 * shape[$1] }]))
  }

  /// Elements whose gradient goes to the given indices along an axis, one for each place of the other
  /// axes.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  private func extremum(
    _ operation: StaticString, _ extremes: Tensor<Scalar>, at indices: Tensor<Int>,
    along axis: Int, file: StaticString, line: UInt
  ) -> Variable {
    let positions = Tensor<Int>(0..<shape[axis], file: file, line: line)
      .reshaped(
        to: Shape((0..<rank).map { $0 == (axis < 0 ? axis + rank : axis) ? shape[axis] : 1 }))
    let isExtremum = positions .== indices
    return Variable(
      operation, extremes,
      (
        self,
        { upstream in
          upstream.reshaped(to: indices.shape).zip(with: isExtremum) { $1 ? $0 : 0 }
        }
      ))
  }
}
