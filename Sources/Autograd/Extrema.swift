import TensorCore

// The gradient of a maximum goes to the element that it came from: the first, when several are equal.

extension Variable {
  /// The largest element, shape [].
  public func max() -> Variable { reshaped(to: [value.elementCount]).max(along: 0) }

  /// The largest elements along an axis.
  public func max(
    along axis: Int, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    extremum(
      "max",
      value.max(
        along: Axes(axis), keepingDimensions: keepingDimensions, file: file, line: line),
      at: value.argmax(along: axis, keepingDimensions: true, file: file, line: line),
      along: axis, file: file, line: line)
  }

  /// The smallest element, shape [].
  public func min() -> Variable { reshaped(to: [value.elementCount]).min(along: 0) }

  /// The smallest elements along an axis.
  public func min(
    along axis: Int, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    extremum(
      "min",
      value.min(
        along: Axes(axis), keepingDimensions: keepingDimensions, file: file, line: line),
      at: value.argmin(along: axis, keepingDimensions: true, file: file, line: line),
      along: axis, file: file, line: line)
  }

  /// Elements whose gradient goes to the given indices along an axis, one for each place of the other
  /// axes.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
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
