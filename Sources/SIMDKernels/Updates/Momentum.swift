/// One step of gradient descent with momentum for a parameter p, its gradient g and its velocity v:
///
///     v ← μ·v + g
///     p ← p − η·v,  or p − η·(g + μ·v) after Nesterov
///
/// Bit for bit what a loop of plain Swift computes with these expressions.
///
/// - Parameters:
///   - parameter: p, `count` numbers.
///   - velocity: v.
///   - gradient: g.
///   - count: The number of elements.
///   - momentum: μ.
///   - rate: η.
///   - nesterov: Whether the step looks ahead along the velocity; false unless given.
///   - threads: The most threads to use. The result does not depend on it.
public func momentumUpdate(
  _ parameter: UnsafeMutablePointer<Float>, velocity: UnsafeMutablePointer<Float>,
  gradient: UnsafePointer<Float>, count: Int, momentum: Float, rate: Float, nesterov: Bool = false,
  threads: Int
) {
  parallel(count: count, size: memoryBoundPartSize, threads: threads) { start, count in
    momentumPart(
      parameter + start, velocity + start, gradient + start, count, momentum, rate, nesterov)
  }
}

/// The same in `Double`.
public func momentumUpdate(
  _ parameter: UnsafeMutablePointer<Double>, velocity: UnsafeMutablePointer<Double>,
  gradient: UnsafePointer<Double>, count: Int, momentum: Double, rate: Double,
  nesterov: Bool = false, threads: Int
) {
  parallel(count: count, size: memoryBoundPartSize, threads: threads) { start, count in
    momentumPart(
      parameter + start, velocity + start, gradient + start, count, momentum, rate, nesterov)
  }
}

@inline(never)
private func momentumPart<Scalar: VectorScalar>(
  _ p: UnsafeMutablePointer<Scalar>, _ v: UnsafeMutablePointer<Scalar>, _ g: UnsafePointer<Scalar>,
  _ count: Int, _ momentum: Scalar, _ rate: Scalar, _ nesterov: Bool
) {
  typealias Vector = Scalar.Vector
  let (momentum, rate) = (Vector(momentum), Vector(rate))
  @inline(__always) func step(_ parameter: inout Vector, _ velocity: inout Vector, _ g: Vector) {
    velocity = momentum * velocity + g
    parameter = parameter - rate * (nesterov ? g + momentum * velocity : velocity)
  }
  var i = 0
  while i &+ Vector.count <= count {
    var (parameter, velocity) = (Vector(loading: p + i), Vector(loading: v + i))
    step(&parameter, &velocity, Vector(loading: g + i))
    parameter.store(to: p + i)
    velocity.store(to: v + i)
    i &+= Vector.count
  }
  guard i < count else { return }
  let rest = count - i
  var parameter = Vector(loading: p + i, count: rest, filler: 0)
  var velocity = Vector(loading: v + i, count: rest, filler: 0)
  step(&parameter, &velocity, Vector(loading: g + i, count: rest, filler: 0))
  parameter.store(to: p + i, count: rest)
  velocity.store(to: v + i, count: rest)
}
