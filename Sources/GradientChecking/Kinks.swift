import TensorCore

/// Whether a function of one number has a kink or a jump near 0, so that differences mean nothing.
///
/// There, the slopes to the left and to the right differ. In a smooth function, they approach each other
/// in proportion to the step; at a kink, they do not. And where the kink lies between the steps, the
/// whole and the half step give different slopes.
///
/// - Parameters:
///   - function: The function, for small numbers; its value may be a tensor.
///   - step: About how near.
///   - tolerance: The error of a slope that rounding alone can make.
func hasKink(
  _ function: (_ offset: Double) -> Tensor<Double>, step: Double, tolerance: Double
) -> Bool {
  let middle = function(0)
  func slopes(_ step: Double) -> (left: Tensor<Double>, right: Tensor<Double>) {
    ((middle - function(-step)) / step, (function(step) - middle) / step)
  }
  let whole = slopes(step)
  let half = slopes(step / 2)
  let noise = 4 * tolerance
  for index in 0..<middle.elementCount {
    let (left, right) = (whole.left.elements[index], whole.right.elements[index])
    let (leftOfHalf, rightOfHalf) = (half.left.elements[index], half.right.elements[index])
    let jump = (right - left).magnitude
    if jump > noise && (rightOfHalf - leftOfHalf).magnitude > 0.75 * jump { return true }
    let change = ((left + right) - (leftOfHalf + rightOfHalf)).magnitude / 2
    // Not finite: the step leaves the domain.
    if !(change <= noise) { return true }
  }
  return false
}
