import TensorCore

extension Variable {
  /// The Euclidean norm √Σx² of all elements, shape []; derivative x/‖x‖, and 0 at 0.
  public func norm() -> Variable { flattened().norm(along: 0) }

  /// The Euclidean norms √Σx² along axes; derivative x/‖x‖, a vector of length 1.
  ///
  /// At 0, where a cone has no slope, the derivative is 0, as PyTorch's is: of all slopes that a tangent
  /// plane may have there, the one in the middle. (`x.squared().sum().sqrt()` gives NaN.)
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func norm(
    along axes: Axes, keepingDimensions: Bool = false,
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let x = value
    let kept = x.norm(along: axes, keepingDimensions: true, file: file, line: line)
    let norm = keepingDimensions ? kept : kept.reshaped(to: x.shape.reduced(along: axes))
    return Variable(
      "norm", norm,
      (
        self,
        { upstream in
          let direction = x.zip(with: kept) { $1 == 0 ? 0 : $0 / $1 }
          return direction * upstream.reshaped(to: kept.shape)
        }
      ))
  }
}
