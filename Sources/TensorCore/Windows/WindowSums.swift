/// The sum of each window, channel by channel: from [N, C, H, W] to [N, C, OH, OW].
///
/// The n elements of a window are added in blocks: an error of at most 63·⌈log₆₄ n⌉·½ulp(1)·Σ|x|, to first
/// order.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
package func windowSums<Scalar: TensorScalar>(
  _ images: Tensor<Scalar>, _ plan: WindowPlan
) -> Tensor<Scalar> {
  let stride = plan.stride.width
  return Tensor(unsafeUninitializedShape: plan.pooledShape) { sums in
    guard sums.count > 0, let base = sums.baseAddress else { return }
    var sums = BlockwiseSums(ofRows: plan.windowSize, width: plan.placeCount, into: base)
    for plane in plan.planes {
      let result = base + plane * plan.placeCount
      sums.restart(into: result)
      plan.forEachShift(planes: plane..<plane + 1) { shift in
        sums.beginRow()
        for y in shift.rows {
          let target = result + y * plan.output.width
          let source = images.storage.base + shift.start + y * shift.rowStep
          for x in shift.columns { target[x] += source[x * stride] }
        }
      }
      sums.writeTotal(to: result)
    }
  }
}

/// The opposite way: each number is added to all elements of its window, so that an element that lies in
/// several windows gets the sum, in blocks as there. The pullback of ``windowSums(_:_:)``.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
package func spreadOverWindows<Scalar: TensorScalar>(
  _ sums: Tensor<Scalar>, _ plan: WindowPlan
) -> Tensor<Scalar> {
  let stride = plan.stride.width
  return Tensor(unsafeUninitializedShape: plan.imageShape) { images in
    guard images.count > 0, let base = images.baseAddress else { return }
    var imageSums = BlockwiseSums(ofRows: plan.windowSize, width: plan.planeSize, into: base)
    for plane in plan.planes {
      let image = base + plane * plan.planeSize
      imageSums.restart(into: image)
      plan.forEachShift(planes: plane..<plane + 1) { shift in
        imageSums.beginRow()
        for y in shift.rows {
          let target = base + shift.start + y * shift.rowStep
          let source = sums.storage.base + (plane * plan.output.height + y) * plan.output.width
          for x in shift.columns { target[x * stride] += source[x] }
        }
      }
      imageSums.writeTotal(to: image)
    }
  }
}
