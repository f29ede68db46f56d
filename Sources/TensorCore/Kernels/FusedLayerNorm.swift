import SIMDKernels

/// γ·(x − μ)/√(σ² + ε) + β and the way back through it by one vector kernel each, which store nothing in between.
///
/// Its naive form stands in `LayerNorm`: a standardization, a product and a sum; to the bit,
/// except that sums over rows of one number are cut into other blocks.
package struct FusedLayerNorm<Scalar: TensorScalar>: Sendable {
  /// The result, of the shape of x.
  package let output: Tensor<Scalar>
  private let input: Tensor<Scalar>
  private let scale: Tensor<Scalar>
  private let epsilon: Scalar
  private let means: Tensor<Scalar>
  private let variances: Tensor<Scalar>
  private var rows: Int { means.elementCount }

  /// Normalizes x; nil where there are no vector kernels, and for an x without elements.
  ///
  /// - Parameters:
  ///   - input: x, shape [..., S].
  ///   - scale: γ, shape S.
  ///   - shift: β, shape S.
  ///   - epsilon: ε.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package init?(
    _ input: Tensor<Scalar>, scale: Tensor<Scalar>, shift: Tensor<Scalar>, epsilon: Scalar
  ) {
    let execution = Execution.current
    guard input.elementCount > 0, let kernels = execution.vectorKernels(for: Scalar.self) else {
      return nil
    }
    let rows = input.elementCount / scale.elementCount
    means = Tensor(unsafeUninitializedShape: [rows]) { _ in }
    variances = Tensor(unsafeUninitializedShape: [rows]) { _ in }
    output = Tensor(unsafeUninitializedShape: input.shape) { _ in }
    (self.input, self.scale, self.epsilon) = (input, scale, epsilon)
    kernels.layerNorm(
      input.storage.base, scale.storage.base, shift.storage.base, output.storage.base,
      means.storage.base, variances.storage.base, epsilon, rows, scale.elementCount,
      execution.threads)
  }

  /// The gradients of x, γ and β from that of the result.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  package func gradients(_ upstream: Tensor<Scalar>) -> [Tensor<Scalar>] {
    let shapes = [input.shape, scale.shape, scale.shape]
    let gradients = shapes.map { Tensor<Scalar>(unsafeUninitializedShape: $0) { _ in } }
    Scalar.vectorKernels!.layerNormGradient(
      input.storage.base, scale.storage.base, means.storage.base, variances.storage.base,
      upstream.storage.base,
      NormGradient(
        x: gradients[0].storage.base, scale: gradients[1].storage.base,
        shift: gradients[2].storage.base), epsilon, rows, scale.elementCount,
      Execution.current.threads)
    return gradients
  }
}
