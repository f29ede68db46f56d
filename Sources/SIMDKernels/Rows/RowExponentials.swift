// What the functions of rows in Softmax.swift and CrossEntropy.swift begin with.

/// The largest of the numbers that are not NaN; −∞ if there is none. A NaN need not be seen here: its
/// exponential makes the sum of the row NaN.
@inline(never)
func greatestOfRow<Scalar: VectorScalar>(_ x: UnsafePointer<Scalar>, count: Int) -> Scalar {
  typealias Vector = Scalar.Vector
  let width = Vector.count
  var (m0, m1) = (Vector(-.infinity), Vector(-.infinity))
  var i = 0
  while i &+ 2 * width <= count {
    let (x0, x1) = (Vector(loading: x + i), Vector(loading: x + i + width))
    m0 = m0.replacing(with: x0, where: m0 < x0)
    m1 = m1.replacing(with: x1, where: m1 < x1)
    i &+= 2 * width
  }
  if i &+ width <= count {
    let x0 = Vector(loading: x + i)
    m0 = m0.replacing(with: x0, where: m0 < x0)
    i &+= width
  }
  if i < count {
    let x1 = Vector(loading: x + i, count: count - i, filler: -.infinity)
    m1 = m1.replacing(with: x1, where: m1 < x1)
  }
  return m0.replacing(with: m1, where: m0 < m1).greatest
}

/// Σ exp(xᵢ − shift), whose terms are also written to `y` unless that is nil.
///
/// Each of L lanes adds up its terms over 64 registers; such sums are then added one after the other: of n
/// terms, each passes at most 64 + log₂ L + n/(64·L) additions.
@inline(never)
func exponentials<Scalar: VectorScalar>(
  of x: UnsafePointer<Scalar>, less shift: Scalar, into y: UnsafeMutablePointer<Scalar>?,
  count: Int
) -> Scalar {
  typealias Vector = Scalar.Vector
  let width = Vector.count
  let shift = Vector(shift)
  var total: Scalar = 0
  var i = 0
  while i < count {
    var sum = Vector(0)
    let end = min(count, i &+ 64 * width)
    while i &+ width <= end {
      let e = (Vector(loading: x + i) - shift).exponential
      if let y { e.store(to: y + i) }
      sum = sum + e
      i &+= width
    }
    if i < end {
      // exp(−∞) is 0: lanes without an element add nothing. (With a shift of −∞ they give NaN, as the
      // elements do.)
      let rest = end - i
      let e = (Vector(loading: x + i, count: rest, filler: -.infinity) - shift).exponential
      if let y { e.store(to: y + i, count: rest) }
      sum = sum + e
      i = end
    }
    total += sum.sum
  }
  return total
}

/// ln x of one number.
@inline(never)
func logarithm<Scalar: VectorScalar>(_ x: Scalar) -> Scalar { Scalar.Vector(x).logarithm.first }
