import TensorCore

// Sum, difference, product and quotient, element by element. Inputs are broadcast; each pullback sums
// over what broadcasting has repeated.

extension Variable {
  /// x + y; derivatives 1 and 1.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public static func + (x: Variable, y: Variable) -> Variable {
    let (left, right) = (x.shape, y.shape)
    return Variable(
      "+", x.value + y.value,
      (x, { $0.unbroadcast(to: left) }),
      (y, { $0.unbroadcast(to: right) }))
  }

  /// x − y; derivatives 1 and −1.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public static func - (x: Variable, y: Variable) -> Variable {
    let (left, right) = (x.shape, y.shape)
    return Variable(
      "-", x.value - y.value,
      (x, { $0.unbroadcast(to: left) }),
      (y, { (-$0).unbroadcast(to: right) }))
  }

  /// x·y; derivatives y and x.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public static func * (x: Variable, y: Variable) -> Variable {
    let (a, b) = (x.value, y.value)
    let (left, right) = (a.shape, b.shape)
    return Variable(
      "*", a * b,
      (x, { ($0 * b).unbroadcast(to: left) }),
      (y, { ($0 * a).unbroadcast(to: right) }))
  }

  /// x / y; derivatives 1/y and −x/y².
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public static func / (x: Variable, y: Variable) -> Variable {
    let (a, b) = (x.value, y.value)
    let (left, right) = (a.shape, b.shape)
    let quotient = a / b
    return Variable(
      "/", quotient,
      (x, { ($0 / b).unbroadcast(to: left) }),
      (y, { (-$0 * quotient / b).unbroadcast(to: right) }))
  }

  /// −x; derivative −1.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public static prefix func - (x: Variable) -> Variable {
    Variable("negation", -x.value, (x, { -$0 }))
  }
}

// The same with a number on one side.
extension Variable {
  /// x + c; derivative 1.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public static func + (x: Variable, c: Scalar) -> Variable {
    Variable("+ number", x.value + c, (x, { $0 }))
  }

  /// c + x; derivative 1.
  public static func + (c: Scalar, x: Variable) -> Variable { x + c }

  /// x − c; derivative 1.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public static func - (x: Variable, c: Scalar) -> Variable { x + -c }

  /// c − x; derivative −1.
  public static func - (c: Scalar, x: Variable) -> Variable { -x + c }

  /// c·x; derivative c.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public static func * (x: Variable, c: Scalar) -> Variable {
    Variable("* number", x.value * c, (x, { $0 * c }))
  }

  /// c·x; derivative c.
  public static func * (c: Scalar, x: Variable) -> Variable { x * c }

  /// x / c; derivative 1/c.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public static func / (x: Variable, c: Scalar) -> Variable {
    // Not x·(1/c): 49·(1/49) is less than 1, and 1/c may overflow where x/c does not.
    Variable("/ number", x.value / c, (x, { $0 / c }))
  }

  /// c / x; derivative −c/x².
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public static func / (c: Scalar, x: Variable) -> Variable {
    let quotient = c / x.value
    let a = x.value
    return Variable("number /", quotient, (x, { -$0 * quotient / a }))
  }
}
