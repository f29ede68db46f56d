/// What is the same for all elements in one step of Adam.
///
///     g ← g + coupledDecay·p
///     m ← keep1·m + take1·g
///     v ← keep2·v + take2·g²
///     p ← keep·p − rate · m / (√v·correction + ε)
public struct AdamCoefficients<Scalar> {
  /// λ where the decay is part of the gradient (Adam), 0 where it is not (AdamW).
  public let coupledDecay: Scalar
  /// 1 − η·λ where the decay is apart from the gradient (AdamW), 1 where it is not (Adam).
  public let keep: Scalar
  /// β₁.
  public let keep1: Scalar
  /// 1 − β₁.
  public let take1: Scalar
  /// β₂.
  public let keep2: Scalar
  /// 1 − β₂.
  public let take2: Scalar
  /// The learning rate divided by 1 − β₁ᵗ at step t.
  public let rate: Scalar
  /// 1 / √(1 − β₂ᵗ).
  public let correction: Scalar
  /// ε.
  public let epsilon: Scalar

  /// Puts the numbers together.
  ///
  /// Inlined, so that it is compiled for the caller's kind of number.
  @inlinable @inline(__always)
  public init(
    coupledDecay: Scalar, keep: Scalar, keep1: Scalar, take1: Scalar,
    keep2: Scalar, take2: Scalar, rate: Scalar, correction: Scalar, epsilon: Scalar
  ) {
    self.coupledDecay = coupledDecay
    self.keep = keep
    self.keep1 = keep1
    self.take1 = take1
    self.keep2 = keep2
    self.take2 = take2
    self.rate = rate
    self.correction = correction
    self.epsilon = epsilon
  }
}

extension AdamCoefficients: Sendable where Scalar: Sendable {}

/// One step of Adam or AdamW for a parameter p, with the running means m of its gradient g and v of g².
///
/// Bit for bit what a loop of plain Swift computes with the expressions of ``AdamCoefficients``, each
/// product and sum rounded. One pass over memory, where operations on tensors take four.
///
/// - Parameters:
///   - parameter: p, `count` numbers.
///   - mean: m.
///   - square: v.
///   - gradient: g.
///   - count: The number of elements.
///   - coefficients: What is the same for all elements.
///   - threads: The most threads to use. The result does not depend on it.
func adamUpdate<Scalar: VectorScalar>(
  _ parameter: UnsafeMutablePointer<Scalar>, mean: UnsafeMutablePointer<Scalar>,
  square: UnsafeMutablePointer<Scalar>, gradient: UnsafePointer<Scalar>, count: Int,
  _ coefficients: AdamCoefficients<Scalar>, threads: Int
) {
  parallel(count: count, size: functionPartSize, threads: threads) { start, count in
    adamPart(
      parameter + start, mean + start, square + start, gradient + start, count,
      AdamStep(coefficients))
  }
}

/// Invariant: all pointers lead to `count` numbers, and no two of them overlap.
@inline(never)
private func adamPart<Scalar: VectorScalar>(
  _ p: UnsafeMutablePointer<Scalar>, _ m: UnsafeMutablePointer<Scalar>,
  _ v: UnsafeMutablePointer<Scalar>, _ g: UnsafePointer<Scalar>, _ count: Int,
  _ step: AdamStep<Scalar.Vector>
) {
  typealias Vector = Scalar.Vector
  var i = 0
  while i &+ Vector.count <= count {
    var (parameter, mean, square) = (
      Vector(loading: p + i), Vector(loading: m + i), Vector(loading: v + i)
    )
    step.take(&parameter, &mean, &square, Vector(loading: g + i))
    parameter.store(to: p + i)
    mean.store(to: m + i)
    square.store(to: v + i)
    i &+= Vector.count
  }
  guard i < count else { return }
  let rest = count - i
  var (parameter, mean, square) = (
    Vector(loading: p + i, count: rest, filler: 0), Vector(loading: m + i, count: rest, filler: 0),
    Vector(loading: v + i, count: rest, filler: 0)
  )
  step.take(&parameter, &mean, &square, Vector(loading: g + i, count: rest, filler: 0))
  parameter.store(to: p + i, count: rest)
  mean.store(to: m + i, count: rest)
  square.store(to: v + i, count: rest)
}

/// The coefficients, each in all lanes.
private struct AdamStep<V: Vector> {
  private let coupledDecay: V
  private let keep: V
  private let keep1: V
  private let take1: V
  private let keep2: V
  private let take2: V
  private let rate: V
  private let correction: V
  private let epsilon: V

  @inline(__always)
  init(_ coefficients: AdamCoefficients<V.Scalar>) {
    coupledDecay = V(coefficients.coupledDecay)
    keep = V(coefficients.keep)
    keep1 = V(coefficients.keep1)
    take1 = V(coefficients.take1)
    keep2 = V(coefficients.keep2)
    take2 = V(coefficients.take2)
    rate = V(coefficients.rate)
    correction = V(coefficients.correction)
    epsilon = V(coefficients.epsilon)
  }

  @inline(__always)
  func take(_ parameter: inout V, _ mean: inout V, _ square: inout V, _ gradient: V) {
    let g = gradient + coupledDecay * parameter
    mean = keep1 * mean + take1 * g
    square = keep2 * square + take2 * g * g
    parameter =
      keep * parameter - rate * mean / (square.squareRoot * correction + epsilon)
  }
}
