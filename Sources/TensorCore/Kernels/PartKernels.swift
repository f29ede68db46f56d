import SIMDKernels

/// The operations that a kind of number made of others computes on tensors of its parts, as a table of
/// functions: those where fast kernels of the parts beat a loop over whole numbers.
///
/// ``Dual`` has such a table. Products go by the parts on both backends; functions of elements only where
/// the parts have vector kernels, and give nil where there is nothing to gain.
public struct PartKernels<Scalar: TensorScalar>: Sendable {
  /// A matrix product, as ``matmul(_:_:transposeA:transposeB:file:line:)-(Tensor<Scalar>,_,_,_,_,_)``.
  let matmul:
    @Sendable (
      _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ transposeA: Bool, _ transposeB: Bool,
      StaticString, UInt
    ) -> Tensor<Scalar>
  /// A convolution, and the gradients of its images and of its kernels.
  let convolve:
    @Sendable (
      _ images: Tensor<Scalar>, _ weight: Tensor<Scalar>, WindowPlan, _ groups: Int,
      _ bias: Tensor<Scalar>?, StaticString, UInt
    ) -> Tensor<Scalar>
  let imageGradient:
    @Sendable (
      _ upstream: Tensor<Scalar>, _ weight: Tensor<Scalar>, WindowPlan, _ groups: Int,
      StaticString, UInt
    ) -> Tensor<Scalar>
  let weightGradient:
    @Sendable (
      _ upstream: Tensor<Scalar>, _ images: Tensor<Scalar>, WindowPlan, _ weightShape: Shape,
      _ groups: Int
    ) -> Tensor<Scalar>
  /// A function of each element.
  let apply: @Sendable (ElementFunction, _ x: Tensor<Scalar>) -> Tensor<Scalar>?
  /// An upstream gradient times the derivative of an activation at x.
  let applyGradient:
    @Sendable (Activation, _ x: Tensor<Scalar>, _ upstream: Tensor<Scalar>) -> Tensor<Scalar>?
  /// A function of each row along an axis.
  let applyToRows: @Sendable (RowFunction, _ x: Tensor<Scalar>, _ axis: Int) -> Tensor<Scalar>?
}
