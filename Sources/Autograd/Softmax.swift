import TensorCore

// Exponentials that are divided by their sum, and the logarithm of that sum. All take out the maximum
// first, so that nothing overflows.

extension Variable {
  /// ln Σ exp(x) of all elements, shape [].
  public func logSumExp() -> Variable { reshaped(to: [value.elementCount]).logSumExp(along: 0) }

  /// ln Σ exp(x) along axes; derivative softmax(x), NaN at an infinity that is the maximum.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func logSumExp(
    along axes: Axes, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let x = value
    let kept = x.logSumExp(along: axes, keepingDimensions: true, file: file, line: line)
    let result = keepingDimensions ? kept : kept.reshaped(to: x.shape.reduced(along: axes))
    return Variable(
      "logSumExp", result, (self, { $0.reshaped(to: kept.shape) * (x - kept).exp() }))
  }

  /// pᵢ = exp(xᵢ) / Σⱼ exp(xⱼ) along an axis: positive numbers that add up to 1.
  ///
  /// Its pullback is p·(u − Σⱼ uⱼ·pⱼ) for the upstream gradient u.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func softmax(
    along axis: Int = -1, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let p = value.softmax(along: axis, file: file, line: line)
    return Variable(
      "softmax", p,
      (
        self,
        { upstream in
          p * (upstream - (upstream * p).sum(along: Axes(axis), keepingDimensions: true))
        }
      ))
  }

  /// ln softmax(x) = x − ln Σⱼ exp(xⱼ) along an axis.
  ///
  /// Its pullback is u − p·Σⱼ uⱼ for the upstream gradient u and p = softmax(x).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func logSoftmax(
    along axis: Int = -1, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let logP = value.logSoftmax(along: axis, file: file, line: line)
    return Variable(
      "logSoftmax", logP,
      (
        self,
        { upstream in
          upstream - logP.exp() * upstream.sum(along: Axes(axis), keepingDimensions: true)
        }
      ))
  }
}
