import TensorCore

// Each element of the result comes from one of two inputs, and its gradient goes back to that one.

extension Variable {
  /// The larger of each pair of elements, after broadcasting. Where both are equal, the gradient goes
  /// to the left one alone.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func maximum(
    _ other: Variable, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let result = value.maximum(other.value, file: file, line: line)
    let isLeft = value .>= other.value
    let (left, right) = (shape, other.shape)
    return Variable(
      "maximum", result,
      (self, { kept($0, where: isLeft, is: true).unbroadcast(to: left) }),
      (other, { kept($0, where: isLeft, is: false).unbroadcast(to: right) }))
  }

  /// The smaller of each pair of elements, after broadcasting. Where both are equal, the gradient goes
  /// to the left one alone.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func minimum(
    _ other: Variable, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let result = value.minimum(other.value, file: file, line: line)
    let isLeft = value .<= other.value
    let (left, right) = (shape, other.shape)
    return Variable(
      "minimum", result,
      (self, { kept($0, where: isLeft, is: true).unbroadcast(to: left) }),
      (other, { kept($0, where: isLeft, is: false).unbroadcast(to: right) }))
  }
}

/// The elements of one variable where a condition holds, those of another where it does not; all three
/// are broadcast.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
public func select<Scalar: TensorScalar>(
  _ condition: Tensor<Bool>, _ whenTrue: Variable<Scalar>, _ whenFalse: Variable<Scalar>,
  file: StaticString = #fileID, line: UInt = #line
) -> Variable<Scalar> {
  let (first, second) = (whenTrue.shape, whenFalse.shape)
  return Variable(
    "select", select(condition, whenTrue.value, whenFalse.value, file: file, line: line),
    (whenTrue, { kept($0, where: condition, is: true).unbroadcast(to: first) }),
    (whenFalse, { kept($0, where: condition, is: false).unbroadcast(to: second) }))
}

/// The gradient where a condition is as wanted, and zero elsewhere.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
private func kept<Scalar: TensorScalar>(
  _ upstream: Tensor<Scalar>, where condition: Tensor<Bool>, is wanted: Bool
) -> Tensor<Scalar> {
  upstream.zip(with: condition) { $1 == wanted ? $0 : 0 }
}
