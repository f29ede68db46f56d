/// The kernels of the `.simd` backend for one kind of number, as a table of functions.
///
/// An operation takes the one that it needs; where a kind of number has no table, the operation runs its
/// naive kernel. What each does, and how large its error is, is described where it is written.
///
/// There are two: one generic list of kernels, compiled for each kind of number here, where the vector unit is
/// known. A class, so that asking for a table copies one reference, and not all its functions.
public final class VectorKernels<Scalar>: Sendable {
  /// Numbers that a kernel reads.
  public typealias Input = UnsafePointer<Scalar>
  /// Room for numbers that a kernel writes.
  public typealias Output = UnsafeMutablePointer<Scalar>

  /// C = A·B or C += A·B, for one pair of matrices.
  public let matmul:
    @Sendable (_ a: Input, _ b: Input, _ c: Output, MatmulProblem, _ threads: Int) -> Void
  /// The same for a batch, of which each entry names the matrix of A and that of B.
  public let matmulBatch:
    @Sendable (
      _ a: Input, _ b: Input, _ c: Output, MatmulProblem, [(a: Int, b: Int)], _ threads: Int
    ) -> Void
  /// A function of each element.
  public let apply: @Sendable (ElementFunction, Input, Output, _ count: Int, _ threads: Int) -> Void
  /// An upstream gradient times the derivative of a function, at the input or the value of which.
  public let applyGradient:
    @Sendable (ElementGradient, _ x: Input, _ upstream: Input, Output, _ count: Int, _ threads: Int)
      -> Void
  /// A pair of elements combined, of which either may be a single repeated number.
  public let combine:
    @Sendable (
      ArithmeticOperation, _ x: Input, _ xIsRepeated: Bool, _ y: Input, _ yIsRepeated: Bool, Output,
      _ count: Int, _ threads: Int
    ) -> Void
  /// Each row of a matrix combined with one row.
  public let combineRows:
    @Sendable (
      ArithmeticOperation, _ x: Input, _ row: Input, Output, _ rows: Int, _ columns: Int,
      _ threads: Int
    ) -> Void
  /// The sum of all elements.
  public let sum: @Sendable (Input, _ count: Int, _ threads: Int) -> Scalar
  /// The sum of each row of a matrix.
  public let sumRows: @Sendable (Input, _ rows: Int, _ columns: Int, Output, _ threads: Int) -> Void
  /// The sum of each column of a matrix.
  public let sumColumns:
    @Sendable (Input, _ rows: Int, _ columns: Int, Output, _ threads: Int) -> Void
  /// The largest element of each row of a matrix.
  public let maximumOfRows:
    @Sendable (Input, _ rows: Int, _ columns: Int, Output, _ threads: Int) -> Void
  /// The largest of all elements, of which there is at least one.
  public let maximum: @Sendable (Input, _ count: Int, _ threads: Int) -> Scalar
  /// ln Σ exp(x) of each row of a matrix.
  public let logSumExp:
    @Sendable (Input, Output, _ rows: Int, _ columns: Int, _ threads: Int) -> Void
  /// The softmax of each row of a matrix.
  public let softmax: @Sendable (Input, Output, _ rows: Int, _ columns: Int, _ threads: Int) -> Void
  /// The logarithm of the softmax of each row of a matrix.
  public let logSoftmax:
    @Sendable (Input, Output, _ rows: Int, _ columns: Int, _ threads: Int) -> Void
  /// The cross-entropy of each row of targets under the softmax of logits, and its derivative.
  public let crossEntropy:
    @Sendable (
      _ logits: Input, _ targets: Input, _ losses: Output, _ slope: Output, _ rows: Int,
      _ columns: Int, _ threads: Int
    ) -> Void
  /// Each row of a matrix brought to mean 0 and variance 1.
  public let standardize:
    @Sendable (
      Input, Output, _ means: Output, _ variances: Output, _ epsilon: Scalar, _ rows: Int,
      _ columns: Int, _ threads: Int
    ) -> Void
  /// Its gradient.
  public let standardizeGradient:
    @Sendable (
      _ y: Input, _ variances: Input, _ upstream: Input, Output, _ epsilon: Scalar, _ rows: Int,
      _ columns: Int, _ threads: Int
    ) -> Void
  /// The same, times a row, plus a row.
  public let layerNorm:
    @Sendable (
      Input, _ scale: Input, _ shift: Input, Output, _ means: Output, _ variances: Output,
      _ epsilon: Scalar, _ rows: Int, _ columns: Int, _ threads: Int
    ) -> Void
  /// Its gradients.
  public let layerNormGradient:
    @Sendable (
      Input, _ scale: Input, _ means: Input, _ variances: Input, _ upstream: Input,
      NormGradient<Scalar>, _ epsilon: Scalar, _ rows: Int, _ columns: Int, _ threads: Int
    ) -> Void
  /// Each channel brought to mean 0 and variance 1, times a number, plus a number.
  public let batchNorm:
    @Sendable (
      Input, _ scale: Input, _ shift: Input, Output, _ means: Output, _ variances: Output,
      _ epsilon: Scalar, ChannelPlanes, _ threads: Int
    ) -> Void
  /// Its gradients.
  public let batchNormGradient:
    @Sendable (
      Input, _ scale: Input, _ means: Input, _ variances: Input, _ upstream: Input,
      NormGradient<Scalar>, _ epsilon: Scalar, ChannelPlanes, _ threads: Int
    ) -> Void
  /// One step of Adam.
  public let adamUpdate:
    @Sendable (
      _ parameter: Output, _ mean: Output, _ square: Output, _ gradient: Input, _ count: Int,
      AdamCoefficients<Scalar>, _ threads: Int
    ) -> Void
  /// The largest element of each window of 2 × 2.
  public let maxPool2x2:
    @Sendable (Input, Output, _ planes: Int, _ height: Int, _ width: Int, _ threads: Int) -> Void
  /// Its gradient.
  public let maxPool2x2Gradient:
    @Sendable (
      _ x: Input, _ upstream: Input, Output, _ planes: Int, _ height: Int, _ width: Int,
      _ threads: Int
    ) -> Void
  /// The convolution of one image.
  public let convolve:
    @Sendable (_ image: Input, _ weight: Input, Output, ConvolutionProblem, _ threads: Int) -> Void
  /// Kernels of a convolution in the order that the gradient of its image needs.
  public let arrangeByPhases: @Sendable (_ weight: Input, Output, ConvolutionProblem) -> Void
  /// The gradient of one image of a convolution.
  public let convolutionImageGradient:
    @Sendable (
      _ upstream: Input, _ arranged: Input, Output, ConvolutionProblem, _ threads: Int
    ) -> Void
  /// The gradient of the kernels of a convolution, for some images.
  public let convolutionWeightGradient:
    @Sendable (
      _ upstream: Input, _ upstreamDistance: Int, _ images: Input, _ imageDistance: Int,
      _ count: Int, Output, ConvolutionProblem, _ threads: Int
    ) -> Void
  /// One step of a recurrent network.
  public let recurrentStep:
    @Sendable (RecurrentRule, RecurrentStep<Scalar>, _ rows: Int, _ width: Int) -> Void
  /// The way back through it.
  public let recurrentStepGradient:
    @Sendable (RecurrentRule, RecurrentStepGradient<Scalar>, _ rows: Int, _ width: Int) -> Void

  /// Attention of the heads that share the keys of one.
  public let attend: @Sendable (AttentionProblem, AttentionNumbers<Scalar>, _ part: Int) -> Void
  /// The way back through it.
  public let attentionGradient:
    @Sendable (
      AttentionProblem, AttentionNumbers<Scalar>, AttentionGradientNumbers<Scalar>, _ part: Int
    ) -> Void

  @inline(__always)
  fileprivate init() where Scalar: VectorScalar {
    matmul = multiply(_:_:into:_:threads:)
    matmulBatch = multiply(_:_:into:_:batch:threads:)
    apply = SIMDKernels.apply(_:_:into:count:threads:)
    applyGradient = SIMDKernels.applyGradient(of:_:upstream:into:count:threads:)
    combine = SIMDKernels.combine(_:_:xIsRepeated:_:yIsRepeated:into:count:threads:)
    combineRows = SIMDKernels.combineRows(_:_:_:into:rows:columns:threads:)
    sum = blockwiseSum(_:count:threads:)
    sumRows = SIMDKernels.sumRows(_:rows:columns:into:threads:)
    sumColumns = SIMDKernels.sumColumns(_:rows:columns:into:threads:)
    maximumOfRows = SIMDKernels.maximumOfRows(_:rows:columns:into:threads:)
    maximum = SIMDKernels.maximum(_:count:threads:)
    logSumExp = SIMDKernels.logSumExp(_:into:rows:columns:threads:)
    softmax = SIMDKernels.softmax(_:into:rows:columns:threads:)
    logSoftmax = SIMDKernels.logSoftmax(_:into:rows:columns:threads:)
    crossEntropy = softmaxCrossEntropy(logits:targets:losses:slope:rows:columns:threads:)
    standardize =
      SIMDKernels.standardize(
        _:into:means:variances:epsilon:rows:columns:threads:)
    standardizeGradient =
      SIMDKernels.standardizeGradient(
        _:variances:upstream:into:epsilon:rows:columns:threads:)
    layerNorm =
      SIMDKernels.layerNorm(
        _:scale:shift:into:means:variances:epsilon:rows:columns:threads:)
    layerNormGradient =
      SIMDKernels.layerNormGradient(
        _:scale:means:variances:upstream:into:epsilon:rows:columns:threads:)
    batchNorm =
      SIMDKernels.batchNorm(_:scale:shift:into:means:variances:epsilon:_:threads:)
    batchNormGradient =
      SIMDKernels.batchNormGradient(_:scale:means:variances:upstream:into:epsilon:_:threads:)
    adamUpdate = SIMDKernels.adamUpdate(_:mean:square:gradient:count:_:threads:)
    maxPool2x2 = SIMDKernels.maxPool2x2(_:into:planes:height:width:threads:)
    maxPool2x2Gradient = SIMDKernels.maxPool2x2Gradient(_:_:into:planes:height:width:threads:)
    convolve = SIMDKernels.convolve(_:_:into:_:threads:)
    arrangeByPhases = SIMDKernels.arrangeByPhases(_:into:_:)
    convolutionImageGradient = SIMDKernels.convolutionImageGradient(_:_:into:_:threads:)
    convolutionWeightGradient =
      SIMDKernels.convolutionWeightGradient(
        _:upstreamDistance:_:imageDistance:count:into:_:threads:)
    recurrentStep = SIMDKernels.recurrentStep(_:_:rows:width:)
    recurrentStepGradient = SIMDKernels.recurrentStepGradient(_:_:rows:width:)
    attend = SIMDKernels.attend(_:_:part:)
    attentionGradient = SIMDKernels.attentionGradient(_:_:_:part:)
  }
}

extension VectorKernels<Float> {
  /// The kernels for `Float`.
  public static let float = VectorKernels()
}

extension VectorKernels<Double> {
  /// The kernels for `Double`.
  public static let double = VectorKernels()
}
