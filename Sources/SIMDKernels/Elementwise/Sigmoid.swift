// The logistic function and what is multiplied with it. e⁻ᵃ for a = |x| cannot overflow; where it becomes
// denormal, its last factor is multiplied after everything else, so that no digit is lost.

extension Vector {
  /// 1/(1 + e⁻ˣ), as 1/(1 + e⁻ᵃ) for x ≥ 0 and e⁻ᵃ/(1 + e⁻ᵃ) for x < 0, with a = |x|: error at most
  /// 3 ulp.
  @inline(__always)
  var sigmoid: Self {
    let (value, scale) = magnitude.negated.atLeast(-Scalar.exponentialUnderflow)
      .exponentialFactors()
    let e = value * scale
    return Self(1).replacing(with: e, where: self < Self(0)) / (Self(1) + e)
  }

  /// σ(x)·σ(−x) = e/(1 + e)² with e = e⁻ᵃ: error at most 5 ulp.
  @inline(__always)
  var sigmoidDerivative: Self {
    let (value, scale) = magnitude.negated.atLeast(-Scalar.exponentialUnderflow)
      .exponentialFactors()
    let sum = Self(1) + value * scale
    return value / (sum * sum) * scale
  }

  /// x·σ(x): error at most 4 ulp; −0, not NaN, at −∞.
  @inline(__always)
  var silu: Self {
    let a = magnitude.atMost(Scalar.exponentialUnderflow)
    let (value, scale) = a.negated.exponentialFactors()
    let sum = Self(1) + value * scale
    return (self / sum).replacing(
      with: (a * value / sum * scale).negated, where: self < Self(0))
  }

  /// σ(x)·(1 + x·σ(−x)): error at most 8 ulp, near its zero of ¼.
  @inline(__always)
  var siluDerivative: Self {
    let x = atLeast(-Scalar.exponentialUnderflow).atMost(Scalar.exponentialUnderflow)
    return (Self(1) + x.timesSigmoid(of: x.negated)).timesSigmoid(of: x)
  }

  /// x·σ(w) with w = 2·√(2/π)·(x + 0.044715·x³): GELU as GPT-2 has it, since (1 + tanh z)/2 is σ(2·z).
  ///
  /// Relative error at most (4 + 4·|w|) ulp for x < 0, where the rounding of w counts |w| times, and
  /// 4 ulp for x ≥ 0; −0, not NaN, at −∞.
  @inline(__always)
  var geluTanh: Self {
    let x = atLeast(-Scalar.normalTailUnderflow)
    return x.timesSigmoid(of: x.geluArgument.w)
  }

  /// σ(w)·(1 + x·σ(−w)·w′): error at most (8 + 4·|w|) ulp, near its zero of ¼.
  @inline(__always)
  var geluTanhDerivative: Self {
    let x = atLeast(-Scalar.normalTailUnderflow).atMost(Scalar.normalTailUnderflow)
    let (w, slope) = x.geluArgument
    return (Self(1) + (x * slope).timesSigmoid(of: w.negated)).timesSigmoid(of: w)
  }

  /// w of `geluTanh` and its derivative w′.
  @inline(__always)
  private var geluArgument: (w: Self, slope: Self) {
    let c = Self(0x1.9884533d43651p+0)
    let square = self * self
    return (
      self * c * square.times(Self(0.044715), plus: 1), c * square.times(Self(0.134145), plus: 1)
    )
  }

  /// a·σ(w) for this number a, which must be finite where w < 0: error at most 4 ulp besides that of w.
  @inline(__always)
  private func timesSigmoid(of w: Self) -> Self {
    let (value, scale) = w.magnitude.atMost(Scalar.exponentialUnderflow).negated
      .exponentialFactors()
    let sum = Self(1) + value * scale
    let tail = self * value / sum * scale
    return (self / sum).replacing(with: tail, where: w < Self(0))
  }
}
