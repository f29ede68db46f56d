/// The largest of `count` numbers, at least one; NaN if one of them is. Of zeros with different signs, it
/// is left open which is taken.
///
/// - Parameters:
///   - x: `count` numbers.
///   - count: The number of elements.
///   - threads: The most threads to use. The result does not depend on it.
func maximum<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, count: Int, threads: Int
) -> Scalar {
  if count <= memoryBoundPartSize { return largestOfPart(x, count: count) }
  let parts = (count + memoryBoundPartSize - 1) / memoryBoundPartSize
  return withUnsafeTemporaryAllocation(of: Scalar.self, capacity: parts) { maxima in
    let maxima = maxima.baseAddress!
    parallel(count: count, size: memoryBoundPartSize, threads: threads) { start, count in
      (maxima + start / memoryBoundPartSize)
        .initialize(to: largestOfPart(x + start, count: count))
    }
    return largestOfPart(maxima, count: parts)
  }
}

/// The largest number; NaN if one of them is.
@inline(never)
func largestOfPart<Scalar: VectorScalar>(_ x: UnsafePointer<Scalar>, count: Int) -> Scalar {
  typealias Vector = Scalar.Vector
  let width = Vector.count
  // To fill a register in part takes longer than to look at a few numbers.
  if count < width {
    var greatest = x[0]
    for i in 1..<count { greatest = x[i] > greatest || x[i].isNaN ? x[i] : greatest }
    return greatest
  }
  // A comparison with NaN is false: the maxima pass over NaN, and another register keeps it.
  var (m0, m1) = (Vector(-.infinity), Vector(-.infinity))
  var (nan0, nan1) = (Vector(0), Vector(0))
  var i = 0
  while i &+ 2 * width <= count {
    let (x0, x1) = (Vector(loading: x + i), Vector(loading: x + i + width))
    m0 = m0.replacing(with: x0, where: m0 < x0)
    m1 = m1.replacing(with: x1, where: m1 < x1)
    nan0 = nan0.replacing(with: x0, where: x0.isNaN)
    nan1 = nan1.replacing(with: x1, where: x1.isNaN)
    i &+= 2 * width
  }
  while i < count {
    let next =
      i &+ width <= count
      ? Vector(loading: x + i)
      : Vector(loading: x + i, count: count - i, filler: -.infinity)
    m0 = m0.replacing(with: next, where: m0 < next)
    nan0 = nan0.replacing(with: next, where: next.isNaN)
    i &+= width
  }
  let nan = (nan0 + nan1).sum
  return nan.isNaN ? nan : m0.replacing(with: m1, where: m0 < m1).greatest
}
