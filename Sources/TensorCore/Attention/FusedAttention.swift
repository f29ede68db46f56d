import SIMDKernels

/// Attention by vector kernels, and the way back through it, in one operation that stores no matrix of scores: of
/// each query it keeps the largest score and the sum of exponentials, and computes the weights once more on the
/// way back (Dao et al., 2022, *FlashAttention*; here the scores of a few queries fit into a cache).
package struct FusedAttention<Scalar: TensorScalar>: Sendable {
  /// The result, laid out as the queries: [B, Q, H·d], or [B, H, Q, d].
  package let output: Tensor<Scalar>
  private let inputs: AttentionInputs<Scalar>
  private let lengths: [Int]?
  private let scale: Scalar
  private let maxima: Tensor<Scalar>
  private let shares: Tensor<Scalar>

  /// Computes attention; nil where there are no vector kernels.
  ///
  /// - Parameters:
  ///   - inputs: Queries, keys and values.
  ///   - scale: What the products are multiplied with.
  ///   - lengths: How many keys of each sequence there are to look at; nil for all.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init?(_ inputs: AttentionInputs<Scalar>, scale: Scalar, lengths: [Int]?) {
    let problem = inputs.problem
    guard let kernels = Execution.current.vectorKernels(for: Scalar.self) else { return nil }
    MultiplyAdds.add(2 * inputs.productCount)
    let output = Tensor<Scalar>(unsafeUninitializedShape: inputs.outputShape) { _ in }
    let statistics: Shape = [problem.batch, problem.heads, problem.queries]
    let maxima = Tensor<Scalar>(unsafeUninitializedShape: statistics) { _ in }
    let shares = Tensor<Scalar>(unsafeUninitializedShape: statistics) { _ in }
    (self.output, self.maxima, self.shares) = (output, maxima, shares)
    (self.inputs, self.lengths, self.scale) = (inputs, lengths, scale)
    withNumbers { numbers in inputs.forEachPart { kernels.attend(problem, numbers, $0) } }
  }

  /// The gradients of the inputs, laid out as those, from that of the result.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func gradients(_ upstream: Tensor<Scalar>) -> [Tensor<Scalar>] {
    let kernels = Scalar.vectorKernels!
    let tensors = inputs.tensors.map { Tensor<Scalar>(unsafeUninitializedShape: $0.shape) { _ in } }
    let places = inputs.places(in: tensors)
    let gradients = AttentionGradientNumbers(
      upstream: upstream.storage.base, queries: places.queries, keys: places.keys,
      values: places.values)
    withNumbers { numbers in
      inputs.forEachPart { kernels.attentionGradient(inputs.problem, numbers, gradients, $0) }
    }
    return tensors
  }

  private func withNumbers(_ body: (AttentionNumbers<Scalar>) -> Void) {
    let places = inputs.places(in: inputs.tensors)
    func run(_ lengths: UnsafePointer<Int>?) {
      body(
        AttentionNumbers(
          scale: scale, lengths: lengths, queries: places.queries, keys: places.keys,
          values: places.values, output: output.storage.base, maxima: maxima.storage.base,
          shares: shares.storage.base))
    }
    guard let lengths else { return run(nil) }
    lengths.withUnsafeBufferPointer { run($0.baseAddress) }
  }
}

/// The queries, keys and values of all heads, in one tensor or in three.
package struct AttentionInputs<Scalar: TensorScalar>: Sendable {
  /// What was given.
  package let tensors: [Tensor<Scalar>]
  let problem: AttentionProblem
  let outputShape: Shape
  /// d, how many numbers a query has.
  package var width: Int { problem.width }
  /// [B, H, Q, M].
  package var scoresShape: Shape {
    [problem.batch, problem.heads, problem.queries, problem.keys]
  }

  /// Takes heads side by side: one tensor [B, T, (H + 2·G)·d] with queries, keys and values, or three, [B, Q, H·d]
  /// and twice [B, M, G·d].
  package init(_ tensors: [Tensor<Scalar>], heads: Int, groups: Int, isCausal: Bool) {
    let isPacked = tensors.count == 1
    let (queries, keys) = (tensors[0].shape, tensors[isPacked ? 0 : 1].shape)
    let width = queries[2] / (isPacked ? heads + 2 * groups : heads)
    func strides(_ shape: Shape) -> HeadStrides {
      HeadStrides(sequence: shape[1] * shape[2], head: width, position: shape[2])
    }
    self.tensors = tensors
    outputShape = [queries[0], queries[1], heads * width]
    problem = AttentionProblem(
      batch: queries[0], heads: heads, groups: groups, queries: queries[1], keys: keys[1],
      width: width, isCausal: isCausal, queryStrides: strides(queries), keyStrides: strides(keys),
      outputStrides: strides(outputShape))
  }

  /// Takes heads one after the other: [B, H, Q, d] and twice [B, G, M, d].
  package init(
    queries: Tensor<Scalar>, keys: Tensor<Scalar>, values: Tensor<Scalar>, isCausal: Bool
  ) {
    func strides(_ shape: Shape) -> HeadStrides {
      HeadStrides(
        sequence: shape[1] * shape[2] * shape[3], head: shape[2] * shape[3], position: shape[3])
    }
    tensors = [queries, keys, values]
    outputShape = queries.shape
    problem = AttentionProblem(
      batch: queries.shape[0], heads: queries.shape[1], groups: keys.shape[1],
      queries: queries.shape[2], keys: keys.shape[2], width: queries.shape[3], isCausal: isCausal,
      queryStrides: strides(queries.shape), keyStrides: strides(keys.shape),
      outputStrides: strides(queries.shape))
  }

  /// Where the first query, key and value lie, in tensors of these shapes.
  func places(
    in tensors: [Tensor<Scalar>]
  ) -> (
    queries: UnsafeMutablePointer<Scalar>, keys: UnsafeMutablePointer<Scalar>,
    values: UnsafeMutablePointer<Scalar>
  ) {
    let base = tensors[0].storage.base
    guard tensors.count == 1 else {
      return (base, tensors[1].storage.base, tensors[2].storage.base)
    }
    let keys = base + problem.heads * problem.width
    return (base, keys, keys + problem.groups * problem.width)
  }

  /// The multiplications of all queries with all keys.
  var productCount: Int {
    problem.batch * problem.heads * problem.queries * problem.keys * problem.width
  }

  /// Runs a function for each part: the heads of a sequence that share keys. Parts write to different memory.
  func forEachPart(_ body: (_ part: Int) -> Void) {
    Execution.current.forEach(problem.batch * problem.groups, work: 2 * productCount) { part, _ in
      body(part)
    }
  }
}
