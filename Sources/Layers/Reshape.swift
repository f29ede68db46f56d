import Autograd
import TensorCore

/// The same elements of each sample under another shape: with the shape [1, 8, 8], an input [N, 64]
/// becomes [N, 1, 8, 8]. The batch axis stays; elements keep their row-major order.
public struct Reshape<Scalar: TensorScalar>: ParameterlessLayer {
  /// The shape of a sample, without the batch axis.
  public let sampleShape: Shape

  /// Makes the layer.
  public init(_ sampleShape: Shape) { self.sampleShape = sampleShape }

  /// The input as [N] and the sample's shape after it; traps when a sample has another number of
  /// elements.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    let extents = input.shape.dimensions
    require(
      input.rank >= 1 && extents.dropFirst().reduce(1, *) == sampleShape.elementCount,
      "\(context.naming("Reshape")): expected an input of shape [N, ...] with \(sampleShape.elementCount) elements per "
        + "sample, to make samples of shape \(sampleShape), found \(input.shape)")
    return input.reshaped(to: Shape([extents[0]] + sampleShape.dimensions))
  }
}
