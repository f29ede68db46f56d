import Autograd
import TensorCore

/// The mean of each part of an image that is cut into OH·OW parts, whatever its size: from [N, C, H, W] to
/// [N, C, OH, OW].
///
/// Part i of the rows are those from ⌊i·H/OH⌋ to below ⌈(i + 1)·H/OH⌉, and columns likewise, as in PyTorch:
/// where OH does not divide H, neighboring parts overlap. So a classifier with a ``Linear`` layer of fixed
/// size accepts images of any.
public struct AdaptiveAveragePool2D<Scalar: TensorScalar>: ParameterlessLayer {
  /// OH and OW.
  public let size: Size2D

  /// Makes the layer; traps when an extent is not at least 1.
  public init(_ size: Size2D, file: StaticString = #fileID, line: UInt = #line) {
    requireKernel(size, of: "AdaptiveAveragePool2D", file: file, line: line)
    self.size = size
  }

  /// The means, shape [N, C, OH, OW]; traps when the input is not [N, C, H, W] with at least one pixel.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.adaptiveAveragePool2D(size, as: context.naming("AdaptiveAveragePool2D"))
  }
}
