/// The largest element of each window, from [N, C, H, W] to [N, C, OH, OW], and the way back: a function
/// that sends each element of a gradient to where the largest element of its window was found.
///
/// Of several equal elements the first is the largest, as is the first NaN.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func pooledMaxima<Scalar: TensorScalar>(
  _ images: Tensor<Scalar>, _ plan: WindowPlan
) -> (maxima: Tensor<Scalar>, pullback: (Tensor<Scalar>) -> Tensor<Scalar>) {
  let execution = Execution.current
  if plan.dividesIntoPairs, let kernels = execution.vectorKernels(for: Scalar.self) {
    let (planes, size) = (plan.planes.count, plan.input)
    let maxima = Tensor<Scalar>(unsafeUninitializedShape: plan.pooledShape) { maxima in
      guard let y = maxima.baseAddress else { return }
      kernels.maxPool2x2(
        images.storage.base, y, planes, size.height, size.width, execution.threads)
    }
    // Which element was the largest is found again, rather than kept until then.
    let pullback = { (upstream: Tensor<Scalar>) in
      Tensor<Scalar>(unsafeUninitializedShape: plan.imageShape) { gradient in
        guard let g = gradient.baseAddress else { return }
        kernels.maxPool2x2Gradient(
          images.storage.base, upstream.storage.base, g, planes, size.height, size.width,
          execution.threads)
      }
    }
    return (maxima, pullback)
  }
  let positions = windowMaxima(images, plan)
  let shape = images.shape
  return (
    images.flattened().gather(positions).reshaped(to: plan.pooledShape),
    { upstream in
      upstream.flattened().scatterAdd(at: positions, extent: shape.elementCount)
        .reshaped(to: shape)
    }
  )
}

extension WindowPlan {
  /// Whether the windows are 2 × 2 elements that lie side by side, in images as wide as the kernel needs.
  fileprivate var dividesIntoPairs: Bool {
    kernel == 2 && stride == 2 && padding == 0 && input.width >= 8
  }
}
