import TensorCore

// What silu and GELU by tanh are made of: a factor times σ(w) = 1/(1 + e⁻ʷ).
//
// For w < 0, σ(w) is e/(1 + e) with e = eʷ, which may have few digits left, or none, where the product
// still has all. So √e is multiplied twice.

/// a·σ(w): error at most 4 ulp besides that of w; 0, not NaN, for an infinite a at w = −∞.
@inline(__always)
func timesSigmoid<Scalar: TensorScalar>(_ a: Scalar, of w: Scalar) -> Scalar {
  // Far below where every number that is not infinite has become 0.
  if w < -2000 { return a < 0 ? -0.0 : 0 }
  if w >= 0 { return a / (1 + Scalar.exp(-w)) }
  let root = Scalar.exp(0.5 * w)
  return a * root / (1 + root * root) * root
}

/// σ(w)·(1 + a·σ(−w)), the derivative of x·σ(w) for a = x·w′: error at most 8 ulp besides that of w, near
/// its zero of ¼.
@inline(__always)
func timesSigmoidSlope<Scalar: TensorScalar>(_ a: Scalar, of w: Scalar) -> Scalar {
  // Beyond, it is at its limits, and an infinite a must not meet a 0.
  if w < -2000 { return -0.0 }
  if w > 2000 { return 1 }
  let root = Scalar.exp(-0.5 * w.magnitude)
  let sum = 1 + root * root
  if w >= 0 { return (1 + a * (root * root / sum)) / sum }
  return root * (1 + a / sum) / sum * root
}
