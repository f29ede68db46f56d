import TensorCore

/// Convolution as the textbook has it, in seven loops: what every faster form is compared with.
///
/// y[n, o, y, x] = Σ over c, i, j of x[n, c, y·stride − padding + i·dilation, …]·w[o, c, i, j], where
/// the channels c are those of the group that o belongs to. (Strictly, this is a cross-correlation: the
/// kernel is not turned around. Every framework calls it convolution.)
///
/// - Parameters:
///   - images: Shape [N, C, H, W].
///   - weight: Shape [O, C/groups, KH, KW].
///   - plan: Where the windows lie.
///   - groups: How many parts the channels are divided into; each sees only its own inputs.
/// - Returns: Shape [N, O, OH, OW].
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
package func textbookConvolution<Scalar: TensorScalar>(
  _ images: Tensor<Scalar>, _ weight: Tensor<Scalar>, _ plan: WindowPlan, groups: Int
) -> Tensor<Scalar> {
  let outputs = weight.shape[0]
  let channelsOfGroup = plan.channels / groups
  let outputsOfGroup = outputs / groups
  let shape: Shape = [plan.batch, outputs, plan.output.height, plan.output.width]
  return Tensor(unsafeUninitializedShape: shape) { result in
    var written = 0
    for n in 0..<plan.batch {
      for o in 0..<outputs {
        let firstChannel = o / outputsOfGroup * channelsOfGroup
        for y in 0..<plan.output.height {
          for x in 0..<plan.output.width {
            var sum: Scalar = 0
            for c in 0..<channelsOfGroup {
              for i in 0..<plan.kernel.height {
                for j in 0..<plan.kernel.width {
                  let row = y * plan.stride.height - plan.padding.height + i * plan.dilation.height
                  let column = x * plan.stride.width - plan.padding.width + j * plan.dilation.width
                  let isInside =
                    row >= 0 && row < plan.input.height && column >= 0 && column < plan.input.width
                  // The padding is zeros, which add nothing.
                  guard isInside else { continue }
                  sum += images[n, firstChannel + c, row, column] * weight[o, c, i, j]
                }
              }
            }
            result[written] = sum
            written += 1
          }
        }
      }
    }
  }
}
