import Gradus

/// The first element in which a tensor differs from PyTorch's; nil if none does.
///
/// Both have 53 bits, but add in another order: what is allowed is 1e-10 of the largest magnitude in
/// PyTorch's tensor, and by how much that is known to be off. A NaN always differs.
func difference(
  _ actual: Tensor<Double>, fromPyTorchs expected: Tensor<Double>, off error: Double = 0
) -> String? {
  guard actual.shape == expected.shape else {
    return "has shape \(actual.shape), PyTorch's \(expected.shape)"
  }
  let (ours, theirs) = (actual.elements, expected.elements)
  let allowed = 1e-10 * (theirs.map(\.magnitude).max() ?? 0) + error
  guard let place = ours.indices.first(where: { !((ours[$0] - theirs[$0]).magnitude <= allowed) })
  else { return nil }
  return "at \(position(of: place, in: actual.shape)) is \(ours[place]), PyTorch has "
    + "\(theirs[place]); allowed is a difference of \(allowed)"
}

/// The indices of an element that is counted in row-major order.
private func position(of place: Int, in shape: Shape) -> [Int] {
  var rest = place
  let fromTheBack = shape.dimensions.reversed().map { extent in
    defer { rest /= extent }
    return rest % extent
  }
  return fromTheBack.reversed()
}
