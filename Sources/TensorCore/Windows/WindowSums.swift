/// The sum of each window, channel by channel: from [N, C, H, W] to [N, C, OH, OW].
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func windowSums<Scalar: TensorScalar>(
  _ images: Tensor<Scalar>, _ plan: WindowPlan
) -> Tensor<Scalar> {
  var sums = Tensor<Scalar>.zeros(plan.pooledShape)
  sums.withUnsafeMutableBufferPointer { sums in
    guard let base = sums.baseAddress else { return }
    plan.forEachShift(planes: plan.planes) { shift in
      for y in shift.rows {
        let target = base + (shift.plane * plan.output.height + y) * plan.output.width
        let source = images.storage.base + shift.start + y * shift.rowStep
        for x in shift.columns { target[x] += source[x * plan.stride.width] }
      }
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
    plan.forEachShift(planes: plan.planes) { shift in
      for y in shift.rows {
        let target = base + shift.start + y * shift.rowStep
        let source = sums.storage.base + (shift.plane * plan.output.height + y) * plan.output.width
        for x in shift.columns { target[x * plan.stride.width] += source[x] }
      }
    }
  }
  return images
}
