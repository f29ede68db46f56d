/// The sum of each window, channel by channel: from [N, C, H, W] to [N, C, OH, OW].
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func windowSums<Scalar: TensorScalar>(
  _ images: Tensor<Scalar>, _ plan: WindowPlan
) -> Tensor<Scalar> {
  var sums = Tensor<Scalar>.zeros(plan.pooledShape)
  sums.withUnsafeMutableBufferPointer { sums in
    guard let base = sums.baseAddress else { return }
    plan.forEachRow { row in
      guard let row else { return }
      let target = base + row.output
      let source = images.storage.base + row.start
      for x in row.inside { target[x] += source[x * plan.stride.width] }
    }
  }
  return sums
}

/// The opposite way: each number is added to all elements of its window, so that an element that lies in
/// several windows gets the sum. The pullback of ``windowSums(_:_:)``.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func spreadOverWindows<Scalar: TensorScalar>(
  _ sums: Tensor<Scalar>, _ plan: WindowPlan
) -> Tensor<Scalar> {
  var images = Tensor<Scalar>.zeros(plan.imageShape)
  images.withUnsafeMutableBufferPointer { images in
    guard let base = images.baseAddress else { return }
    plan.forEachRow { row in
      guard let row else { return }
      let target = base + row.start
      let source = sums.storage.base + row.output
      for x in row.inside { target[x * plan.stride.width] += source[x] }
    }
  }
  return images
}
