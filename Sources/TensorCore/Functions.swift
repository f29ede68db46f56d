/// Functions of each element.
extension Tensor where Element: TensorScalar {
  /// eˣ of each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func exp() -> Tensor { vectorized(.exp) ?? map { Element.exp($0) } }

  /// eˣ − 1 of each element, exact where it is small.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func expm1() -> Tensor { vectorized(.expm1) ?? map { Element.expm1($0) } }

  /// The natural logarithm of each element: NaN below 0, −∞ at 0.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func log() -> Tensor { vectorized(.log) ?? map { Element.log($0) } }

  /// ln(1 + x) of each element, exact where it is small.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func log1p() -> Tensor { vectorized(.log1p) ?? map { Element.log1p($0) } }

  /// The square root of each element: NaN below 0.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func sqrt() -> Tensor { vectorized(.sqrt) ?? map { Element.sqrt($0) } }

  /// The sine of each element, in radians.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func sin() -> Tensor { map { Element.sin($0) } }

  /// The cosine of each element, in radians.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func cos() -> Tensor { map { Element.cos($0) } }

  /// The hyperbolic tangent of each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func tanh() -> Tensor { vectorized(.tanh) ?? map { Element.tanh($0) } }

  /// The error function 2/√π · ∫₀ˣ exp(−t²) dt of each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func erf() -> Tensor { vectorized(.erf) ?? map { Element.erf($0) } }

  /// Each element to the power of a number.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func pow(_ exponent: Element) -> Tensor { map { Element.pow($0, exponent) } }

  /// Each element to the power of the corresponding one, after broadcasting.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func pow(
    _ exponent: Tensor, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    zip(with: exponent, as: "pow", file: file, line: line) { Element.pow($0, $1) }
  }

  /// x² of each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func squared() -> Tensor { vectorized(.square) ?? map { $0 * $0 } }

  /// |x| of each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func abs() -> Tensor { vectorized(.abs) ?? map { $0.magnitude } }

  /// 1 / (1 + e⁻ˣ) of each element, without overflow at either end.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func sigmoid() -> Tensor {
    vectorized(.sigmoid)
      ?? map { x in
        // e to the power of −|x| never overflows.
        let e = Element.exp(-x.magnitude)
        return (x < 0 ? e : 1) / (1 + e)
      }
  }

  /// max(x, 0) of each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func relu() -> Tensor { vectorized(.relu) ?? map { $0 < 0 ? 0 : $0 } }

  /// Each element moved to the nearest end of a range where it lies outside; NaN stays NaN.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func clamped(to range: ClosedRange<Element>) -> Tensor {
    let low = range.lowerBound
    let high = range.upperBound
    return map { $0 < low ? low : $0 > high ? high : $0 }
  }

  /// The larger of each pair of elements, after broadcasting; NaN where either is.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func maximum(
    _ other: Tensor, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    zip(with: other, as: "maximum", file: file, line: line) { larger($0, $1) }
  }

  /// The smaller of each pair of elements, after broadcasting; NaN where either is.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public func minimum(
    _ other: Tensor, file: StaticString = #fileID, line: UInt = #line
  ) -> Tensor {
    zip(with: other, as: "minimum", file: file, line: line) { smaller($0, $1) }
  }
}

/// The larger of two numbers, the left one if they are equal; NaN if either is (only NaN differs from
/// itself).
///
/// Which of two equal numbers is taken matters for dual numbers, whose derivatives may differ.
@inlinable
func larger<Scalar: TensorScalar>(_ x: Scalar, _ y: Scalar) -> Scalar { x >= y || x != x ? x : y }

/// The smaller of two numbers, the left one if they are equal; NaN if either is.
@inlinable
func smaller<Scalar: TensorScalar>(_ x: Scalar, _ y: Scalar) -> Scalar { x <= y || x != x ? x : y }
