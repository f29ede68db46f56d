import Autograd
import TensorCore

/// The mean of each channel, whatever the size of the image: from [N, C, H, W] to [N, C] (Lin, Chen and
/// Yan, 2014, *Network in Network*).
///
/// The pixels' axes are gone, so that a ``Linear`` layer can follow at once; PyTorch's
/// `AdaptiveAvgPool2d(1)` keeps them with extent 1.
public struct GlobalAveragePool2D<Scalar: TensorScalar>: ParameterlessLayer {
  /// Makes the layer.
  public init() {}

  /// The means, shape [N, C]; traps when the input is not [N, C, H, W] with at least one pixel.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.globalAveragePool2D(as: context.naming("GlobalAveragePool2D"))
  }
}
