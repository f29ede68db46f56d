import TensorCore

/// A sum without rounding, and what its error is measured by.
public struct ExactSum: Sendable {
  /// Σx, to the last digit of a `Double`.
  public let value: Double
  /// Σ|x|.
  public let magnitude: Double
  /// n.
  public let count: Int

  /// Σ of some numbers.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public init<Scalar: TensorScalar>(_ numbers: [Scalar]) {
    let numbers = numbers.map(\.doubleValue)
    value = accurateSum(numbers)
    magnitude = accurateSum(numbers.map { abs($0) })
    count = numbers.count
  }

  /// Σ(x − mean)² of the numbers whose sum this is.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func squaredDeviations<Scalar: TensorScalar>(of numbers: [Scalar]) -> ExactSum {
    let mean = mean
    return ExactSum(numbers.map { ($0.doubleValue - mean) * ($0.doubleValue - mean) })
  }

  /// The mean.
  public var mean: Double { value / Double(count) }
}

/// The columns of a matrix.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
public func columns<Scalar: TensorScalar>(of matrix: Tensor<Scalar>) -> [[Scalar]] {
  let (rows, width) = (matrix.shape[0], matrix.shape[1])
  let elements = matrix.elements
  return (0..<width).map { column in (0..<rows).map { elements[$0 * width + column] } }
}

/// How many roundings `Tensor.sum(along:)` states that a number may pass on its way into a sum of n: 63 in
/// each of ⌈log₆₄ n⌉ levels.
public func roundingsInBlocks(_ count: Int) -> Double {
  var (levels, size) = (1.0, 64)
  while size < count { (levels, size) = (levels + 1, size * 64) }
  return 63 * levels
}

/// The same for the SIMD kernel along the last axes, with registers of two lanes, the fewest:
/// 8192/(8·2) + 3 + 1 in each of ⌈log₈₁₉₂ n⌉ levels.
public func roundingsInLanes(_ count: Int) -> Double {
  var (levels, size) = (1.0, 8192)
  while size < count { (levels, size) = (levels + 1, size * 8192) }
  return (8192 / 16 + 4) * levels
}
