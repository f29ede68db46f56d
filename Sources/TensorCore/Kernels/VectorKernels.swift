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
  /// An upstream gradient times the derivative of a function, at the input or the value of which.
  let applyGradient:
    @Sendable (ElementGradient, _ x: Input, _ upstream: Input, Output, _ count: Int, _ threads: Int)
      -> Void
  /// A pair of elements combined, of which either may be a single repeated number.
  let combine:
    @Sendable (
      ArithmeticOperation, _ x: Input, _ xIsRepeated: Bool, _ y: Input, _ yIsRepeated: Bool, Output,
      _ count: Int, _ threads: Int
    ) -> Void
  /// The sum of all elements.
  let sum: @Sendable (Input, _ count: Int, _ threads: Int) -> Scalar
  /// The sum of each row of a matrix.
  let sumRows: @Sendable (Input, _ rows: Int, _ columns: Int, Output, _ threads: Int) -> Void
  /// The sum of each column of a matrix.
  let sumColumns: @Sendable (Input, _ rows: Int, _ columns: Int, Output, _ threads: Int) -> Void
  /// The largest element of each row of a matrix.
  let maximumOfRows: @Sendable (Input, _ rows: Int, _ columns: Int, Output, _ threads: Int) -> Void
  /// The largest of all elements, of which there is at least one.
  let maximum: @Sendable (Input, _ count: Int, _ threads: Int) -> Scalar
  /// ln Σ exp(x) of each row of a matrix.
  let logSumExp: @Sendable (Input, Output, _ rows: Int, _ columns: Int, _ threads: Int) -> Void
  /// The softmax of each row of a matrix.
  let softmax: @Sendable (Input, Output, _ rows: Int, _ columns: Int, _ threads: Int) -> Void
  /// The logarithm of the softmax of each row of a matrix.
  let logSoftmax: @Sendable (Input, Output, _ rows: Int, _ columns: Int, _ threads: Int) -> Void
  /// The cross-entropy of each row of targets under the softmax of logits, and its derivative.
  let crossEntropy:
    @Sendable (
      _ logits: Input, _ targets: Input, _ losses: Output, _ slope: Output, _ rows: Int,
      _ columns: Int, _ threads: Int
    ) -> Void
  /// Each row of a matrix brought to mean 0 and variance 1.
  let standardize:
    @Sendable (
      Input, Output, _ means: Output, _ variances: Output, _ epsilon: Scalar, _ rows: Int,
      _ columns: Int, _ threads: Int
    ) -> Void
  /// Its gradient.
  let standardizeGradient:
    @Sendable (
      _ y: Input, _ variances: Input, _ upstream: Input, Output, _ epsilon: Scalar, _ rows: Int,
      _ columns: Int, _ threads: Int
    ) -> Void
  /// One step of Adam.
  let adamUpdate:
    @Sendable (
      _ parameter: Output, _ mean: Output, _ square: Output, _ gradient: Input, _ count: Int,
      AdamCoefficients<Scalar>, _ threads: Int
    ) -> Void
  /// The largest element of each window of 2 × 2.
  let maxPool2x2:
    @Sendable (Input, Output, _ planes: Int, _ height: Int, _ width: Int, _ threads: Int) -> Void
  /// Its gradient.
  let maxPool2x2Gradient:
    @Sendable (
      _ x: Input, _ upstream: Input, Output, _ planes: Int, _ height: Int, _ width: Int,
      _ threads: Int
    ) -> Void
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
  applyGradient: SIMDKernels.applyGradient(of:_:upstream:into:count:threads:),
  combine: SIMDKernels.combine(_:_:xIsRepeated:_:yIsRepeated:into:count:threads:),
  sum: SIMDKernels.sum(_:count:threads:),
  sumRows: SIMDKernels.sumRows(_:rows:columns:into:threads:),
  sumColumns: SIMDKernels.sumColumns(_:rows:columns:into:threads:),
  maximumOfRows: SIMDKernels.maximumOfRows(_:rows:columns:into:threads:),
  maximum: SIMDKernels.maximum(_:count:threads:),
  logSumExp: SIMDKernels.logSumExp(_:into:rows:columns:threads:),
  softmax: SIMDKernels.softmax(_:into:rows:columns:threads:),
  logSoftmax: SIMDKernels.logSoftmax(_:into:rows:columns:threads:),
  crossEntropy: SIMDKernels.softmaxCrossEntropy(
    logits:targets:losses:slope:rows:columns:threads:),
  standardize: SIMDKernels.standardize(
    _:into:means:variances:epsilon:rows:columns:threads:),
  standardizeGradient: SIMDKernels.standardizeGradient(
    _:variances:upstream:into:epsilon:rows:columns:threads:),
  adamUpdate: SIMDKernels.adamUpdate(_:mean:square:gradient:count:_:threads:),
  maxPool2x2: SIMDKernels.maxPool2x2(_:into:planes:height:width:threads:),
  maxPool2x2Gradient: SIMDKernels.maxPool2x2Gradient(_:_:into:planes:height:width:threads:))

private let doubleKernels = VectorKernels<Double>(
  matmul: SIMDKernels.matmul(_:_:into:_:threads:),
  matmulBatch: SIMDKernels.matmul(_:_:into:_:batch:threads:),
  apply: SIMDKernels.apply(_:_:into:count:threads:),
  applyGradient: SIMDKernels.applyGradient(of:_:upstream:into:count:threads:),
  combine: SIMDKernels.combine(_:_:xIsRepeated:_:yIsRepeated:into:count:threads:),
  sum: SIMDKernels.sum(_:count:threads:),
  sumRows: SIMDKernels.sumRows(_:rows:columns:into:threads:),
  sumColumns: SIMDKernels.sumColumns(_:rows:columns:into:threads:),
  maximumOfRows: SIMDKernels.maximumOfRows(_:rows:columns:into:threads:),
  maximum: SIMDKernels.maximum(_:count:threads:),
  logSumExp: SIMDKernels.logSumExp(_:into:rows:columns:threads:),
  softmax: SIMDKernels.softmax(_:into:rows:columns:threads:),
  logSoftmax: SIMDKernels.logSoftmax(_:into:rows:columns:threads:),
  crossEntropy: SIMDKernels.softmaxCrossEntropy(
    logits:targets:losses:slope:rows:columns:threads:),
  standardize: SIMDKernels.standardize(
    _:into:means:variances:epsilon:rows:columns:threads:),
  standardizeGradient: SIMDKernels.standardizeGradient(
    _:variances:upstream:into:epsilon:rows:columns:threads:),
  adamUpdate: SIMDKernels.adamUpdate(_:mean:square:gradient:count:_:threads:),
  maxPool2x2: SIMDKernels.maxPool2x2(_:into:planes:height:width:threads:),
  maxPool2x2Gradient: SIMDKernels.maxPool2x2Gradient(_:_:into:planes:height:width:threads:))
