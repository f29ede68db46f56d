import SIMDKernels

/// γ·(x − μ)/√(σ² + ε) + β for each channel, and the way back through it, by one vector kernel each, which store
/// nothing in between.
///
/// Its naive form stands in `BatchNorm`: a standardization, a product and a sum.
package struct FusedBatchNorm<Scalar: TensorScalar>: Sendable {
  /// The result, of the shape of x.
  package let output: Tensor<Scalar>
  /// The μ of each channel, shape [C].
  package let means: Tensor<Scalar>
  /// The σ² of each channel, shape [C].
  package let variances: Tensor<Scalar>
  private let input: Tensor<Scalar>
  private let scale: Tensor<Scalar>
  private let epsilon: Scalar
  private let planes: ChannelPlanes

  /// Normalizes x; nil where there are no vector kernels, and for an x without elements or without planes.
  ///
  /// - Parameters:
  ///   - input: x, shape [N, C, L] or [N, C, H, W].
  ///   - scale: γ, shape [C].
  ///   - shift: β, shape [C].
  ///   - epsilon: ε.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init?(
    _ input: Tensor<Scalar>, scale: Tensor<Scalar>, shift: Tensor<Scalar>, epsilon: Scalar
  ) {
    let execution = Execution.current
    guard input.elementCount > 0, input.rank > 2,
      let kernels = execution.vectorKernels(for: Scalar.self)
    else { return nil }
    let (samples, channels) = (input.shape[0], input.shape[1])
    planes = ChannelPlanes(
      samples: samples, channels: channels, places: input.elementCount / (samples * channels))
    means = Tensor(unsafeUninitializedShape: scale.shape) { _ in }
    variances = Tensor(unsafeUninitializedShape: scale.shape) { _ in }
    output = Tensor(unsafeUninitializedShape: input.shape) { _ in }
    (self.input, self.scale, self.epsilon) = (input, scale, epsilon)
    kernels.batchNorm(
      input.storage.base, scale.storage.base, shift.storage.base, output.storage.base,
      means.storage.base, variances.storage.base, epsilon, planes, execution.threads)
  }

  /// The gradients of x, γ and β from that of the result.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func gradients(_ upstream: Tensor<Scalar>) -> [Tensor<Scalar>] {
    let shapes = [input.shape, scale.shape, scale.shape]
    let gradients = shapes.map { Tensor<Scalar>(unsafeUninitializedShape: $0) { _ in } }
    Scalar.vectorKernels!.batchNormGradient(
      input.storage.base, scale.storage.base, means.storage.base, variances.storage.base,
      upstream.storage.base,
      NormGradient(
        x: gradients[0].storage.base, scale: gradients[1].storage.base,
        shift: gradients[2].storage.base), epsilon, planes, Execution.current.threads)
    return gradients
  }
}
