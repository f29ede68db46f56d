import TensorCore

// Functions of each element. Each rule stands on one screen: the value, and the pullback, which
// multiplies the upstream gradient by the derivative. The derivative is written in terms of the value
// where that saves computing it again and loses no digit: 1 − y² of a y next to 1 has none left.
//
// The bounds are for both backends, `Float` and `Double`, in ulp: units in the last place of the exact
// result. Infinities give the limits.

extension Variable {
  /// eˣ, error at most 1 ulp; derivative eˣ, at most 1 ulp.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func exp() -> Variable {
    let y = value.exp()
    return Variable("exp", y, (self, { $0 * y }))
  }

  /// ln x, error at most 1 ulp; derivative 1/x, at most 1 ulp.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func log() -> Variable {
    let x = value
    return Variable("log", x.log(), (self, { $0 / x }))
  }

  /// ln(1 + x), error at most 2 ulp; derivative 1/(1 + x), at most 2 ulp.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func log1p() -> Variable {
    let x = value
    return Variable(
      "log1p", x.log1p(), (self, { upstream in upstream.zip(with: x) { $0 / (1 + $1) } }))
  }

  /// eˣ − 1, error at most 2 ulp; derivative eˣ, at most 1 ulp.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func expm1() -> Variable {
    let x = value
    return Variable("expm1", x.expm1(), (self, { $0 * x.exp() }))
  }

  /// √x, rounded correctly; derivative 1/(2·√x), at most 2 ulp off, and infinite at 0.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func sqrt() -> Variable {
    let y = value.sqrt()
    return Variable("sqrt", y, (self, { upstream in upstream.zip(with: y) { $0 / (2 * $1) } }))
  }

  /// x², rounded correctly; derivative 2·x, exactly.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func squared() -> Variable {
    let x = value
    return Variable(
      "squared", x.squared(), (self, { upstream in upstream.zip(with: x) { $0 * (2 * $1) } }))
  }

  /// |x|; derivative the sign of x, and 0 at 0. Both exactly.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func abs() -> Variable {
    let x = value
    return Variable(
      "abs", x.abs(),
      (self, { upstream in upstream.zip(with: x) { $1 > 0 ? $0 : $1 < 0 ? -$0 : 0 } }))
  }

  /// sin x, error at most 1 ulp; derivative cos x, at most 1 ulp.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func sin() -> Variable {
    let x = value
    return Variable("sin", x.sin(), (self, { $0 * x.cos() }))
  }

  /// cos x, error at most 1 ulp; derivative −sin x, at most 1 ulp.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func cos() -> Variable {
    let x = value
    return Variable("cos", x.cos(), (self, { -$0 * x.sin() }))
  }

  /// tanh x, error at most 3 ulp; derivative 1 − tanh² x = 4·e/(1 + e)² with e = exp(−2·|x|), at most
  /// 5 ulp.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func tanh() -> Variable {
    let x = value
    return Variable(
      "tanh", x.tanh(),
      (
        self,
        { upstream in
          upstream.vectorizedGradient(of: .tanh, at: x)
            ?? upstream.zip(with: x) { u, x in
              let e = Scalar.exp(-2 * x.magnitude)
              return u * (4 * e / ((1 + e) * (1 + e)))
            }
        }
      ))
  }

  /// σ(x) = 1/(1 + e⁻ˣ), error at most 3 ulp; derivative σ(x)·σ(−x) = e/(1 + e)² with e = exp(−|x|), at
  /// most 5 ulp.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func sigmoid() -> Variable {
    let x = value
    return Variable(
      "sigmoid", x.sigmoid(),
      (
        self,
        { upstream in
          upstream.vectorizedGradient(of: .sigmoid, at: x)
            ?? upstream.zip(with: x) { u, x in
              let e = Scalar.exp(-x.magnitude)
              return u * (e / ((1 + e) * (1 + e)))
            }
        }
      ))
  }

  /// 2/√π · ∫₀ˣ exp(−t²) dt, error at most 2 ulp; derivative 2/√π · exp(−x²), at most (3 + x²) ulp,
  /// because the rounding of x² counts x² times.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
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
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func relu() -> Variable {
    // y is positive where x is, and what comes next keeps it anyway: x need not stay in memory.
    let y = value.relu()
    return Variable(
      "relu", y,
      (
        self,
        { upstream in
          upstream.vectorizedGradient(of: .relu, at: y) ?? upstream.zip(with: y) { $1 > 0 ? $0 : 0 }
        }
      ))
  }

  /// xᶜ for a number c; derivative c·xᶜ⁻¹, and 0 for c = 0, where that would be 0·∞ at 0.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func pow(_ exponent: Scalar) -> Variable {
    let x = value
    return Variable(
      "pow number", x.pow(exponent),
      (
        self,
        { upstream in
          upstream.zip(with: x) {
            exponent == 0 ? 0 : $0 * exponent * Scalar.pow($1, exponent - 1)
          }
        }
      ))
  }

  /// xʸ, after broadcasting; derivatives y·xʸ⁻¹ and xʸ·ln x.
  ///
  /// Where y is 0, the first is 0. Where xʸ is 0, so is the second, and it is at 0⁰: not 0·∞. For other
  /// x < 0, the second is NaN.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func pow(
    _ exponent: Variable, file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    let (x, y) = (value, exponent.value)
    let power = x.pow(y, file: file, line: line)
    return Variable(
      "pow", power,
      (
        self,
        { upstream in
          let slope = x.zip(with: y) { $1 == 0 ? 0 : $1 * Scalar.pow($0, $1 - 1) }
          return (upstream * slope).unbroadcast(to: x.shape)
        }
      ),
      (
        exponent,
        { upstream in
          let slope = power.zip(with: x) { power, x in
            power == 0 || x == 0 && power == 1 ? 0 : power * Scalar.log(x)
          }
          return (upstream * slope).unbroadcast(to: y.shape)
        }
      ))
  }

  /// x moved to the nearest end of a range where it lies outside; derivative 1 inside the range, its
  /// ends included, and 0 outside.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Dual<Float>)
  @specialized(where Scalar == Dual<Double>)
  public func clamped(to range: ClosedRange<Scalar>) -> Variable {
    let x = value
    let (low, high) = (range.lowerBound, range.upperBound)
    return Variable(
      "clamp", x.clamped(to: range),
      (self, { upstream in upstream.zip(with: x) { $1 < low || $1 > high ? 0 : $0 } }))
  }
}
