import Autograd
import TensorCore

/// Puts the axes after the batch into one: [B, C, H, W] becomes [B, C·H·W].
public struct Flatten<Scalar: TensorScalar>: ParameterlessLayer {
  /// The first axis that is flattened; those before it stay. 1 unless given.
  public var startAxis: Int

  /// Makes the layer; traps when the axis is negative.
  public init(startAxis: Int = 1, file: StaticString = #fileID, line: UInt = #line) {
    require(
      startAxis >= 0, "Flatten: expected a start axis of at least 0, found \(startAxis)",
      file: file, line: line)
    self.startAxis = startAxis
  }

  /// The same elements with one axis in place of those from the start axis on; traps when the input
  /// has no such axis.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    require(
      startAxis < input.rank,
      "\(context.naming("Flatten")): the start axis is \(startAxis), but the input of shape "
        + "\(input.shape) has only \(input.rank) axes")
    let extents = input.shape.dimensions
    let flat = Shape(Array(extents[startAxis...])).elementCount
    return input.reshaped(to: Shape(extents[..<startAxis] + [flat]))
  }
}
