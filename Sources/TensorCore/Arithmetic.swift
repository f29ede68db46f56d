/// Arithmetic element by element. Two tensors are broadcast: [4, 3] + [3] adds the vector to each of
/// the four rows. Shapes that do not fit trap.
extension Tensor where Element: TensorScalar {
  /// The sum of each pair of elements.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func + (left: Tensor, right: Tensor) -> Tensor {
    left.vectorized(.add, right) ?? left.zip(with: right, as: "+") { $0 + $1 }
  }

  /// The sum of each element and a number.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func + (left: Tensor, right: Element) -> Tensor {
    left.vectorized(.add, right) ?? left.map { $0 + right }
  }

  /// The sum of a number and each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func + (left: Element, right: Tensor) -> Tensor {
    right.vectorized(.add, left, numberIsLeft: true) ?? right.map { left + $0 }
  }

  /// The difference of each pair of elements.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func - (left: Tensor, right: Tensor) -> Tensor {
    left.vectorized(.subtract, right) ?? left.zip(with: right, as: "-") { $0 - $1 }
  }

  /// The difference of each element and a number.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func - (left: Tensor, right: Element) -> Tensor {
    left.vectorized(.subtract, right) ?? left.map { $0 - right }
  }

  /// The difference of a number and each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func - (left: Element, right: Tensor) -> Tensor {
    right.vectorized(.subtract, left, numberIsLeft: true) ?? right.map { left - $0 }
  }

  /// The product of each pair of elements.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func * (left: Tensor, right: Tensor) -> Tensor {
    left.vectorized(.multiply, right) ?? left.zip(with: right, as: "*") { $0 * $1 }
  }

  /// The product of each element and a number.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func * (left: Tensor, right: Element) -> Tensor {
    left.vectorized(.multiply, right) ?? left.map { $0 * right }
  }

  /// The product of a number and each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func * (left: Element, right: Tensor) -> Tensor {
    right.vectorized(.multiply, left, numberIsLeft: true) ?? right.map { left * $0 }
  }

  /// The quotient of each pair of elements.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func / (left: Tensor, right: Tensor) -> Tensor {
    left.vectorized(.divide, right) ?? left.zip(with: right, as: "/") { $0 / $1 }
  }

  /// The quotient of each element and a number.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func / (left: Tensor, right: Element) -> Tensor {
    left.vectorized(.divide, right) ?? left.map { $0 / right }
  }

  /// The quotient of a number and each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func / (left: Element, right: Tensor) -> Tensor {
    right.vectorized(.divide, left, numberIsLeft: true) ?? right.map { left / $0 }
  }

  /// Each element with its sign changed.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static prefix func - (tensor: Tensor) -> Tensor {
    tensor.map { -$0 }
  }
}

/// Arithmetic in place. The right-hand side is broadcast to the shape of the left; it traps when the
/// result would have another shape than the left.
extension Tensor where Element: TensorScalar {
  /// Adds to each element the corresponding one.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func += (left: inout Tensor, right: Tensor) {
    left.update(with: right, as: "+=") { $0 + $1 }
  }

  /// Adds a number to each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func += (left: inout Tensor, right: Element) {
    left.update { $0 + right }
  }

  /// Subtracts from each element the corresponding one.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func -= (left: inout Tensor, right: Tensor) {
    left.update(with: right, as: "-=") { $0 - $1 }
  }

  /// Subtracts a number from each element.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func -= (left: inout Tensor, right: Element) {
    left.update { $0 - right }
  }

  /// Multiplies each element by the corresponding one.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func *= (left: inout Tensor, right: Tensor) {
    left.update(with: right, as: "*=") { $0 * $1 }
  }

  /// Multiplies each element by a number.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func *= (left: inout Tensor, right: Element) {
    left.update { $0 * right }
  }

  /// Divides each element by the corresponding one.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func /= (left: inout Tensor, right: Tensor) {
    left.update(with: right, as: "/=") { $0 / $1 }
  }

  /// Divides each element by a number.
  @specialized(where Element == Float)
  @specialized(where Element == Double)
  @specialized(where Element == Dual<Float>)
  @specialized(where Element == Dual<Double>)
  public static func /= (left: inout Tensor, right: Element) {
    left.update { $0 / right }
  }
}
