/// The cross-entropy of target rows q under the softmax p of logits x, and its derivative, in one go:
///
///     losses[r] = −Σₖ q[k]·ln p[k]
///     slope     = p·Σₖ q[k] − q
///
/// A class whose target is 0 costs nothing, even if its logit is −∞.
///
/// - Parameters:
///   - logits: x, rows·columns numbers.
///   - targets: q, as many.
///   - losses: Room for `rows` numbers.
///   - slope: Room for rows·columns numbers; neither `logits` nor `targets`.
///   - rows: The number of rows.
///   - columns: The number of columns.
///   - threads: The most threads to use. The result does not depend on it.
func softmaxCrossEntropy<Scalar: VectorScalar>(
  logits: UnsafePointer<Scalar>, targets: UnsafePointer<Scalar>,
  losses: UnsafeMutablePointer<Scalar>, slope: UnsafeMutablePointer<Scalar>,
  rows: Int, columns: Int, threads: Int
) {
  if columns <= Scalar.Vector.count {
    let size = rowsOfPart(columns: columns, elements: functionPartSize)
    parallel(count: rows, size: size, threads: threads) { start, count in
      crossEntropyOfNarrowRows(
        logits + start * columns, targets + start * columns, losses + start,
        slope: slope + start * columns, rows: count, columns: columns)
    }
    return
  }
  forEachRow(rows, columns, threads) { row in
    losses[row] = crossEntropyOfRow(
      logits + row * columns, targets + row * columns, slope: slope + row * columns,
      count: columns)
  }
}

/// The losses of rows of few numbers each: a register for each row would be half empty, and most of the
/// time would go into filling it. So the exponentials and logarithms of all rows are taken together, and
/// what belongs to one row is left to plain loops, which run into one another.
@inline(never)
private func crossEntropyOfNarrowRows<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, _ q: UnsafePointer<Scalar>, _ losses: UnsafeMutablePointer<Scalar>,
  slope: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int
) {
  typealias Vector = Scalar.Vector
  withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 2 * rows) { room in
    let maxima = room.baseAddress!
    let sums = maxima + rows
    for row in 0..<rows {
      let places = row * columns..<(row + 1) * columns
      var maximum = -Scalar.infinity
      for i in places where maximum < x[i] { maximum = x[i] }
      for i in places { slope[i] = x[i] - maximum }
      maxima[row] = maximum
    }
    @inline(__always) func exponential(_ x: Vector) -> Vector { x.exponential }
    Scalar.mapLong(slope, into: slope, count: rows * columns, exponential)
    for row in 0..<rows {
      let places = row * columns..<(row + 1) * columns
      var (sum, weight) = (Scalar(0), Scalar(0))
      for i in places { (sum, weight) = (sum + slope[i], weight + q[i]) }
      let scale = weight / sum
      for i in places { slope[i] = scale * slope[i] - q[i] }
      sums[row] = sum
    }
    @inline(__always) func logarithm(_ x: Vector) -> Vector { x.logarithm }
    Scalar.mapLong(sums, into: sums, count: rows, logarithm)
    for row in 0..<rows {
      var loss = Scalar(0)
      for i in row * columns..<(row + 1) * columns where q[i] != 0 {
        loss -= q[i] * (x[i] - maxima[row] - sums[row])
      }
      losses[row] = loss
    }
  }
}

/// The loss of one row.
@inline(never)
private func crossEntropyOfRow<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, _ q: UnsafePointer<Scalar>, slope: UnsafeMutablePointer<Scalar>,
  count: Int
) -> Scalar {
  typealias Vector = Scalar.Vector
  let maximum = greatestOfRow(x, count: count)
  let sum = exponentials(of: x, less: maximum, into: slope, count: count)
  let terms = LossTerms(x, q, maximum: maximum, logSum: logarithm(sum))
  let loss = -sumOfBlocks(terms, count: count, threads: 1)
  let scale = Vector(blockwiseSum(q, count: count, threads: 1) / sum)
  @inline(__always) func difference(_ e: Vector, _ q: Vector) -> Vector { scale * e - q }
  Scalar.zip(slope, q, into: slope, count: count, difference)
  return loss
}

/// q·(x − max − ln Σ), and 0 where q is.
private struct LossTerms<Scalar: VectorScalar>: Terms {
  private let x: UnsafePointer<Scalar>
  private let q: UnsafePointer<Scalar>
  private let maximum: Scalar.Vector
  private let logSum: Scalar.Vector

  @inline(__always)
  init(_ x: UnsafePointer<Scalar>, _ q: UnsafePointer<Scalar>, maximum: Scalar, logSum: Scalar) {
    self.x = x
    self.q = q
    self.maximum = Scalar.Vector(maximum)
    self.logSum = Scalar.Vector(logSum)
  }

  @inline(__always)
  func adding(to sum: Scalar.Vector, at index: Int) -> Scalar.Vector {
    sum + term(Scalar.Vector(loading: x + index), Scalar.Vector(loading: q + index))
  }

  @inline(never)
  func adding(to sum: Scalar.Vector, at index: Int, count: Int) -> Scalar.Vector {
    sum
      + term(
        Scalar.Vector(loading: x + index, count: count, filler: 0),
        Scalar.Vector(loading: q + index, count: count, filler: 0))
  }

  @inline(__always)
  private func term(_ x: Scalar.Vector, _ q: Scalar.Vector) -> Scalar.Vector {
    // Not q ≠ 0, because no register compares so; a NaN is greater than nothing.
    let term = q * (x - maximum - logSum)
    return Scalar.Vector(0).replacing(with: term, where: Scalar.Vector(0) < q.magnitude)
      .replacing(with: q, where: q.isNaN)
  }
}
