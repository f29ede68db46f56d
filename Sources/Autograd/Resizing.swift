import TensorCore

/// How pixels come between those that there are, when an image is resized.
public enum Interpolation: Sendable {
  /// Each new pixel is that of the old one at ⌊y·H/OH⌋, ⌊x·W/OW⌋.
  case nearest
  /// Each new pixel is the mean of the four old ones around it, the more so the nearer they are. Centers of
  /// pixels are laid on each other: along each axis the place is (y + ½)·H/OH − ½, at least 0, as in PyTorch
  /// with `align_corners=False`.
  case bilinear
}

extension Variable {
  /// Images [N, C, H, W] in another size: [N, C, OH, OW].
  ///
  /// The gradient of a pixel is the sum over the new pixels of what it counts for in each. An image that is
  /// made smaller is not smoothed first: at less than half of its size, some pixels are not seen.
  ///
  /// - Parameters:
  ///   - size: OH and OW.
  ///   - interpolation: How pixels come between those that there are; `.nearest` unless given.
  ///   - operation: What messages name first; a layer gives its place in the model.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  ///
  /// Traps when the input is not of rank 4 or has no pixels, or an extent of the size is not at least 1.
  public func resized2D(
    to size: Size2D, by interpolation: Interpolation = .nearest,
    as operation: @autoclosure () -> String = "resized2D",
    file: StaticString = #fileID, line: UInt = #line
  ) -> Variable {
    requireImages(shape, as: operation(), file: file, line: line)
    requirePixels(size, as: operation(), file: file, line: line)
    return resized(to: size.height, along: 2, by: interpolation, file: file, line: line)
      .resized(to: size.width, along: 3, by: interpolation, file: file, line: line)
  }

  /// The same along one axis, 2 or 3: both kinds of interpolation are made of one along each.
  private func resized(
    to count: Int, along axis: Int, by interpolation: Interpolation, file: StaticString, line: UInt
  ) -> Variable {
    let extent = shape[axis]
    if count == extent { return self }
    switch interpolation {
    case .nearest:
      let places = (0..<count).map { $0 * extent / count }
      return gather(places, along: axis, file: file, line: line)
    case .bilinear:
      let places = (0..<count).map {
        Swift.max((Double($0) + 0.5) * Double(extent) / Double(count) - 0.5, 0)
      }
      let first = places.map { Int($0) }
      let shares = Tensor(places.map { Scalar($0 - $0.rounded(.down)) })
      let share = Variable(axis == 2 ? shares.expandingDimension(at: 1) : shares)
      let before = gather(first, along: axis, file: file, line: line)
      let after = gather(
        first.map { Swift.min($0 + 1, extent - 1) }, along: axis, file: file, line: line)
      return before + (after - before) * share
    }
  }
}

/// Stops unless a shape is that of images with at least one pixel.
package func requireImages(
  _ shape: Shape, as operation: @autoclosure () -> String,
  file: StaticString = #fileID, line: UInt = #line
) {
  require(
    shape.rank == 4 && shape[2] > 0 && shape[3] > 0,
    "\(operation()): expected an input of shape [N, C, H, W] with at least one pixel, found \(shape)",
    file: file, line: line)
}

/// Stops unless a size has at least one pixel, and not more than any image.
func requirePixels(
  _ size: Size2D, as operation: @autoclosure () -> String, file: StaticString, line: UInt
) {
  let allowed = 1...WindowPlan.largestSize
  require(
    allowed.contains(size.height) && allowed.contains(size.width),
    "\(operation()): expected a size from 1 to \(WindowPlan.largestSize) each way, found \(size)",
    file: file, line: line)
}
