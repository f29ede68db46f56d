import TensorCore

// Sums, and what is made of sums. The gradient of a sum is the upstream gradient, repeated for every
// element that was added.

extension Variable {
  /// Σ of all elements, shape [].
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func sum() -> Variable {
    let shape = self.shape
    return Variable("sum", Tensor(value.sum()), (self, { $0.broadcast(to: shape) }))
  }

  /// Σ along axes.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func sum(
    along axes: Axes, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let shape = self.shape
    let kept = value.sum(along: axes, keepingDimensions: true, file: file, line: line)
    let sum = keepingDimensions ? kept : kept.reshaped(to: shape.reduced(along: axes))
    return Variable(
      "sum", sum, (self, { $0.reshaped(to: kept.shape).broadcast(to: shape) }))
  }

  /// The running sums along an axis. An element is part of its own sum and of all after it, so the
  /// pullback sums from the end.
  public func cumulativeSum(
    along axis: Int, fromEnd: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    Variable(
      "cumulativeSum",
      value.cumulativeSum(along: axis, fromEnd: fromEnd, file: file, line: line),
      (self, { $0.cumulativeSum(along: axis, fromEnd: !fromEnd) }))
  }

  /// The mean of all elements, shape [].
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func mean() -> Variable {
    let shape = self.shape
    let count = Scalar(Double(shape.elementCount))
    return Variable("mean", Tensor(value.mean()), (self, { ($0 / count).broadcast(to: shape) }))
  }

  /// The means along axes.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func mean(
    along axes: Axes, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let shape = self.shape
    let kept = value.mean(along: axes, keepingDimensions: true, file: file, line: line)
    let mean = keepingDimensions ? kept : kept.reshaped(to: shape.reduced(along: axes))
    let count = Scalar(Double(shape.elementCount / Swift.max(kept.elementCount, 1)))
    return Variable(
      "mean", mean, (self, { ($0 / count).reshaped(to: kept.shape).broadcast(to: shape) }))
  }

  /// The variance of all elements, Σ(x − mean)² / (n − correction), shape [].
  public func variance(
    correction: Int = 0, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    reshaped(to: [value.elementCount])
      .variance(along: 0, correction: correction, file: file, line: line)
  }

  /// The variances along axes, Σ(x − mean)² / (n − correction); derivative
  /// 2·(x − mean) / (n − correction).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func variance(
    along axes: Axes, correction: Int = 0, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let x = value
    let kept = x.variance(
      along: axes, correction: correction, keepingDimensions: true, file: file, line: line)
    let variance = keepingDimensions ? kept : kept.reshaped(to: x.shape.reduced(along: axes))
    let count = x.elementCount / Swift.max(kept.elementCount, 1)
    let divisor = varianceDivisor(of: count, correction: correction, as: Scalar.self)
    return Variable(
      "variance", variance,
      (
        self,
        { upstream in
          let slope = (x - x.mean(along: axes, keepingDimensions: true)) * 2 / divisor
          return slope * upstream.reshaped(to: kept.shape)
        }
      ))
  }
}
