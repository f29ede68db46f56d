/// What is the same for all elements in one step of Adam.
///
///     g ← g + coupledDecay·p
///     m ← keptMean·m + newMean·g
///     v ← keptSquare·v + newSquare·g²
///     p ← keptParameter·p − rate · m / (√v·correction + ε)
public struct AdamCoefficients<Scalar> {
  /// λ where the decay is part of the gradient (Adam), 0 where it is not (AdamW).
  public let coupledDecay: Scalar
  /// 1 − η·λ where the decay is apart from the gradient (AdamW), 1 where it is not (Adam).
  public let keptParameter: Scalar
  /// β₁.
  public let keptMean: Scalar
  /// 1 − β₁.
  public let newMean: Scalar
  /// β₂.
  public let keptSquare: Scalar
  /// 1 − β₂.
  public let newSquare: Scalar
  /// The learning rate divided by 1 − β₁ᵗ at step t.
  public let rate: Scalar
  /// 1 / √(1 − β₂ᵗ).
  public let correction: Scalar
  /// ε.
  public let epsilon: Scalar

  /// Puts the numbers together.
  ///
  /// Inlined, because the naive backend makes them, too, and runs on machines without the vector unit of
  /// this module.
  @inlinable @inline(__always)
  public init(
    coupledDecay: Scalar, keptParameter: Scalar, keptMean: Scalar, newMean: Scalar,
    keptSquare: Scalar, newSquare: Scalar, rate: Scalar, correction: Scalar, epsilon: Scalar
  ) {
    self.coupledDecay = coupledDecay
    self.keptParameter = keptParameter
    self.keptMean = keptMean
    self.newMean = newMean
    self.keptSquare = keptSquare
    self.newSquare = newSquare
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
public func adamUpdate(
  _ parameter: UnsafeMutablePointer<Float>, mean: UnsafeMutablePointer<Float>,
  square: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, count: Int,
  _ coefficients: AdamCoefficients<Float>, threads: Int
) {
  parallel(count: count, size: functionPartSize, threads: threads) { start, count in
    adamPart(
      parameter + start, mean + start, square + start, gradient + start, count,
      AdamStep(coefficients))
  }
}

/// The same in `Double`.
public func adamUpdate(
  _ parameter: UnsafeMutablePointer<Double>, mean: UnsafeMutablePointer<Double>,
  square: UnsafeMutablePointer<Double>, gradient: UnsafePointer<Double>, count: Int,
  _ coefficients: AdamCoefficients<Double>, threads: Int
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
  private let keptParameter: V
  private let keptMean: V
  private let newMean: V
  private let keptSquare: V
  private let newSquare: V
  private let rate: V
  private let correction: V
  private let epsilon: V

  @inline(__always)
  init(_ coefficients: AdamCoefficients<V.Scalar>) {
    coupledDecay = V(coefficients.coupledDecay)
    keptParameter = V(coefficients.keptParameter)
    keptMean = V(coefficients.keptMean)
    newMean = V(coefficients.newMean)
    keptSquare = V(coefficients.keptSquare)
    newSquare = V(coefficients.newSquare)
    rate = V(coefficients.rate)
    correction = V(coefficients.correction)
    epsilon = V(coefficients.epsilon)
  }

  @inline(__always)
  func take(_ parameter: inout V, _ mean: inout V, _ square: inout V, _ gradient: V) {
    let g = gradient + coupledDecay * parameter
    mean = keptMean * mean + newMean * g
    square = keptSquare * square + newSquare * g * g
    parameter =
      keptParameter * parameter - rate * mean / (square.squareRoot * correction + epsilon)
  }
}
