// The elementary functions by the chain rule: f(x)′ = f′(x)·x′.
extension Dual {
  /// (eˣ)′ = eˣ·x′.
  @inlinable public static func exp(_ x: Dual) -> Dual {
    let y = Base.exp(x.value)
    return Dual(y, tangent: y * x.tangent)
  }

  /// (eˣ − 1)′ = eˣ·x′.
  @inlinable public static func expm1(_ x: Dual) -> Dual {
    Dual(Base.expm1(x.value), tangent: Base.exp(x.value) * x.tangent)
  }

  /// (ln x)′ = x′/x.
  @inlinable public static func log(_ x: Dual) -> Dual {
    Dual(Base.log(x.value), tangent: x.tangent / x.value)
  }

  /// (ln(1 + x))′ = x′/(1 + x).
  @inlinable public static func log1p(_ x: Dual) -> Dual {
    Dual(Base.log1p(x.value), tangent: x.tangent / (1 + x.value))
  }

  /// (√x)′ = x′/(2·√x).
  @inlinable public static func sqrt(_ x: Dual) -> Dual {
    let y = Base.sqrt(x.value)
    return Dual(y, tangent: x.tangent / (2 * y))
  }

  /// (xʸ)′ = y·xʸ⁻¹·x′ + xʸ·ln x·y′.
  @inlinable public static func pow(_ x: Dual, _ y: Dual) -> Dual {
    let power = Base.pow(x.value, y.value)
    // x⁰ is constant, and 0·xʸ⁻¹ would be 0·∞ at x = 0.
    let alongBase = y.value == 0 ? 0 : y.value * Base.pow(x.value, y.value - 1) * x.tangent
    // ln x does not exist for x ≤ 0, where x² does: a constant exponent must not touch it.
    // Nor must a power of 0, or 0⁰: 0·ln 0 would be 0·∞.
    let isFlat = power == 0 || x.value == 0 && y.value == 0
    guard !isFlat && (x.value > 0 || y.tangent != 0) else {
      return Dual(power, tangent: alongBase)
    }
    return Dual(power, tangent: alongBase + power * Base.log(x.value) * y.tangent)
  }

  /// (sin x)′ = cos x·x′.
  @inlinable public static func sin(_ x: Dual) -> Dual {
    Dual(Base.sin(x.value), tangent: Base.cos(x.value) * x.tangent)
  }

  /// (cos x)′ = −sin x·x′.
  @inlinable public static func cos(_ x: Dual) -> Dual {
    Dual(Base.cos(x.value), tangent: -Base.sin(x.value) * x.tangent)
  }

  /// (tanh x)′ = 4·e/(1 + e)²·x′ with e = exp(−2·|x|): 1 − tanh² x would lose its digits far out.
  @inlinable public static func tanh(_ x: Dual) -> Dual {
    let e = Base.exp(-2 * x.value.magnitude)
    return Dual(Base.tanh(x.value), tangent: 4 * e / ((1 + e) * (1 + e)) * x.tangent)
  }

  /// (erf x)′ = 2/√π·exp(−x²)·x′.
  @inlinable public static func erf(_ x: Dual) -> Dual {
    let slope = Base(2 / Double.pi.squareRoot()) * Base.exp(-x.value * x.value)
    return Dual(Base.erf(x.value), tangent: slope * x.tangent)
  }

  /// (erfc x)′ = −2/√π·exp(−x²)·x′.
  @inlinable public static func erfc(_ x: Dual) -> Dual {
    let slope = Base(-2 / Double.pi.squareRoot()) * Base.exp(-x.value * x.value)
    return Dual(Base.erfc(x.value), tangent: slope * x.tangent)
  }
}
