// Layer normalization, y = γ·(x − μ)·r + β, in one go through memory each way. To the bit it is what `standardize`,
// a product and a sum compute, whose results are not stored.

/// y = γ·(x − μ)·r + β in each row of x [rows, columns], with r = 1/√(σ² + ε).
///
/// - Parameters:
///   - x: rows·columns numbers.
///   - scale: γ, `columns` numbers.
///   - shift: β, as many.
///   - y: Room for rows·columns numbers.
///   - means: Room for the μ of each row.
///   - variances: Room for the σ² of each row.
///   - epsilon: ε.
///   - rows: The number of rows.
///   - columns: The number of columns, at least 1.
///   - threads: The most threads to use. The result does not depend on it.
func layerNorm<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, scale: UnsafePointer<Scalar>, shift: UnsafePointer<Scalar>,
  into y: UnsafeMutablePointer<Scalar>, means: UnsafeMutablePointer<Scalar>,
  variances: UnsafeMutablePointer<Scalar>, epsilon: Scalar, rows: Int, columns: Int, threads: Int
) {
  let size = rowsOfPart(columns: columns, elements: functionPartSize)
  parallel(count: rows, size: size, threads: threads) { start, count in
    standardize(
      x + start * columns, into: y + start * columns, means: means + start,
      variances: variances + start, epsilon: epsilon, rows: count, columns: columns, threads: 1)
    // The part is still in a cache.
    combineRows(
      .multiply, y + start * columns, scale, into: y + start * columns, rows: count,
      columns: columns, threads: 1)
    combineRows(
      .add, y + start * columns, shift, into: y + start * columns, rows: count, columns: columns,
      threads: 1)
  }
}

/// Where the gradients of a normalization go: y = γ·z + β with the normalized z of x.
public struct NormGradient<Scalar> {
  /// Room for the gradient of x, as many numbers as x has.
  public var x: UnsafeMutablePointer<Scalar>
  /// Room for that of γ, as many as γ has.
  public var scale: UnsafeMutablePointer<Scalar>
  /// Room for that of β, as many as β has.
  public var shift: UnsafeMutablePointer<Scalar>

  /// Names the room.
  public init(
    x: UnsafeMutablePointer<Scalar>, scale: UnsafeMutablePointer<Scalar>,
    shift: UnsafeMutablePointer<Scalar>
  ) {
    self.x = x
    self.scale = scale
    self.shift = shift
  }
}

/// The gradients of layer normalization, from the upstream gradient u. With z = (x − μ)·r and g = u·γ:
///
///     of x:  (g − mean(g) − z·mean(g·z))·r        of γ:  Σ u·z        of β:  Σ u        (Σ over rows)
///
/// - Parameters:
///   - x: rows·columns numbers.
///   - scale: γ.
///   - means: The μ of each row.
///   - variances: The σ² of each row.
///   - upstream: u, rows·columns numbers.
///   - gradient: Room for the results.
///   - epsilon: ε.
///   - rows: The number of rows.
///   - columns: The number of columns, at least 1.
///   - threads: The most threads to use. The result does not depend on it.
func layerNormGradient<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, scale: UnsafePointer<Scalar>, means: UnsafePointer<Scalar>,
  variances: UnsafePointer<Scalar>, upstream: UnsafePointer<Scalar>,
  into gradient: NormGradient<Scalar>, epsilon: Scalar, rows: Int, columns: Int, threads: Int
) {
  // As `sumColumns` adds up rows: the sums of each block first, then the sums of these.
  let block = 64
  let blocks = (rows + block - 1) / block
  withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 2 * blocks * columns) { sums in
    let scaleSums = sums.baseAddress!
    let shiftSums = scaleSums + blocks * columns
    scaleSums.initialize(repeating: 0, count: 2 * blocks * columns)
    let size = rowsOfPart(columns: block * columns, elements: functionPartSize)
    parallel(count: blocks, size: size, threads: threads) { start, count in
      withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 2 * columns) { room in
        for row in start * block..<min(rows, (start + count) * block) {
          let (place, sum) = (row * columns, row / block * columns)
          layerNormGradientOfRow(
            x + place, scale, mean: means[row], variance: variances[row] + epsilon,
            upstream + place,
            into: NormGradient(
              x: gradient.x + place, scale: scaleSums + sum, shift: shiftSums + sum),
            count: columns, room.baseAddress!)
        }
      }
    }
    sumColumns(scaleSums, rows: blocks, columns: columns, into: gradient.scale, threads: 1)
    sumColumns(shiftSums, rows: blocks, columns: columns, into: gradient.shift, threads: 1)
  }
}

/// The gradient of one row; what it adds to those of γ and β is added to `gradient`'s.
@inline(never)
private func layerNormGradientOfRow<Scalar: VectorScalar>(
  _ x: UnsafePointer<Scalar>, _ scale: UnsafePointer<Scalar>, mean: Scalar, variance: Scalar,
  _ u: UnsafePointer<Scalar>, into gradient: NormGradient<Scalar>, count: Int,
  _ room: UnsafeMutablePointer<Scalar>
) {
  typealias Vector = Scalar.Vector
  let (z, g) = (room, room + count)
  let (m, r) = (Vector(mean), Vector(1 / variance.squareRoot()))
  @inline(__always) func standardized(_ x: Vector) -> Vector { (x - m) * r }
  @inline(__always) func product(_ a: Vector, _ b: Vector) -> Vector { a * b }
  @inline(__always) func sum(_ a: Vector, _ b: Vector) -> Vector { a + b }
  Scalar.map(x, into: z, count: count, standardized)
  Scalar.zip(u, scale, into: g, count: count, product)
  let n = Scalar(count)
  let meanOfG = Vector(blockwiseSum(g, count: count, threads: 1) / n)
  let slope = Vector(blockwiseDot(g, z, count: count, threads: 1) / n)
  @inline(__always) func pulledBack(_ g: Vector, _ z: Vector) -> Vector {
    (g - meanOfG - z * slope) * r
  }
  Scalar.zip(g, z, into: gradient.x, count: count, pulledBack)
  Scalar.zip(u, z, into: z, count: count, product)
  Scalar.zip(gradient.scale, z, into: gradient.scale, count: count, sum)
  Scalar.zip(gradient.shift, u, into: gradient.shift, count: count, sum)
}
