// Windows of an image, side by side as the columns of a matrix ("im2col"), and back. With them a
// convolution is a matrix product, which is where all the work on speed has gone (Chellapilla, Puri and
// Simard, 2006, *High Performance Convolutional Neural Networks for Document Processing*).

/// The window at each place as a column: from images [N, C, H, W] to [N, G, C/G·KH·KW, OH·OW]; the
/// padding is zeros.
///
/// Row (c, i, j) of the matrix is the image of channel c, shifted by (i, j): so it is copied row by
/// row, and which part of a row lies inside is known before the loop.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func imageColumns<Scalar: TensorScalar>(
  _ images: Tensor<Scalar>, _ plan: WindowPlan, groups: Int
) -> Tensor<Scalar> {
  let zero: Scalar = 0
  return Tensor(unsafeUninitializedShape: plan.columnsShape(groups: groups)) { columns in
    guard var target = columns.baseAddress else { return }
    plan.forEachRow { row in
      guard let row else {
        for x in 0..<plan.output.width { target[x] = zero }
        target += plan.output.width
        return
      }
      // Where x = 0 would lie, perhaps in the padding; the loop begins inside.
      let source = images.storage.base + row.start
      for x in 0..<row.inside.lowerBound { target[x] = zero }
      if plan.stride.width == 1 {
        for x in row.inside { target[x] = source[x] }
      } else {
        for x in row.inside { target[x] = source[x * plan.stride.width] }
      }
      for x in row.inside.upperBound..<plan.output.width { target[x] = zero }
      target += plan.output.width
    }
  }
}

/// The opposite way ("col2im"): adds each window to the image at its place, so that an element that lies
/// in several windows gets the sum. What falls into the padding is dropped.
///
/// It is the pullback of ``imageColumns(_:_:groups:)``, which copies an element into each of its
/// windows.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func imagesFromColumns<Scalar: TensorScalar>(
  _ columns: Tensor<Scalar>, _ plan: WindowPlan
) -> Tensor<Scalar> {
  var images = Tensor<Scalar>.zeros(plan.imageShape)
  images.withUnsafeMutableBufferPointer { images in
    guard let base = images.baseAddress else { return }
    var source = columns.storage.base
    plan.forEachRow { row in
      if let row {
        let target = base + row.start
        if plan.stride.width == 1 {
          for x in row.inside { target[x] += source[x] }
        } else {
          for x in row.inside { target[x * plan.stride.width] += source[x] }
        }
      }
      source += plan.output.width
    }
  }
  return images
}
