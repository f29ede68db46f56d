import SIMDKernels

/// The kernels of the `.simd` backend for one kind of number, as a table of functions.
///
/// An operation takes the one that it needs; where a kind of number has no table, the operation runs its
/// naive kernel. What each does, and how large its error is, is described where it is written, in the
/// module `SIMDKernels`.
public struct VectorKernels<Scalar>: Sendable {
  typealias Input = UnsafePointer<Scalar>
  typealias Output = UnsafeMutablePointer<Scalar>

  /// C = A·B or C += A·B, for one pair of matrices.
  let matmul: @Sendable (_ a: Input, _ b: Input, _ c: Output, MatmulProblem, _ threads: Int) -> Void
  /// The same for a batch, of which each entry names the matrix of A and that of B.
  let matmulBatch:
    @Sendable (
      _ a: Input, _ b: Input, _ c: Output, MatmulProblem, [(a: Int, b: Int)], _ threads: Int
    ) -> Void
  /// A function of each element.
  let apply: @Sendable (ElementFunction, Input, Output, _ count: Int, _ threads: Int) -> Void
  /// A pair of elements combined, of which either may be a single repeated number.
  let combine:
    @Sendable (
      ArithmeticOperation, _ x: Input, _ xIsRepeated: Bool, _ y: Input, _ yIsRepeated: Bool, Output,
      _ count: Int, _ threads: Int
    ) -> Void
  /// The sum of all elements.
  let sum: @Sendable (Input, _ count: Int, _ threads: Int) -> Scalar
}

extension Float {
  /// The vector kernels for `Float`.
  public static var vectorKernels: VectorKernels<Float>? { floatKernels }
}

extension Double {
  /// The vector kernels for `Double`.
  public static var vectorKernels: VectorKernels<Double>? { doubleKernels }
}

private let floatKernels = VectorKernels<Float>(
  matmul: SIMDKernels.matmul(_:_:into:_:threads:),
  matmulBatch: SIMDKernels.matmul(_:_:into:_:batch:threads:),
  apply: SIMDKernels.apply(_:_:into:count:threads:),
  combine: SIMDKernels.combine(_:_:xIsRepeated:_:yIsRepeated:into:count:threads:),
  sum: SIMDKernels.sum(_:count:threads:))

private let doubleKernels = VectorKernels<Double>(
  matmul: SIMDKernels.matmul(_:_:into:_:threads:),
  matmulBatch: SIMDKernels.matmul(_:_:into:_:batch:threads:),
  apply: SIMDKernels.apply(_:_:into:count:threads:),
  combine: SIMDKernels.combine(_:_:xIsRepeated:_:yIsRepeated:into:count:threads:),
  sum: SIMDKernels.sum(_:count:threads:))
