import TensorCore

// Functions of each element. Each rule stands on one screen: the value, and the pullback, which
// multiplies the upstream gradient by the derivative. The derivative is written in terms of the value
// where that saves computing it again.

extension Variable {
  /// eˣ; derivative eˣ.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func exp() -> Variable {
    let y = value.exp()
    return Variable("exp", y, (self, { $0 * y }))
  }

  /// ln x; derivative 1/x.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func log() -> Variable {
    let x = value
    return Variable("log", x.log(), (self, { $0 / x }))
  }

  /// ln(1 + x); derivative 1/(1 + x).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func log1p() -> Variable {
    let x = value
    return Variable(
      "log1p", x.log1p(), (self, { upstream in upstream.zip(with: x) { $0 / (1 + $1) } }))
  }

  /// eˣ − 1; derivative eˣ.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func expm1() -> Variable {
    let y = value.expm1()
    return Variable("expm1", y, (self, { upstream in upstream.zip(with: y) { $0 * ($1 + 1) } }))
  }

  /// √x; derivative 1/(2·√x), infinite at 0.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func sqrt() -> Variable {
    let y = value.sqrt()
    return Variable("sqrt", y, (self, { upstream in upstream.zip(with: y) { $0 / (2 * $1) } }))
  }

  /// x²; derivative 2·x.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func squared() -> Variable {
    let x = value
    return Variable(
      "squared", x.squared(), (self, { upstream in upstream.zip(with: x) { $0 * (2 * $1) } }))
  }

  /// |x|; derivative the sign of x, and 0 at 0.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func abs() -> Variable {
    let x = value
    return Variable(
      "abs", x.abs(),
      (self, { upstream in upstream.zip(with: x) { $1 > 0 ? $0 : $1 < 0 ? -$0 : 0 } }))
  }

  /// sin x; derivative cos x.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func sin() -> Variable {
    let x = value
    return Variable("sin", x.sin(), (self, { $0 * x.cos() }))
  }

  /// cos x; derivative −sin x.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func cos() -> Variable {
    let x = value
    return Variable("cos", x.cos(), (self, { -$0 * x.sin() }))
  }

  /// tanh x; derivative 1 − tanh² x.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func tanh() -> Variable {
    let y = value.tanh()
    return Variable(
      "tanh", y,
      (
        self,
        { upstream in
          upstream.vectorized(.tanh, at: y) ?? upstream.zip(with: y) { $0 * (1 - $1 * $1) }
        }
      ))
  }

  /// 1/(1 + e⁻ˣ); derivative y·(1 − y) of its value y.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func sigmoid() -> Variable {
    let y = value.sigmoid()
    return Variable(
      "sigmoid", y,
      (
        self,
        { upstream in
          upstream.vectorized(.sigmoid, at: y) ?? upstream.zip(with: y) { $0 * $1 * (1 - $1) }
        }
      ))
  }

  /// 2/√π · ∫₀ˣ exp(−t²) dt; derivative 2/√π · exp(−x²).
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func erf() -> Variable {
    let x = value
    return Variable(
      "erf", x.erf(),
      (
        self,
        { upstream in
          upstream.zip(with: x) { $0 * Scalar(2 / Double.pi.squareRoot()) * Scalar.exp(-$1 * $1) }
        }
      ))
  }

  /// max(x, 0); derivative 1 where x > 0, and 0 elsewhere, at 0 too.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func relu() -> Variable {
    let x = value
    return Variable(
      "relu", x.relu(),
      (
        self,
        { upstream in
          upstream.vectorized(.relu, at: x) ?? upstream.zip(with: x) { $1 > 0 ? $0 : 0 }
        }
      ))
  }

  /// xᶜ for a number c; derivative c·xᶜ⁻¹.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func pow(_ exponent: Scalar) -> Variable {
    let x = value
    return Variable(
      "pow number", x.pow(exponent),
      (
        self,
        { upstream in
          upstream.zip(with: x) { $0 * exponent * Scalar.pow($1, exponent - 1) }
        }
      ))
  }

  /// xʸ for x > 0, after broadcasting; derivatives y·xʸ⁻¹ and xʸ·ln x.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func pow(_ exponent: Variable) -> Variable {
    let (x, y) = (value, exponent.value)
    let power = x.pow(y)
    return Variable(
      "pow", power,
      (self, { ($0 * y * x.pow(y - 1)).unbroadcast(to: x.shape) }),
      (exponent, { ($0 * power * x.log()).unbroadcast(to: y.shape) }))
  }

  /// x moved to the nearest end of a range where it lies outside; derivative 1 inside the range, its
  /// ends included, and 0 outside.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func clamped(to range: ClosedRange<Scalar>) -> Variable {
    let x = value
    let (low, high) = (range.lowerBound, range.upperBound)
    return Variable(
      "clamp", x.clamped(to: range),
      (self, { upstream in upstream.zip(with: x) { $1 < low || $1 > high ? 0 : $0 } }))
  }
}
