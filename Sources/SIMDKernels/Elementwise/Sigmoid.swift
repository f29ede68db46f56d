// The logistic function and what is multiplied with it. e⁻ᵃ for a = |x| cannot overflow; where it becomes
// denormal, its last factor is multiplied after everything else, so that no digit is lost.

extension Vector {
  /// 1/(1 + e⁻ˣ), as 1/(1 + e⁻ᵃ) for x ≥ 0 and e⁻ᵃ/(1 + e⁻ᵃ) for x < 0, with a = |x|: error at most
  /// 3 ulp.
  @inline(__always)
  var sigmoid: Self {
    let (value, scale) = magnitude.atMost(Scalar.exponentialUnderflow).negated
      .exponentialFactors()
    let e = value * scale
    return Self(1).replacing(with: e, where: self < Self(0)) / (Self(1) + e)
  }

  /// x·σ(x): error at most 4 ulp; −0, not NaN, at −∞.
  @inline(__always)
  var silu: Self { timesSigmoid(of: magnitude) }

  /// x·σ(w) with w = 2·√(2/π)·(x + 0.044715·x³): GELU as GPT-2 has it, since (1 + tanh z)/2 is σ(2·z).
  ///
  /// Relative error at most (4 + 4·|w|) ulp for x < 0, where the rounding of w counts |w| times, and
  /// 4 ulp for x ≥ 0; −0, not NaN, at −∞.
  @inline(__always)
  var geluTanh: Self {
    let a = magnitude.atMost(Scalar.exponentialUnderflow)
    let slope = (a * a).times(Self(0.044715), plus: 1)
    return timesSigmoid(of: a * Self(0x1.9884533d43651p+0) * slope)
  }

  /// x·σ(w) for a w of the sign of x, of which the magnitude is given.
  @inline(__always)
  private func timesSigmoid(of w: Self) -> Self {
    let (value, scale) = w.atMost(Scalar.exponentialUnderflow).negated.exponentialFactors()
    let sum = Self(1) + value * scale
    let a = magnitude.atMost(Scalar.exponentialUnderflow)
    let tail = (a * value / sum * scale).negated
    return (self / sum).replacing(with: tail, where: self < Self(0))
  }
}
