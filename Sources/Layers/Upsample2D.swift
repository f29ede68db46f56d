import Autograd
import TensorCore

/// Images made larger by whole factors: from [N, C, H, W] to [N, C, H·fH, W·fW].
///
/// Unlike a ``TransposedConv2D`` it has no parameters, and followed by a ``Conv2D`` it draws no checkerboard
/// (Odena, Dumoulin and Olah, 2016, *Deconvolution and Checkerboard Artifacts*). PyTorch calls it
/// `Upsample(scale_factor)`.
public struct Upsample2D<Scalar: TensorScalar>: ParameterlessLayer {
  /// fH and fW, at least 1.
  public let factor: Size2D
  /// How pixels come between those that there are.
  public let interpolation: Interpolation

  /// Makes the layer; traps when a factor is not at least 1.
  ///
  /// - Parameters:
  ///   - factor: fH and fW.
  ///   - interpolation: `.nearest` unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    _ factor: Size2D, by interpolation: Interpolation = .nearest,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    requireKernel(factor, of: "Upsample2D", file: file, line: line)
    self.factor = factor
    self.interpolation = interpolation
  }

  /// The larger images; traps when the input is not [N, C, H, W] with at least one pixel.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    requireImages(input.shape, as: context.naming("Upsample2D"))
    let size = Size2D(
      height: productOrMax(input.shape[2], factor.height),
      width: productOrMax(input.shape[3], factor.width))
    return input.resized2D(to: size, by: interpolation, as: context.naming("Upsample2D"))
  }
}
