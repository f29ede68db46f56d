/// Where the largest element of each window lies in the images, for each image, channel, row and column
/// of output: the first of several, or the first NaN.
///
/// The padding takes no part, as if it were −∞: each window must reach into the image.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
@specialized(where Scalar == Dual<Float>)
@specialized(where Scalar == Dual<Double>)
func windowMaxima<Scalar: TensorScalar>(
  _ images: Tensor<Scalar>, _ plan: WindowPlan
) -> [Int] {
  let planeSize = plan.input.height * plan.input.width
  return images.withUnsafeBufferPointer { images in
    var positions: [Int] = []
    positions.reserveCapacity(
      plan.batch * plan.channels * plan.output.height * plan.output.width)
    for plane in 0..<plan.batch * plan.channels {
      for y in 0..<plan.output.height {
        let top = y * plan.stride.height - plan.padding.height
        let rows = max(top, 0)..<min(top + plan.kernel.height, plan.input.height)
        for x in 0..<plan.output.width {
          let left = x * plan.stride.width - plan.padding.width
          let columns = max(left, 0)..<min(left + plan.kernel.width, plan.input.width)
          var best = plane * planeSize + rows.lowerBound * plan.input.width + columns.lowerBound
          for row in rows {
            let start = plane * planeSize + row * plan.input.width
            for position in start + columns.lowerBound..<start + columns.upperBound {
              let (candidate, champion) = (images[position], images[best])
              let isNaN = candidate != candidate && champion == champion
              if candidate > champion || isNaN { best = position }
            }
          }
          positions.append(best)
        }
      }
    }
    return positions
  }
}
