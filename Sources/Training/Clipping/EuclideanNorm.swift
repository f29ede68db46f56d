import TensorCore

/// √Σx² in double precision, of numbers of any size.
///
/// `sumOfSquares` gives Σ(s·x)² for a scale s. It is called with 1, and, where squares overflow or have
/// lost digits, once more with a power of two, which rounds nothing. Squares of a `Float` never do.
func euclideanNorm(_ sumOfSquares: (_ scale: Double) -> Double) -> Double {
  let plain = sumOfSquares(1)
  let scale = plain == .infinity ? 0x1p-600 : plain < 1e-290 ? 0x1p600 : 1
  return scale == 1 ? plain.squareRoot() : sumOfSquares(scale).squareRoot() / scale
}

/// Σ(s·x)² of n numbers. Four sums at a time, because each addition waits for the one before it: an error of
/// at most (n/4 + 4)·2⁻⁵³ of the sum.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func sumOfSquares<Scalar: TensorScalar>(
  _ x: UnsafeBufferPointer<Scalar>, scale: Double
) -> Double {
  var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0)
  func square(_ index: Int) -> Double {
    let number = scale * x[index].doubleValue
    return number * number
  }
  let inFours = x.count / 4 * 4
  for i in stride(from: 0, to: inFours, by: 4) {
    a += square(i)
    b += square(i + 1)
    c += square(i + 2)
    d += square(i + 3)
  }
  for i in inFours..<x.count { a += square(i) }
  return (a + b) + (c + d)
}
