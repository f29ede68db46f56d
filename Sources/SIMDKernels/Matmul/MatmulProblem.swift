/// What a matrix product computes: C = A·B with c[i, j] = Σₖ a[i, k]·b[k, j], or C += A·B.
///
/// All matrices are row-major and contiguous.
public struct MatmulProblem: Sendable {
  /// M, the number of rows of C.
  public var rows: Int
  /// N, the number of columns of C.
  public var columns: Int
  /// K, the number of products in each sum.
  public var inner: Int
  /// Whether A is stored transposed: [K, M] instead of [M, K].
  public var transposeA: Bool
  /// Whether B is stored transposed: [N, K] instead of [K, N].
  public var transposeB: Bool
  /// Whether the product is added to C instead of replacing it.
  public var accumulate: Bool

  /// Describes a product of [rows, inner] and [inner, columns].
  ///
  /// Inlined, because the naive kernel is described so, too, and runs on machines without the vector unit
  /// of this module.
  @inlinable @inline(__always)
  public init(
    rows: Int, columns: Int, inner: Int, transposeA: Bool = false, transposeB: Bool = false,
    accumulate: Bool = false
  ) {
    self.rows = rows
    self.columns = columns
    self.inner = inner
    self.transposeA = transposeA
    self.transposeB = transposeB
    self.accumulate = accumulate
  }
}
