/// One step of Adam for a parameter p, with the running means m of its gradient g and v of g²:
///
///     m ← β₁·m + (1 − β₁)·g
///     v ← β₂·v + (1 − β₂)·g²
///     p ← p − rate · m / (√(v/squareWeight) + ε)
///
/// Bit for bit what a loop of plain Swift computes with these expressions, each product and sum rounded.
/// One pass over memory, where operations on tensors take four.
///
/// - Parameters:
///   - parameter: p, `count` numbers.
///   - mean: m.
///   - square: v.
///   - gradient: g.
///   - count: The number of elements.
///   - beta1: β₁.
///   - beta2: β₂.
///   - rate: The learning rate divided by 1 − β₁ᵗ at step t.
///   - squareWeight: 1 − β₂ᵗ.
///   - epsilon: ε.
///   - threads: The most threads to use. The result does not depend on it.
public func adamUpdate(
  _ parameter: UnsafeMutablePointer<Float>, mean: UnsafeMutablePointer<Float>,
  square: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>, count: Int,
  beta1: Float, beta2: Float, rate: Float, squareWeight: Float, epsilon: Float, threads: Int
) {
  parallel(count: count, size: functionPartSize, threads: threads) { start, count in
    adamPart(
      parameter + start, mean + start, square + start, gradient + start, count,
      AdamStep(beta1, beta2, rate, squareWeight, epsilon))
  }
}

/// The same in `Double`.
public func adamUpdate(
  _ parameter: UnsafeMutablePointer<Double>, mean: UnsafeMutablePointer<Double>,
  square: UnsafeMutablePointer<Double>, gradient: UnsafePointer<Double>, count: Int,
  beta1: Double, beta2: Double, rate: Double, squareWeight: Double, epsilon: Double, threads: Int
) {
  parallel(count: count, size: functionPartSize, threads: threads) { start, count in
    adamPart(
      parameter + start, mean + start, square + start, gradient + start, count,
      AdamStep(beta1, beta2, rate, squareWeight, epsilon))
  }
}

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

/// The numbers of one step, each in all lanes.
private struct AdamStep<V: Vector> {
  let beta1: V
  let meanShare: V
  let beta2: V
  let squareShare: V
  let rate: V
  let squareWeight: V
  let epsilon: V

  @inline(__always)
  init(
    _ beta1: V.Scalar, _ beta2: V.Scalar, _ rate: V.Scalar, _ squareWeight: V.Scalar,
    _ epsilon: V.Scalar
  ) {
    self.beta1 = V(beta1)
    meanShare = V(1 - beta1)
    self.beta2 = V(beta2)
    squareShare = V(1 - beta2)
    self.rate = V(rate)
    self.squareWeight = V(squareWeight)
    self.epsilon = V(epsilon)
  }

  @inline(__always)
  func take(_ parameter: inout V, _ mean: inout V, _ square: inout V, _ gradient: V) {
    mean = beta1 * mean + meanShare * gradient
    square = beta2 * square + squareShare * gradient * gradient
    parameter = parameter - rate * (mean / ((square / squareWeight).squareRoot + epsilon))
  }
}
