import Autograd
import TensorCore

/// The largest element of each window, channel by channel.
///
/// From [N, C, H, W] it makes [N, C, OH, OW] with OH = ⌊(H + 2·padding − KH) / stride⌋ + 1, and OW
/// likewise; rows and columns that are left over at the edge are not seen. The gradient goes to the
/// first of several equal maxima alone. The padding is never the maximum.
public struct MaxPool2D<Scalar: TensorScalar>: ParameterlessLayer {
  /// KH and KW.
  public let kernel: Size2D
  /// The distance between neighbouring windows.
  public let stride: Size2D
  /// How many rows and columns are added on each side.
  public let padding: Size2D

  /// Makes the layer; traps when a number is out of its range.
  ///
  /// - Parameters:
  ///   - kernel: KH and KW.
  ///   - stride: That of the kernel unless given, so that windows do not overlap.
  ///   - padding: At most half of the kernel; 0 unless given.
  ///   - file: The caller's file.
  ///   - line: The caller's line.
  public init(
    _ kernel: Size2D, stride: Size2D? = nil, padding: Size2D = 0,
    file: StaticString = #fileID, line: UInt = #line
  ) {
    self.kernel = kernel
    self.stride = stride ?? kernel
    self.padding = padding
    requirePooling(
      kernel, stride: self.stride, padding: padding, of: "MaxPool2D", file: file, line: line)
  }

  /// The maxima of [N, C, H, W], shape [N, C, OH, OW]; traps when the input has another rank or is
  /// smaller than the kernel.
  public func forward(
    _ input: Variable<Scalar>, in context: inout Context
  ) -> Variable<Scalar> {
    input.maxPool2D(
      kernel, stride: stride, padding: padding, as: context.naming("MaxPool2D"))
  }
}
