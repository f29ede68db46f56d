import Autograd
import TensorCore

// Layer and RMS normalization work on the last axes of their input, whose extents they know.

/// Stops unless a normalized shape has an axis, and none is empty.
func requireNormalizedShape(
  _ shape: Shape, of layer: StaticString, file: StaticString, line: UInt
) {
  require(
    shape.rank >= 1 && shape.elementCount >= 1,
    "\(layer): expected a normalized shape of at least one axis, none of them empty, found \(shape)",
    file: file, line: line)
}

extension Variable {
  /// Stops unless the last axes have the extents of a shape.
  func requireLastAxes(_ expected: Shape, of layer: String, in context: Context) {
    require(
      shape.dimensions.suffix(expected.rank) == expected.dimensions[...],
      "\(context.naming(layer)): expected an input of shape "
        + "[..., \(expected.dimensions.map(String.init).joined(separator: ", "))], found \(shape)")
  }
}

extension Axes {
  /// The last `count` axes.
  static func last(_ count: Int) -> Axes { Axes(Array(-count..<0)) }
}
